"""A production start refuses what is not fit to serve with, and says how to mend it."""

import base64
import json
import os
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

import pytest

from app import cli
from app.assistance.loading import OFFERS, REQUESTS
from app.core.config import ROOT, Settings
from app.demonstration import REAL, refuse_real
from app.identity.models import Person
from app.items import ledger
from app.practices.loading import DEMO_COMMENTS, DEMO_PRACTICES, PRACTICES
from app.production import given, problems
from app.serving import MADE_UP, build, refuse_bad, refuse_made_up
from tests.support.commands import GOOD, PROVIDER, environment

DEMO = {
    "demo": True,
    "base_url": "http://127.0.0.1:8000",
    "host": "127.0.0.1",
    "providers": [{**PROVIDER, "key": "demonstration"}],
    "smtp_url": "",
    "mail_from": "portal@localhost",
}
PORTS = "PORTAL_METRICS_PORT is the port people are answered on."
SECRET = "PORTAL_SECRET_KEY is missing or weak."
SEAL = "PORTAL_SEAL_KEY is missing or not 32 bytes of URL-safe base64."
AUDIT = "PORTAL_AUDIT_KEY is missing or not 32 bytes of URL-safe base64."
HOLDER = "PORTAL_AUDIT_HOLDERS names chair, which is not an address to write to."
HTTPS = "PORTAL_BASE_URL must begin with https://"
PATH = "PORTAL_BASE_URL must be an address without a path"
SLASH = "PORTAL_BASE_URL must not end with a slash."
CONTACT = "PORTAL_CONTACT is missing"
NOBODY = "PORTAL_PROVIDERS is empty"
MAIL = "PORTAL_SMTP_URL is missing or no mail server"
SENDER = "PORTAL_MAIL_FROM is not an address people can write to."
TWICE = "Two providers in PORTAL_PROVIDERS have the same key."
DEMO_HOST = "PORTAL_DEMO is on, but PORTAL_HOST is not this machine's own address."
DEMO_URL = "PORTAL_DEMO is on, but PORTAL_BASE_URL names another machine."
DEMO_NOBODY = "PORTAL_DEMO is on, but there is no demonstration provider: use `portal demo`."


def provider(**changed: str) -> dict[str, str]:
    return {**PROVIDER, **changed}


BAD = [
    ({"metrics_port": 8000}, [PORTS]),
    ({"secret_key": ""}, [SECRET]),
    ({"secret_key": "short"}, [SECRET]),
    ({"secret_key": "change-me"}, [SECRET]),
    ({"secret_key": "x" * 64}, [SECRET]),
    ({"secret_key": "abababababababababababababababababab"}, [SECRET]),
    ({"seal_key": ""}, [SEAL]),
    ({"seal_key": "not base64 of anything, only a sentence"}, [SEAL]),
    ({"seal_key": base64.urlsafe_b64encode(b"31 bytes are one byte too few..").decode()}, [SEAL]),
    ({"seal_key": "A" * 44}, [SEAL]),
    ({"audit_key": ""}, [AUDIT]),
    (
        {"audit_key": base64.urlsafe_b64encode(b"33 bytes are one byte too many...").decode()},
        [AUDIT],
    ),
    ({"audit_key": "A" * 43 + "="}, [AUDIT]),
    ({"audit_holders": ["chair", "chair@example.org"]}, [HOLDER]),
    ({"base_url": "http://portal.example"}, [HTTPS]),
    ({"base_url": "http://127.0.0.1:8000"}, [HTTPS]),
    ({"base_url": "ftp://portal.example"}, [HTTPS]),
    ({"base_url": "https://portal.example/portal"}, [PATH]),
    ({"base_url": "https://portal.example?x=y"}, [PATH]),
    ({"base_url": "https://portal.example#x"}, [PATH]),
    ({"base_url": "https://admin@portal.example"}, [PATH]),
    ({"base_url": "https://portal.example/"}, [SLASH]),
    ({"contact": ""}, [CONTACT]),
    ({"smtp_url": ""}, [MAIL]),
    ({"smtp_url": "mail.example:587"}, [MAIL]),
    ({"smtp_url": "https://mail.example"}, [MAIL]),
    ({"smtp_url": "smtp://"}, [MAIL]),
    ({"smtp_url": "smtp://[hush"}, [MAIL]),
    ({"smtp_url": "smtp://mail.example:hush"}, [MAIL]),
    ({"mail_from": "portal@localhost"}, [SENDER]),
    ({"mail_from": "portal@127.0.0.1"}, [SENDER]),
    ({"mail_from": "portal"}, [SENDER]),
    ({"mail_from": "@portal.example"}, [SENDER]),
    ({"mail_from": ""}, [SENDER]),
    ({"providers": []}, [NOBODY]),
    ({"providers": [provider(issuer="http://idp.example")]}, ["The issuer of provider un must"]),
    ({"providers": [provider(issuer="idp.example")]}, ["The issuer of provider un must"]),
    ({"providers": [provider(client_secret="")]}, ["The client_secret of provider un is missing"]),
    ({"providers": [PROVIDER, PROVIDER]}, [TWICE]),
    ({"base_url": "http://portal.example/x/", "contact": ""}, [HTTPS, PATH, SLASH, CONTACT]),
    ({**DEMO, "host": "0.0.0.0"}, [DEMO_HOST]),  # noqa: S104 - refused
    ({**DEMO, "host": "192.0.2.1"}, [DEMO_HOST]),
    ({**DEMO, "base_url": "https://portal.example"}, [DEMO_URL]),
    ({**DEMO, "base_url": "https://portal.example", "host": "::"}, [DEMO_HOST, DEMO_URL]),
    ({**DEMO, "secret_key": "", "seal_key": "", "audit_key": ""}, [SECRET, SEAL, AUDIT]),
    ({**DEMO, "providers": []}, [DEMO_NOBODY]),
    ({**DEMO, "providers": [PROVIDER]}, [DEMO_NOBODY]),
]
"""What is set otherwise than in a good installation, and what is said about it."""


