"""The doctor finds every bad installation of a table, says what mends it, and touches nothing."""

import json
import os
import re
import shutil
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import delete, text, update

from app import upkeep
from app.audit.checkpoints import Kind, Signer, make, new_key
from app.backup.commands import LAST
from app.core import clock, seal
from app.core.config import Settings
from app.core.db import table
from app.core.seal import Place, Seal
from app.directory.holding import appointment
from app.directory.models import HandOver, Member
from app.doctor import place, store, work
from app.doctor.examining import WELL, examine
from app.incident import actions, freezing
from app.incident.statement import Said
from app.items.models import Loaded
from app.mail.models import Letter
from app.orders.models import WorkOrder
from app.orders.rules import UNDER_WAY, State
from app.orders.rules import Kind as Wanted
from app.sealing import wrapping
from tests.support.commands import GOOD
from tests.support.rows import rows_hash

RECIPIENT = "age1prwc3up7qa09hr7v30frqrcs6aytrrj08ualx8cv877rzcuaj4ksfpps0j"


class Disk(NamedTuple):
    """What ``shutil.disk_usage`` returns."""

    total: int
    used: int
    free: int


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder for data that nobody else sees, in one that everybody does."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


@pytest.fixture
def installed(database_url, folder, monkeypatch) -> Settings:
    """A production installation with which nothing is wrong."""
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: Disk(100, 50, 50))
    monkeypatch.setattr(store, "_as_superuser", lambda _conn: False)
    for name in ("fsync", "full_page_writes", "synchronous_commit"):
        monkeypatch.setitem(store.DURABLE, name, "no value of tests, which run without")
    (folder / LAST).write_text(json.dumps({"made_at": clock.wall().isoformat()}))
    return Settings(
        **{**GOOD, "audit_holders": ["chair@mission.example"], "backup_recipients": [RECIPIENT]},
        database_url=database_url,
        var_dir=folder,
    )


def said(settings: Settings, environment: dict[str, str] | None = None) -> list[str]:
    found = list(examine(settings, environment or {}))
    assert all(one.says.endswith(".") and one.mend for one in found), found
    return [one.says for one in found]


@pytest.mark.usefixtures("cast")
def test_a_good_installation_is_well_and_stays_as_it_is(installed, database):
    before = rows_hash(database)

    assert said(installed) == []
    assert rows_hash(database) == before


FILES = [
    ("secret", lambda folder: {"PORTAL_SEAL_KEY_FILE": str(folder / "seal.key")},
     "Everybody on this machine can read"),
    ("no file", lambda folder: {"PORTAL_SEAL_KEY_FILE": str(folder / "none")}, "which is no file"),
]  # fmt: skip


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize(("_name", "environment", "says"), FILES)
def test_files_of_secrets_are_looked_at(installed, _name, environment, says):
    file = installed.var_dir / "seal.key"
    file.write_text("hush")
    file.chmod(0o644)
    given = environment(installed.var_dir)

    assert said(installed, {**given, "PORTAL_SECRET_KEY_FILE": ""}) == (
        [f"PORTAL_SEAL_KEY_FILE names {installed.var_dir / 'none'}, which is no file."]
        if _name == "no file"
        else []  # the folder is for the portal alone, so the file is too
    )
    installed.var_dir.chmod(0o711)
    (found,) = said(installed, given)
    assert says in found
    file.chmod(0o640)
    assert len(said(installed, given)) == (_name == "no file")


@pytest.mark.usefixtures("cast")
def test_the_machine_is_looked_at(installed, monkeypatch):
    folder = installed.var_dir
    folder.chmod(0o755)
    assert said(installed) == [f"Everybody on this machine can read {folder}."]
    folder.chmod(0o711)
    left = folder / "backup-x1"
    left.mkdir()
    assert said(installed) == [f"{left} was left by a backup and is not encrypted."]
    left.rmdir()
    open_to_all = folder / "portal.sqlite3"
    open_to_all.touch()
    open_to_all.chmod(0o644)
    assert said(installed) == [f"Everybody on this machine can read {open_to_all}."]
    open_to_all.chmod(0o640)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: Disk(100 * 2**20, 0, 5 * 2**20))
    assert said(installed) == [f"The disk of {folder} has 5 MB left, less than a tenth."]
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: Disk(100, 50, 50))
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    assert said(installed) == ["The portal runs as root: whoever breaks in owns the machine."]
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(os, "access", lambda *_words: False)
    assert said(installed) == [f"Who asks cannot write to {folder}."]
    monkeypatch.undo()
    monkeypatch.setattr(place.sqlite3, "sqlite_version_info", (3, 34, 0))
    assert any(one.startswith("SQLite ") for one in said(installed))
    gone = installed.model_copy(update={"var_dir": folder / "gone"})
    assert f"The folder {folder / 'gone'} does not exist." in said(gone)


