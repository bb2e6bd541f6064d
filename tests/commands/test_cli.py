"""The commands, each run as an administrator runs it."""

import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select

from app import cli, health
from app.core.config import ROOT
from app.core.db import Database, table
from app.core.seal import Seal
from app.directory.models import Invitation, Member
from app.identity.models import Person
from app.schema import HEAD
from tests.support import plain
from tests.support.commands import environment
from tests.support.live import free_port


def run(*words: str, **given: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-m", "app.cli", *words], capture_output=True, text=True, check=False,
        cwd=ROOT, timeout=120, env=environment(**given),
    )  # fmt: skip


def test_without_a_command_it_says_which_there_are():
    done = run()

    assert done.returncode == 2
    assert all(name in done.stderr for name in cli.COMMANDS)
    assert run("--help").returncode == 0


def test_every_command_says_what_it_does():
    for name, act in cli.COMMANDS.items():
        assert act.__doc__, name
        assert act.__doc__.endswith("."), name


def test_a_fresh_seal_key_is_one():
    first, second = run("new-seal-key").stdout, run("new-seal-key").stdout

    assert first != second
    Seal(first.strip())


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_prepare_makes_everything_once_and_again_changes_nothing(database, tmp_path):
    url = f"sqlite:///{tmp_path}/fresh/portal.sqlite3"
    first = run("prepare", PORTAL_DATABASE_URL=url)
    assert (first.returncode, first.stderr) == (0, "")
    again = run("prepare", PORTAL_DATABASE_URL=url)
    assert again.returncode == 0
    assert "members: 205 added" in first.stdout
    assert re.findall(r"\d+ added", again.stdout) == []
    made = Database(url)
    with made.read() as conn:
        members = conn.execute(select(func.count()).select_from(table(Member))).scalar()
    assert made.ready() == HEAD
    made.close()
    with database.read() as conn:
        assert members == conn.execute(select(func.count()).select_from(table(Member))).scalar()


def test_an_invitation_is_an_address_whose_secret_is_stored_as_a_hash(database, database_url):
    done = run(
        "invite", "--member", "NLD", "--office", "focal_point", "--name", "A. Person",
        PORTAL_DATABASE_URL=database_url, PORTAL_BASE_URL="https://portal.example",
    )  # fmt: skip
    found = re.fullmatch(r"https://portal\.example/invitation/([\w-]{43})\n", done.stdout)
    with database.read() as conn:
        row = conn.execute(select(table(Invitation))).one()

    assert found
    assert row.name == "A. Person"
    assert found[1] not in str(tuple(row))


@pytest.mark.parametrize(
    ("member", "office", "said"),
    [("XXX", "focal_point", "No member has the code XXX."), ("NLD", "editor", "The offices of SEC"),
     ("SEC", "alternate", "The offices of SEC"), ("NLD", "king", "invalid choice: 'king'")],
)  # fmt: skip
def test_an_invitation_that_fits_no_office_is_refused(database, database_url, member, office, said):
    done = run(
        "invite", "--member", member, "--office", office, "--name", "X",
        PORTAL_DATABASE_URL=database_url,
    )  # fmt: skip
    with database.read() as conn:
        assert conn.execute(select(func.count()).select_from(table(Invitation))).scalar() == 0

    assert done.returncode in {1, 2}
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_further_offices_are_of_the_secretariat_only(database_url):
    done = run(
        "invite", "--member", "KEN", "--office", "adviser", "--name", "X", "--further",
        PORTAL_DATABASE_URL=database_url,
    )  # fmt: skip

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Further offices are for SEC only")


def test_a_port_that_is_none_is_a_sentence():
    done = run("demo", PORT="eight")

    assert done.returncode == 2
    assert "invalid int value: 'eight'" in done.stderr
    assert run("new-seal-key", PORT="eight").returncode == 0


@contextmanager
def demonstration(folder: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Run the demonstration; give its address when it answers."""
    port = free_port()
    process = subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "-m", "app.cli", "demo", "--var", str(folder), "--port", str(port)],
        cwd=ROOT, env=environment(), text=True, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(1200):
            try:
                plain.get(f"{address}/healthz")
                break
            except httpx.HTTPError:
                assert process.poll() is None, process.stdout and process.stdout.read()
                time.sleep(0.1)
        yield address, process
    finally:
        process.kill()
        process.communicate()


def _people(folder: Path) -> int | None:
    database = Database(f"sqlite:///{folder}/portal.sqlite3")
    with database.read() as conn:
        found = conn.execute(select(func.count()).select_from(table(Person))).scalar()
    database.close()
    return found


def test_the_demonstration_comes_up_ready_keeps_its_data_and_ends_cleanly(tmp_path):
    people = []
    for _ in range(2):
        with demonstration(tmp_path) as (address, process):
            ready = plain.get(f"{address}/readyz")
            front = plain.get(f"{address}/")
            assert ready.json() == {"status": "ready", "schema": HEAD, "frozen": False}
            assert "Demonstration. Persons, requests and dates are made up" in front.text
            process.send_signal(signal.SIGINT)
            out, _ = process.communicate(timeout=30)
            assert process.returncode == 0
            assert f"The portal runs at {address}\n" in out
            assert "Sign in: press “Sign in”, then choose one" in out
            assert "Traceback" not in out
        people.append(_people(tmp_path))

    assert people[0]
    assert people[0] == people[1]
    for name in ("secret.key", "seal.key", "audit.key", "provider.key"):
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600


def test_who_is_not_ready_says_so(portal, app):
    from starlette.testclient import TestClient  # noqa: PLC0415 - only here

    assert health.HEAD == HEAD
    with TestClient(app) as client:
        with portal.db.unit_of_work() as db:
            db.connection().exec_driver_sql("UPDATE alembic_version SET version_num = 'other'")
        answer = client.get("/readyz")
        assert answer.status_code == 503
        assert answer.json() == {"status": "not ready", "schema": "other", "wanted": HEAD}
        assert client.get("/healthz").json() == {"status": "alive"}


def test_a_database_that_is_away_is_not_ready(settings):
    from starlette.testclient import TestClient  # noqa: PLC0415 - only here

    from app.main import create_app  # noqa: PLC0415 - only here

    with socket.socket() as nobody_listens:
        nobody_listens.bind(("127.0.0.1", 0))
        gone = f"postgresql+psycopg://x@127.0.0.1:{nobody_listens.getsockname()[1]}/x"
        with TestClient(create_app(settings.model_copy(update={"database_url": gone}))) as client:
            answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == {"status": "not ready", "database": "no answer"}