@pytest.mark.parametrize(("changed", "said"), BAD)
def test_bad_settings_are_refused_with_a_sentence_each(changed, said):
    found = problems(Settings(**{**GOOD, **changed}))

    assert [line[: len(wanted)] for line, wanted in zip(found, said, strict=True)] == said
    assert all(line.endswith((".", "`.")) for line in found)
    with pytest.raises(SystemExit) as stopped:
        refuse_bad(Settings(**{**GOOD, **changed}))
    assert str(stopped.value.code).startswith("The portal does not start:\n- ")


@pytest.mark.parametrize("changed", [{}, DEMO, {**DEMO, "base_url": "http://localhost:1"}])
def test_good_settings_start(changed):
    assert problems(Settings(**{**GOOD, **changed})) == []
    refuse_bad(Settings(**{**GOOD, **changed}))


def test_no_secret_is_shown_in_what_is_said():
    said = "\n".join(problems(Settings(**{**GOOD, "secret_key": "hush", "seal_key": "hush"})))

    assert "hush" not in said


def _environment(monkeypatch, **values: str) -> None:
    for name in [n for n in os.environ if n.startswith("PORTAL_")]:
        monkeypatch.delenv(name)
    for name, value in values.items():
        monkeypatch.setenv(f"PORTAL_{name.upper()}", value)


UNREADABLE = [
    ({"port": "http"}, "- PORTAL_PORT: Input should be a valid integer"),
    ({"base_url": "https://["}, "- PORTAL_BASE_URL: "),
    ({"base_url": "portal.example"}, "- PORTAL_BASE_URL: Value error, is not an address such as"),
    ({"base_url": "https://portal.example:port"}, "- PORTAL_BASE_URL: "),
    ({"providers": "hush"}, '- error parsing value for field "providers"'),
    ({"providers": '[{"key": "un", "client_secret": "hush"}]'}, "- PORTAL_PROVIDERS, 0, name: "),
    ({"providers_file": "/nowhere/at/all"}, "cannot be read: /nowhere/at/all."),
    ({"contact": "a", "contact_file": "/b"}, "- Set PORTAL_CONTACT or PORTAL_CONTACT_FILE"),
]