@pytest.mark.usefixtures("cast")
def test_backups_are_looked_for(installed):
    nobody = installed.model_copy(update={"backup_recipients": ()})
    assert said(nobody) == ["Backups cannot be made: there is nobody who could read them."]
    last = installed.var_dir / LAST
    last.write_text(json.dumps({"made_at": "2026-01-02T03:04:05+00:00"}))
    assert said(installed) == ["The last backup was made on 2026-01-02."]
    last.write_text("{")
    (found,) = said(installed)
    assert found.startswith("This could not be examined: backups. JSONDecodeError: ")
    last.unlink()
    assert said(installed) == ["No backup was made so far."]


LIMITS = [
    ({"session_hours": 48}, "A session lasts 48 hours."),
    ({"session_idle_minutes": 600}, "A session ends only after 600 idle minutes."),
    ({"allowed_hosts": ("*.example",)}, "PORTAL_ALLOWED_HOSTS has a star"),
    ({"audit_holders": ()}, "Nobody outside gets the anchor of the record"),
    ({"base_url": "http://portal.example"}, "PORTAL_BASE_URL must begin with https://"),
    ({"contact": ""}, "PORTAL_CONTACT is missing"),
    ({"providers": ()}, "PORTAL_PROVIDERS is empty"),
]


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize(("changed", "says"), LIMITS)
def test_settings_are_looked_at(installed, changed, says):
    (found,) = said(installed.model_copy(update=changed))

    assert found.startswith(says)


@pytest.mark.usefixtures("cast")
def test_the_schema_is_looked_at(installed, database):
    for number, says in (("0001", "The database is at 0001, the portal wants"),
                         ("9999", "The database is at 9999, newer than")):  # fmt: skip
        with database.unit_of_work() as db:
            db.execute(text("UPDATE alembic_version SET version_num = :n"), {"n": number})
        (found,) = said(installed)
        assert found.startswith(says)
    with database.unit_of_work() as db:
        db.execute(text("DROP TABLE alembic_version"))
    assert said(installed) == ["The database is empty."]
    file = installed.var_dir / "new.sqlite3"
    none = Settings(**{**installed.model_dump(), "database_url": f"sqlite:///{file}"})
    assert said(none) == [f"There is no database at {file} yet."]
    assert not file.exists()
    nowhere = {"database_url": "postgresql+psycopg://nobody@127.0.0.1:1/none"}
    away = Settings(**{**installed.model_dump(), **nowhere})
    assert said(away) == ["The database does not answer."]
    odd = Settings(**{**installed.model_dump(), "database_url": "mysql://x@127.0.0.1/none"})
    (found,) = said(odd)
    assert found.startswith("This could not be examined: the database. ")


@pytest.mark.usefixtures("cast")
def test_the_content_is_looked_at(installed, database, cast):
    with database.unit_of_work() as db:
        db.add(Loaded(dataset="demonstration-practices", key="x", hash="x"))
    (found,) = said(installed)
    assert found == "The database holds the made-up content of a demonstration."
    with database.unit_of_work() as db:
        db.execute(delete(table(Loaded)).where(table(Loaded).c.key == "x"))
        for who in ("administrator", "editor"):
            db.execute(
                update(appointment)
                .where(appointment.c.person_id == cast[who].viewer.person_id)
                .values(ends=clock.today() - timedelta(days=1))
            )
    assert said(installed) == [
        "The Secretariat has no administrator.", "The Secretariat has no editor.",
    ]  # fmt: skip


def test_an_empty_network_is_noticed(installed, database):
    with database.unit_of_work() as db:
        for name in ("focal_point_record", "search_entry", "office", "loaded", "item"):
            db.execute(text(f"DELETE FROM {name}"))  # noqa: S608 - names of ours
        db.execute(delete(table(Member)))
    assert said(installed) == ["No member is loaded."]


def test_keys_are_tried_on_what_is_there(installed, database, cast):
    with database.unit_of_work() as db:
        ghana = cast["ghana"].viewer
        left = HandOver(
            office_id=ghana.office.id, person_id=ghana.person_id, last_day=clock.today()
        )
        kept = wrapping.begin(db, Seal(GOOD["seal_key"]), left.id, ["office:one"])
        left.note = kept.seal("for the next one", Place("hand_over", "note", left.id))
        db.add(left)
        make(db, Signer(GOOD["audit_key"], "https://portal.example"), Kind.REGULAR)
    assert said(installed) == []
    other = installed.model_copy(
        update={
            "seal_key": type(installed.seal_key)(seal.new_key()),
            "audit_key": type(installed.audit_key)(new_key()),
        }
    )
    assert said(other) == [
        "The record was last signed with another key than PORTAL_AUDIT_KEY.",
        "PORTAL_SEAL_KEY does not open the confidential text in this database.",
    ]
    none = installed.model_copy(update={"seal_key": type(installed.seal_key)("")})
    assert len(said(none)) == 1


def test_work_that_stays_undone_is_noticed(installed, database, cast, monkeypatch):
    with database.unit_of_work() as db:
        db.add(Letter(person_id=cast["ghana"].viewer.person_id, subject="s", body="b"))
    assert said(installed) == []
    later = clock.wall() + timedelta(hours=4)
    monkeypatch.setattr(store, "CLOCK_OFF", timedelta(days=1))
    monkeypatch.setattr(clock, "wall", lambda: later)
    waits = "Letters wait for more than an hour"
    found = said(installed)
    assert found[0] == f"{waits}."
    assert found[1:] in ([], ["The record has not been signed for more than three hours."])
    with database.unit_of_work() as db:
        db.execute(update(table(Letter)).values(problem="refused"))
    assert said(installed)[0] == f"{waits}: refused."


