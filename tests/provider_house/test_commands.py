"""``portal house-provider``: people, keys, and a server that is asked over HTTP."""

import json
import re
import subprocess
import sys
import time

import httpx
import pytest

from app import cli
from app.core.config import ROOT
from provider.house.reset_commands import NOT_PROVEN, PROPOSED_FOR_TWO
from provider.house.sealing import new_secret
from tests.provider_house.conftest import house_tables
from tests.provider_house.guest import CALLBACK
from tests.support.commands import environment
from tests.support.commands import running as serving
from tests.support.databases import Template, Templates
from tests.support.live import free_port


def bare_house(url: str) -> None:
    """Make a database in which nothing is."""
    from provider.house.database import Database  # noqa: PLC0415 - opened only here

    database = Database(url)
    with database.reading():
        pass
    database.close()


@pytest.fixture
def template(engine_name: str, templates: Templates) -> Template:
    return templates.of(engine_name, bare_house)


@pytest.fixture
def variables(database_url, tmp_path) -> dict[str, str]:
    port = free_port()
    client = {"client_id": "portal", "client_secret": new_secret(), "redirect_uris": [CALLBACK]}
    return {
        "PORTAL_HOUSE_ISSUER": f"http://localhost:{port}", "PORTAL_HOUSE_PORT": str(port),
        "PORTAL_HOUSE_SECRET": new_secret(), "PORTAL_HOUSE_APPLICATIONS": json.dumps([client]),
        "PORTAL_HOUSE_VAR_DIR": str(tmp_path / "house"),
        "PORTAL_HOUSE_DATABASE_URL": database_url,
    }  # fmt: skip


@pytest.fixture
def house(variables):
    """Return what runs one act as a process and gives what it printed and how it ended."""

    def run(*words: str, **changes: str) -> tuple[int, str]:
        done = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-m", "app.cli", "house-provider", *words], capture_output=True,
            text=True, check=False, cwd=ROOT, timeout=120,
            env=environment(**{**variables, **changes}),
        )  # fmt: skip
        return done.returncode, done.stdout or done.stderr

    return run


@pytest.fixture
def here(variables, monkeypatch, capsys):
    """Return what runs one act in this process: as ``house``, without starting Python anew."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(cli.logs, "set_up", lambda *_how: None)
    monkeypatch.setattr(cli.memory, "collect_rarely", lambda: None)

    def run(*words: str) -> tuple[int, str]:
        try:
            cli.main(["house-provider", *words])
        except SystemExit as ended:
            if not isinstance(ended.code, str):  # only a sentence is printed and ends it with 1
                raise
            return 1, f"{ended.code}\n"
        said = capsys.readouterr()
        assert said.err == ""
        return 0, said.out

    return run


def test_people_come_and_go_by_commands(here, variables):
    issuer = re.escape(variables["PORTAL_HOUSE_ISSUER"])
    assert here("enrol", "ama", "--name", "Ama") == (
        1, "The database is missing or of another version: run `portal house-provider prepare`.\n"
    )  # fmt: skip
    assert [here("prepare")[0] for _ in range(2)] == [0, 0]
    whom = ("enrol", "ama", "--name", "Ama Mensah", "--email", "ama@mfa.example")
    ended, address = here(*whom)
    assert ended == 0
    assert re.fullmatch(rf"{issuer}/enrol/[\w-]{{43}}\n", address)
    taken = "The account name or the work address is somebody's already.\n"
    assert here(*whom) == (1, taken)
    assert here("enrol", "other", "--name", "O", "--email", "AMA@mfa.example") == (1, taken)
    for wrong in (
        ("a b", "--name", "x"), ("a@b", "--name", "x"), ("", "--name", "x"), ("x",),
        ("x", "--name", "x", "--email", "nowhere"),
        ("x", "--name", "x", "--email", "x@mfa.example\r\nBcc: y@mfa.example"),
        ("x", "--name", "x\ny"), ("x", "--name", "x", "--email", "<x@mfa.example>"),
        ("x", "--name", "x", "--language", "tlh"),
    ):  # fmt: skip
        assert here("enrol", *wrong)[0] == 1, wrong
    fresh = [here("add", "AMA@mfa.example")[1] for _ in range(2)]
    assert len({address, *fresh}) == 3
    assert here("again", "ama") == (0, f"{PROPOSED_FOR_TWO}\n")
    assert here("again", "ama")[0] == 1
    assert here("confirm", "ama", "--by", "nobody", "--code", "1") == (1, f"{NOT_PROVEN}\n")
    assert here("withdraw", "ama") == (0, "The reset is called off.\n")
    assert here("withdraw", "ama") == (0, "No reset of this account goes on.\n")
    assert here("shut", "ama")[0] == 0
    assert here("remove", "ama") == (0, "The account is gone.\n")
    assert here("remove", "ama") == (1, "There is no such account.\n")


def test_it_serves_what_it_announced_and_its_keys_change(house, variables):
    assert house("serve")[0] == 1
    house("prepare")
    address = house("enrol", "ama", "--name", "Ama Mensah")[1].strip()
    issuer = variables["PORTAL_HOUSE_ISSUER"]
    with serving("house-provider serve", variables), httpx.Client(trust_env=False) as http:
        wait_for(http, issuer)
        document = http.get(f"{issuer}/.well-known/openid-configuration").json()
        assert (document["issuer"], document["acr_values_supported"]) == (
            issuer, ["two-factors", "one-factor"],
        )  # fmt: skip
        assert http.get(address).status_code == 200
        assert (
            http.get(f"{issuer}/passkey.js").headers["content-type"].startswith("text/javascript")
        )
        (first,) = http.get(f"{issuer}/jwks").json()["keys"]
        assert "signs in 60 minutes" in house("rotate")[1]
        assert http.get(f"{issuer}/jwks").json()["keys"][0] == first
        assert "worth nothing" in house("rotate", "--at-once")[1]
        (second,) = http.get(f"{issuer}/jwks").json()["keys"]
        assert second["kid"] != first["kid"]


def wait_for(http: httpx.Client, issuer: str) -> None:
    for _ in range(600):
        try:
            http.get(f"{issuer}/jwks")
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("The provider did not answer in a minute.")


def test_it_refuses_to_start_with_weak_settings_and_names_each(house):
    ended, words = house(
        "prepare", PORTAL_HOUSE_SECRET="", PORTAL_HOUSE_ISSUER="http://id.example",
        PORTAL_HOUSE_APPLICATIONS="[]",
    )  # fmt: skip
    assert ended == 1
    assert [line.split()[1] for line in words.splitlines()[1:]] == [
        "PORTAL_HOUSE_SECRET", "PORTAL_HOUSE_ISSUER", "PORTAL_HOUSE_APPLICATIONS",
    ]  # fmt: skip
    for broken in ({"PORTAL_HOUSE_PORT": "x"}, {"PORTAL_HOUSE_SECRET_FILE": "/nowhere"}):
        assert house("prepare", **broken)[0] == 1
    first, second = house("new-secret")[1], house("new-secret")[1]
    assert (len(first), first == second) == (45, False)


def test_a_database_is_made_once_and_known_again(database_url):
    house_tables(database_url)
    house_tables(database_url)