@pytest.mark.parametrize(("values", "said"), UNREADABLE)
def test_settings_that_cannot_be_read_are_a_sentence_and_show_no_secret(monkeypatch, values, said):
    _environment(monkeypatch, **values)
    with pytest.raises(SystemExit) as stopped:
        given()

    assert said in str(stopped.value.code)
    assert "hush" not in str(stopped.value.code)


def test_a_providers_file_that_is_no_json_is_a_sentence(monkeypatch, tmp_path):
    (tmp_path / "providers").write_text("hush", encoding="utf-8")
    _environment(monkeypatch, providers_file=str(tmp_path / "providers"))
    with pytest.raises(SystemExit, match="cannot be read"):
        given()


def _serve(folder: Path, **changed: object) -> subprocess.CompletedProcess[str]:
    """Run the real command with secrets in files, for a moment."""
    settings = {**GOOD, "var_dir": str(folder), "port": "0", **changed}
    values = {}
    for name, value in settings.items():
        file = folder / f"{name}.secret"
        file.write_text(json.dumps(value) if isinstance(value, list) else str(value))
        values[f"PORTAL_{name.upper()}_FILE"] = str(file)
    command = [sys.executable, "-m", "app.cli", "serve"]
    return subprocess.run(  # noqa: S603 - our own words
        command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=60,
        env=environment(**values),
    )  # fmt: skip


def test_the_command_itself_refuses_and_says_why(tmp_path):
    done = _serve(tmp_path, port="8000", secret_key="short", base_url="http://portal.example")

    assert done.returncode == 1
    head, secret, address = done.stderr.splitlines()
    assert head == "The portal does not start:"
    assert secret.startswith("- PORTAL_SECRET_KEY is missing or weak. Make one with `python -c")
    assert address == "- PORTAL_BASE_URL must begin with https://: sign-in cookies travel with it."
    assert done.stdout == ""


def test_a_demonstration_set_by_hand_is_told_which_command_to_use(tmp_path):
    done = _serve(tmp_path, **{**DEMO, "port": "8000", "secret_key": "", "providers": []})

    assert done.returncode == 1
    head, secret, nobody = done.stderr.splitlines()
    assert head == "The portal does not start:"
    assert secret.startswith("- PORTAL_SECRET_KEY is missing or weak.")
    assert nobody == f"- {DEMO_NOBODY}"


def _with_loaded(database, dataset: str) -> None:
    with database.unit_of_work() as db:
        ledger.enter(db, dataset, "a-key", {"of": dataset})


@pytest.mark.parametrize("dataset", [DEMO_PRACTICES, DEMO_COMMENTS, REQUESTS, OFFERS])
def test_real_people_never_meet_a_demonstration(database, database_url, dataset):
    settings = Settings(**GOOD, database_url=database_url)
    _with_loaded(database, PRACTICES)
    refuse_made_up(settings)
    _with_loaded(database, dataset)

    with pytest.raises(SystemExit) as stopped:
        build(settings)
    assert stopped.value.code == f"The portal does not start:\n- {MADE_UP}"
    assert "portal prepare" in MADE_UP


def test_the_worker_does_nothing_for_it_either(database, database_url, monkeypatch):
    settings = Settings(**GOOD, database_url=database_url)
    monkeypatch.setattr(cli, "given_settings", lambda: settings)
    _with_loaded(database, DEMO_PRACTICES)

    with pytest.raises(SystemExit) as stopped:
        cli.worker(Namespace())

    assert stopped.value.code == f"The portal does not start:\n- {MADE_UP}"


def test_a_database_without_tables_or_answer(tmp_path):
    refuse_made_up(Settings(**GOOD, var_dir=tmp_path / "new"))
    folder = Settings(**GOOD, database_url=f"sqlite:///{tmp_path}")
    with pytest.raises(SystemExit, match="The database does not answer"):
        refuse_made_up(folder)


def test_a_demonstration_never_meets_real_people(database):
    with database.unit_of_work() as db:
        db.add(Person(name="A real one"))
    with pytest.raises(SystemExit) as stopped:
        refuse_real(database)
    assert stopped.value.code == REAL
    with database.unit_of_work() as db:
        ledger.enter(db, f"{ledger.DEMONSTRATION}personas", "settled", {})
    refuse_real(database)