def test_what_somebody_asked_for_and_nobody_makes_is_noticed(installed, database, cast):
    def asked(hours: int, state: State) -> str:
        at = clock.wall() - timedelta(hours=hours)
        with database.unit_of_work() as db:
            db.execute(delete(table(WorkOrder)))
            db.add(
                WorkOrder(
                    kind=Wanted.DATA,
                    language="en",
                    person_id=cast["ghana"].viewer.person_id,
                    state=state,
                    parts=1,
                    asked_at=at,
                    until=at + timedelta(days=1),
                )
            )
        return f"What somebody asked for waits since {at:%Y-%m-%d %H:%M} UTC."

    for hours, state in ((0, State.WAITING), (2, State.READY), (2, State.FAILED)):
        asked(hours, state)
        assert said(installed) == []
    for state in UNDER_WAY:
        sentence = asked(2, state)
        assert said(installed) == [sentence]
    freezing.freeze(database, "")
    assert sentence not in said(installed)


@pytest.mark.usefixtures("cast")
def test_a_frozen_portal_is_told_of(installed, database):
    for reason, why in (("", ""), ("A stolen laptop", ": A stolen laptop")):
        freezing.freeze(database, reason)
        day = f"{clock.wall():%Y-%m-%d}"
        (found,) = said(installed)
        assert found.startswith(f"The portal has been frozen since {day}")
        assert found.endswith(f" UTC{why}.")
        freezing.thaw(database)
    assert said(installed) == []


@pytest.mark.usefixtures("cast")
def test_an_incident_about_which_nothing_is_said_is_told_of(installed, database, monkeypatch):
    monkeypatch.setattr(store, "CLOCK_OFF", timedelta(days=9))
    began = clock.wall()
    monkeypatch.setattr(clock, "wall", lambda: began)
    with database.unit_of_work() as db:
        actions.publish(db, [Said("en", "A title", "A text.")])
    assert said(installed) == []
    silent = f"An incident is open; nothing was said about it since {clock.wall():%Y-%m-%d %H:%M}"
    later = clock.wall() + work.SILENT + timedelta(minutes=1)
    monkeypatch.setattr(clock, "wall", lambda: later)
    assert [one for one in said(installed) if "incident" in one] == [f"{silent} UTC."]
    with database.unit_of_work() as db:
        actions.end(db)
    assert [one for one in said(installed) if "incident" in one] == []


def test_letters_that_were_given_up_are_told_of_for_a_week(installed, database, cast):
    person_id, wall = cast["ghana"].viewer.person_id, clock.wall()
    for days, problem in ((1, None), (1, "no address"), (8, "refused")):
        with database.unit_of_work() as db:
            at = wall - timedelta(days=days)
            db.add(Letter(person_id=person_id, subject="s", body="", sent_at=at, problem=problem))
    day = f"{wall - timedelta(days=1):%Y-%m-%d}"

    assert said(installed) == [
        f"Letters given up in the last 7 days: 1; the last on {day}: no address."
    ]


@pytest.mark.usefixtures("cast")
def test_a_careless_postgresql_is_noticed(installed, database, monkeypatch):
    if database.is_sqlite:
        assert said(installed) == []
        return
    for name in store.DURABLE:
        monkeypatch.setitem(store.DURABLE, name, "off")
    monkeypatch.setattr(store, "LEAST_POSTGRES", 10**9)
    monkeypatch.setattr(store, "CLOCK_OFF", timedelta(seconds=-1))
    monkeypatch.setattr(store, "_as_superuser", lambda _conn: True)
    found = said(installed)

    assert [re.match(r"[\w ]+", one).group() for one in found] == [
        "PostgreSQL runs with fsync", "PostgreSQL runs with full_page_writes",
        "PostgreSQL runs with synchronous_commit", "PostgreSQL is older than 15",
        "The portal uses PostgreSQL as its superuser",
        "The clocks of this machine and of the database differ by more than 30 seconds",
    ]  # fmt: skip


@pytest.mark.usefixtures("cast")
def test_the_command_says_what_is_wrong_and_ends_with_it(installed, monkeypatch, capsys):
    monkeypatch.setattr(upkeep, "given_settings", lambda: installed)
    with pytest.raises(SystemExit) as ended:
        upkeep.doctor(Namespace())
    assert (ended.value.code, capsys.readouterr().out) == (0, f"{WELL}\n")
    bad = installed.model_copy(update={"contact": ""})
    monkeypatch.setattr(upkeep, "given_settings", lambda: bad)
    with pytest.raises(SystemExit) as ended:
        upkeep.doctor(Namespace())
    assert ended.value.code == 1
    assert "PORTAL_CONTACT is missing" in capsys.readouterr().out
