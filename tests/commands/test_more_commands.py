"""The commands of an installation: schema, data, the manual as files, the worker."""

import json
import re
import signal
import subprocess
import sys
import time
from argparse import Namespace

import pytest
from sqlalchemy import text

from app import cli, upkeep
from app.audit.actions import record
from app.audit.commands import signer_of
from app.audit.events import Event
from app.core.config import ROOT, Settings
from app.core.db import Database
from app.incident import freezing
from app.schema import HEAD
from tests.support.commands import GOOD, environment
from tests.support.databases import Template, Templates


def bare(url: str) -> None:
    """Make a database without a table at ``url``."""
    database = Database(url)
    with database.read():
        pass
    database.close()


@pytest.fixture
def template(engine_name: str, templates: Templates) -> Template:
    return templates.of(engine_name, bare)


@pytest.fixture
def settings(tmp_path, monkeypatch, database_url) -> Settings:
    made = Settings(**GOOD, var_dir=tmp_path, database_url=database_url)
    monkeypatch.setattr(cli, "given_settings", lambda: made)
    return made


@pytest.fixture
def installed(settings, capsys) -> Settings:
    cli.migrate(Namespace())
    cli.load(Namespace())
    capsys.readouterr()
    return settings


def test_the_schema_first_then_the_data_and_again_nothing_new(settings, capsys):
    cli.migrate(Namespace())
    database = Database(settings.database)
    assert database.ready() == HEAD
    database.close()

    cli.load(Namespace())
    assert "  documented practices: 22 added\n" in capsys.readouterr().out

    cli.load(Namespace())
    told = capsys.readouterr().out.splitlines()
    assert [line.rpartition(": ")[2] for line in told] == ["nothing new"] * len(told)
    assert len(told) == 5


@pytest.mark.usefixtures("installed")
def test_the_manual_goes_out_as_files_and_comes_back(tmp_path, capsys):
    folder = tmp_path / "manual"

    def done(act: str) -> str:
        with pytest.raises(SystemExit) as ended:
            cli.manual(Namespace(act=act, file="", folder=str(folder), dry_run=False))
        assert ended.value.code is None
        return str(capsys.readouterr().out)

    assert done("export") == f"The draft stands in {folder}\n"
    files = {file.name for file in folder.rglob("*.md")}
    assert len(files) >= 19
    assert done("import") == "0 chapters changed in the draft\n"
    assert done("name") == (
        f"0 ids written in {folder}\n0 translations tied to what they translate\n"
    )


def audited(act: str, file: str | None = None, *, key: list[str], anchor: list[str]) -> object:
    """Run ``portal audit``; return what it ends with."""
    with pytest.raises(SystemExit) as ended:
        cli.audit(Namespace(act=act, file=file, key=key, anchor=anchor))
    return ended.value.code


@pytest.mark.usefixtures("installed")
def test_the_record_is_exported_and_verified_inside_and_outside(tmp_path, capsys):
    file = str(tmp_path / "record.jsonl")
    database = Database(cli.given_settings().database)
    with database.unit_of_work() as db:
        record(db, Event.SIGN_IN_REFUSED, detail={"provider": "test"})
    database.close()
    assert audited("export", file, key=[], anchor=[]) is None
    told = capsys.readouterr().out
    key = told.strip().rpartition(" ")[2]
    assert told == f"The record stands in {file}; it is verified with the key {key}\n"
    assert audited("verify", key=[], anchor=[]) is None
    inside = capsys.readouterr().out
    (head,) = re.findall(r"^Head: (\S+)$", inside, re.MULTILINE)
    entries, _, hash_ = head.partition(":")

    assert audited("verify", file, key=[key], anchor=[head]) is None
    outside = capsys.readouterr().out.splitlines()
    assert outside == [
        f"The record is whole: {entries} entries, 1 signed checkpoints.", f"Head: {head}",
    ]  # fmt: skip
    more = f"{int(entries) + 1}:{hash_}"
    assert "its tail is missing" in str(audited("verify", file, key=[key], anchor=[more]))
    assert "a key that is not trusted" in str(audited("verify", file, key=["00"], anchor=[]))


def test_a_key_of_the_record_is_made(settings, capsys):
    cli.audit(Namespace(act="new-key"))
    made = capsys.readouterr().out.strip()
    fresh = settings.model_copy(update={"audit_key": type(settings.audit_key)(made)})

    assert signer_of(fresh).public != signer_of(settings).public


def test_the_worker_works_until_it_is_told_to_stop(installed):
    values = {"PORTAL_" + name.upper(): str(value) for name, value in GOOD.items()
              if isinstance(value, str)}  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", "app.cli", "worker"], cwd=ROOT, stderr=subprocess.PIPE, text=True,
        env=environment(
            **values,
            **_providers(),
            PORTAL_VAR_DIR=str(installed.var_dir),
            PORTAL_DATABASE_URL=installed.database,
        ),
    )  # fmt: skip
    _until_it_worked(installed.database, process)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)

    assert (process.returncode, told) == (0, "")


def _until_it_worked(database: str, process: subprocess.Popen[str]) -> None:
    """Wait until the worker has done its first duty, however slow the machine is."""
    looking = Database(database)
    try:
        for _ in range(600):
            assert process.poll() is None, process.stderr and process.stderr.read()
            with looking.read() as conn:
                if conn.execute(text("SELECT 1 FROM job WHERE finished_at IS NOT NULL")).first():
                    return
            time.sleep(0.1)
        pytest.fail("The worker did nothing in a minute.")
    finally:
        looking.close()


def _providers() -> dict[str, str]:
    return {
        "PORTAL_" + name.upper(): json.dumps(value)
        for name, value in GOOD.items()
        if isinstance(value, list)
    }


def test_frozen_and_thawed_by_commands(installed, monkeypatch, capsys):
    monkeypatch.setattr(upkeep, "given_settings", lambda: installed)
    monkeypatch.setattr(freezing, "SETTLES", 0.0)
    said = []
    for act, given in (
        (upkeep.freeze, Namespace(reason="A word", end_sessions=False)),
        (upkeep.freeze, Namespace(reason="", end_sessions=True)),
        (upkeep.thaw, Namespace()),
        (upkeep.thaw, Namespace()),
    ):
        act(given)
        said.append(capsys.readouterr().out.splitlines())

    again = "Open it again with: portal thaw"
    assert said == [
        ["The portal is frozen.", again],
        ["The portal was frozen before.", "Sessions ended: 0.", again],
        ["The portal is open again."],
        ["The portal was not frozen."],
    ]
