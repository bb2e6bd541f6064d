"""Backups: whole while people write, unreadable without the key, and brought back equal."""

import json
import re
import signal
import sqlite3
import stat
from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Event as Flag
from threading import Thread

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from app import upkeep
from app.audit.actions import record
from app.audit.events import Event
from app.audit.export import lines
from app.audit.verify import check
from app.backup import boxes, commands, dumps, ways_in
from app.backup.dumps import CannotBackUp
from app.backup.files import ensure_empty
from app.core.config import Settings
from app.core.db import Database
from app.files import actions as files
from app.files import readying
from app.files.examining import Patience
from app.files.serving import store_of
from app.practices.rules import Stage
from tests.backup.conftest import KEY
from tests.practices import sample as practices
from tests.support import s3
from tests.support.rows import rows_hash

SECRET = "of the Minister, for nobody else"


def made(installed: Settings, file: Path) -> list[str]:
    said: list[str] = []
    commands.back_up(installed, file, said.append)
    return said


@pytest.mark.usefixtures("stocked")
def test_what_was_kept_comes_back_equal(installed, elsewhere, identity, database, tmp_path):
    file, said = tmp_path / "one.age", []
    assert len(made(installed, file)) == 1
    ended = ways_in.end(installed.database)
    before = rows_hash(database)
    with database.unit_of_work() as db:
        record(db, Event.SIGN_IN_REFUSED, detail={"provider": "later"})
    commands.restore(elsewhere, file, identity, said.append)
    back = Database(elsewhere.database)

    assert rows_hash(back) == before
    assert said[0].endswith(" are back.")
    assert ended.sessions > 0
    assert f"ended since: {ended.sessions} sessions, {ended.tokens} tokens" in said[1]
    assert len(said) == 2
    back.close()
    noted = json.loads((installed.var_dir / commands.LAST).read_text())
    assert noted["file"] == str(file)
    assert list(installed.var_dir.glob("backup-*")) == []
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.usefixtures("cast")
def test_a_backup_made_while_people_write_is_of_one_moment(
    installed, elsewhere, portal, signer, tmp_path
):
    """Eight entries each act: a backup that cut an act would break the chain or the eights."""
    over, acts = Flag(), []

    def write() -> None:
        while not over.is_set():
            with portal.db.unit_of_work() as db:
                for _ in range(8):
                    record(db, Event.SIGN_IN_REFUSED, detail={"provider": "test"})
            acts.append(1)

    writer = Thread(target=write)
    writer.start()
    try:
        made(installed, tmp_path / "busy.age")
        during = len(acts)
    finally:
        over.set()
        writer.join()
    commands.restore(elsewhere, tmp_path / "busy.age", tmp_path / KEY, lambda _line: None)
    back = Database(elsewhere.database)
    with back.read() as conn:
        kept = conn.execute(text("SELECT count(*) FROM audit_record")).scalar_one()
        check(lines(conn, signer), [signer.public])
    back.close()

    assert during > 0
    assert kept % 8 == 0
    assert kept <= 8 * len(acts)


@pytest.mark.usefixtures("cast")
def test_without_the_key_nothing_of_it_can_be_read(installed, elsewhere, database, tmp_path):
    with database.unit_of_work() as db:
        db.execute(text("UPDATE member SET name = :n WHERE code = 'GHA'"), {"n": SECRET})
    file = tmp_path / "one.age"
    made(installed, file)
    other = tmp_path / "other.txt"
    other.write_text(boxes.new_key())

    assert SECRET.encode() not in file.read_bytes()
    assert file.read_bytes().startswith(b"age-encryption.org/v1")
    for wrong in (other, tmp_path / "none"):
        with pytest.raises(CannotBackUp, match="key"):
            commands.restore(elsewhere, file, wrong, print)
    other.write_text("no key")
    with pytest.raises(CannotBackUp, match="The key does not open"):
        commands.restore(elsewhere, file, other, print)


@pytest.mark.usefixtures("cast")
def test_what_is_damaged_or_not_meant_is_refused(installed, elsewhere, identity, tmp_path):
    file = tmp_path / "one.age"
    made(installed, file)
    whole = file.read_bytes()
    cut = (whole[:-1], whole[:-40], whole[:200], b"", b"no")
    for damaged in (*cut, whole[:-9] + b"x" + whole[-8:]):
        bad = tmp_path / "bad.age"
        bad.write_bytes(damaged)
        with pytest.raises(CannotBackUp):
            commands.restore(elsewhere, bad, identity, print)
    with pytest.raises(CannotBackUp, match="exists already"):
        made(installed, file)
    with pytest.raises(CannotBackUp, match=r"exists already|is not empty"):
        commands.restore(installed, file, identity, print)
    for recipients, says in (((), "is empty"), (("age1nobody",), "PORTAL_BACKUP_RECIPIENTS")):
        other = Settings(**{**installed.model_dump(), "backup_recipients": recipients})
        with pytest.raises(CannotBackUp, match=says):
            made(other, tmp_path / "two.age")
    assert not (tmp_path / "two.age").exists()
    assert list(installed.var_dir.glob("backup-*")) == []
    commands.restore(elsewhere, file, identity, lambda _line: None)


@pytest.mark.usefixtures("cast")
def test_a_backup_of_the_other_engine_or_an_older_schema_says_so(
    installed, elsewhere, identity, tmp_path, monkeypatch
):
    file, said = tmp_path / "one.age", []
    made(installed, file)
    monkeypatch.setattr(commands, "HEAD", "9999")
    other = Settings(
        **{**installed.model_dump(), "database_url": "postgresql+psycopg://x@127.0.0.1:1/x"}
        if dumps.engine_of(installed.database) == "sqlite"
        else {**installed.model_dump(), "database_url": f"sqlite:///{tmp_path / 'x.sqlite3'}"}
    )
    with pytest.raises(CannotBackUp, match="This is a backup of"):
        commands.restore(other, file, identity, said.append)
    commands.restore(elsewhere, file, identity, said.append)
    assert said[-1].endswith("now run portal migrate.")


def test_without_a_database_nothing_is_made(installed, tmp_path, monkeypatch):
    nowhere = (
        f"sqlite:///{tmp_path / 'none.sqlite3'}"
        if dumps.engine_of(installed.database) == "sqlite"
        else str(installed.database).rpartition("/")[0] + "/none"
    )
    away = Settings(**{**installed.model_dump(), "database_url": nowhere})
    monkeypatch.setattr(upkeep, "given_settings", lambda: away)
    with pytest.raises(SystemExit) as ended:
        upkeep.backup(Namespace(file=str(tmp_path / "x.age")))

    assert re.search(r"no database at|does not answer", str(ended.value.code))
    assert not (tmp_path / "x.age").exists()


def test_only_the_tools_of_the_servers_version_are_used(installed, tmp_path, monkeypatch):
    if dumps.engine_of(installed.database) == "sqlite":
        made(installed, tmp_path / "x.age")  # needs no tool
        return
    real = next(Path("/usr/lib/postgresql").glob("*/bin"), None)
    monkeypatch.setattr(dumps, "DEBIAN", tmp_path)
    monkeypatch.setattr(dumps.shutil, "which", lambda _name: None)
    with pytest.raises(CannotBackUp, match=r"pg_dump is missing: install postgresql-client-\d+\."):
        made(installed, tmp_path / "x.age")
    other = tmp_path / "pg_dump"
    other.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6'\n")
    other.chmod(0o755)
    monkeypatch.setattr(dumps.shutil, "which", lambda _name: str(other))
    with pytest.raises(CannotBackUp, match="is not of the server's version"):
        made(installed, tmp_path / "x.age")
    assert real is not None
    major = real.parent.name
    other.write_text(
        f"#!/bin/sh\ncase $1 in --version) echo ') {major}';; *) echo no >&2; exit 1;; esac\n"
    )
    with pytest.raises(CannotBackUp, match="pg_dump refused: no"):
        made(installed, tmp_path / "x.age")
    assert list(tmp_path.glob("x.age*")) == []


def test_every_setting_of_the_address_reaches_the_tools(installed, tmp_path):
    """What stands behind the question mark decides whether the way there is safe."""
    if dumps.engine_of(installed.database) == "sqlite":
        return
    odd = f"{installed.database}?sslmode=verify-full&sslrootcert={tmp_path / 'none.pem'}"
    engine = create_engine(installed.database)
    with engine.connect() as conn:
        engine.url = make_url(odd)
        with pytest.raises(CannotBackUp, match=r"none\.pem|certificate|SSL"):
            dumps._run("pg_dump", conn, "--schema-only")  # noqa: SLF001 - what reaches the tool
    engine.dispose()


GUARDED = "host all guarded 127.0.0.1/32 scram-sha-256"


@pytest.fixture
def guarded(installed) -> Iterator[str]:
    """The address with a role that the server asks for its password, as outside of tests it does.

    It may read all and is no superuser.
    """
    where = make_url(installed.database)
    admin = create_engine(where, isolation_level="AUTOCOMMIT")
    with admin.connect() as conn:
        rules = Path(conn.execute(text("SHOW hba_file")).scalar_one())
        before = rules.read_text()
        rules.write_text(f"{GUARDED}\n{before}")
        conn.execute(text("CREATE ROLE guarded LOGIN PASSWORD 'w@rd' IN ROLE pg_read_all_data"))
        conn.execute(text("SELECT pg_reload_conf()"))
        yield where.set(username="guarded", password="w@rd").render_as_string(hide_password=False)
        rules.write_text(before)
        conn.execute(text("SELECT pg_reload_conf()"))
        conn.execute(text("DROP ROLE guarded"))
    admin.dispose()


def test_the_tools_come_in_with_the_password_of_the_address(installed, tmp_path, request):
    if dumps.engine_of(installed.database) == "sqlite":
        return
    address = request.getfixturevalue("guarded")
    other = {**installed.model_dump(), "database_url": address.replace("w%40rd", "another")}
    with pytest.raises(OperationalError, match="password authentication failed"):
        made(Settings(**other), tmp_path / "x.age")

    said = made(Settings(**{**other, "database_url": address}), tmp_path / "x.age")

    assert len(said) == 1
    assert (tmp_path / "x.age").exists()


def test_told_to_end_a_backup_leaves_nothing_in_clear(installed, tmp_path, monkeypatch):
    monkeypatch.setattr(upkeep, "given_settings", lambda: installed)
    pack = boxes.pack

    def packed(*words: object) -> None:
        signal.raise_signal(signal.SIGTERM)
        pack(*words)

    monkeypatch.setattr(boxes, "pack", packed)
    with pytest.raises(SystemExit) as ended:
        upkeep.backup(Namespace(file=str(tmp_path / "x.age")))

    assert ended.value.code == "Told to end."
    assert list(installed.var_dir.glob("backup-*")) == []
    assert list(tmp_path.glob("x.age*")) == []


def test_a_full_disk_or_a_missing_folder_is_told_in_a_sentence(installed, tmp_path, monkeypatch):
    monkeypatch.setattr(upkeep, "given_settings", lambda: installed)
    with pytest.raises(SystemExit) as ended:
        upkeep.backup(Namespace(file=str(tmp_path / "none" / "x.age")))

    assert str(ended.value.code).startswith("It cannot be done: ")
    assert list(installed.var_dir.glob("backup-*")) == []


def test_a_damaged_copy_of_sqlite_is_not_put_into_place(tmp_path):
    copy = tmp_path / "copy.sqlite3"
    with closing(sqlite3.connect(copy)) as conn:
        conn.execute("CREATE TABLE t (a UNIQUE)")
        conn.executemany("INSERT INTO t VALUES (?)", [(n,) for n in range(2000)])
        conn.commit()
    data = bytearray(copy.read_bytes())
    data[-3000:-1000] = bytes(2000)
    copy.write_bytes(data)
    with pytest.raises(CannotBackUp, match="damaged"):
        dumps.bring_back(f"sqlite:///{tmp_path / 'new.sqlite3'}", copy)
    assert list(tmp_path.glob("new.sqlite3*")) == []
    (tmp_path / "new.sqlite3-wal").touch()
    with pytest.raises(CannotBackUp, match="-wal exists already"):
        dumps.bring_back(f"sqlite:///{tmp_path / 'new.sqlite3'}", copy)


@pytest.mark.usefixtures("cast")
def test_the_commands_say_it_in_one_line(installed, elsewhere, tmp_path, monkeypatch, capsys):
    file = str(tmp_path / "one.age")
    monkeypatch.setattr(upkeep, "given_settings", lambda: installed)
    upkeep.backup(Namespace(file=file))
    assert capsys.readouterr().out.startswith(f"{file}: ")
    with pytest.raises(SystemExit) as ended:
        upkeep.backup(Namespace(file=file))
    assert ended.value.code == f"{file} exists already."
    monkeypatch.setattr(upkeep, "given_settings", lambda: elsewhere)
    upkeep.restore(Namespace(file=file, identity=str(tmp_path / KEY), keys=None))
    told = capsys.readouterr().out.splitlines()
    assert [line.split(" ", 1)[0] for line in told[1:]] == ["Ended,"]
    assert told[0].endswith(" are back.")
    upkeep.backup_key(Namespace())
    key = capsys.readouterr().out.splitlines()
    assert "PORTAL_BACKUP_RECIPIENTS=age1" in key[0]
    assert key[1].startswith("AGE-SECRET-KEY-1")


def attached(database, portal, cast, name: str) -> str:
    """Attach a text to a practice; return where it lies."""
    store = store_of(portal.settings)
    with database.unit_of_work() as db:
        item_id = practices.write(db, cast["ghana"].viewer, Stage.DRAFT, portal=portal)
    ready = readying.make_ready(store, name, name.encode(), Patience.new())
    with database.unit_of_work() as db:
        room = files.Room(portal.seal, ["GHA"], 500)
        files.attach(db, cast["ghana"].viewer, item_id, ready, room)
    return ready.place


def test_attachments_are_kept_and_brought_back_with_their_rows(  # noqa: PLR0913, PLR0917 - fixtures
    installed, elsewhere, identity, database, portal, cast, tmp_path
):
    places = sorted(attached(database, portal, cast, name) for name in ("one.txt", "two.txt"))
    store, file, said = store_of(portal.settings), tmp_path / "one.age", []
    store.put(b"belongs to nothing")
    assert ", 2 files, schema" in made(installed, file)[0]
    with pytest.raises(CannotBackUp, match="holds 3 files already"):
        commands.restore(elsewhere, file, identity, print)
    there = Settings(**{**elsewhere.model_dump(), "files": str(tmp_path / "files-there")})
    commands.restore(there, file, identity, said.append)

    assert " and 2 files as of " in said[0]
    back = store_of(there)
    assert sorted(place for place, _at in back.places()) == places
    assert [back.get(place) for place in places] == [store.get(place) for place in places]


def test_files_go_from_a_folder_into_a_bucket_by_way_of_a_backup(  # noqa: PLR0913, PLR0917 - fixtures
    installed, elsewhere, identity, database, portal, cast, tmp_path
):
    place = attached(database, portal, cast, "one.txt")
    file, again, said = tmp_path / "one.age", tmp_path / "two.age", []
    made(installed, file)
    with s3.service() as endpoint:
        there = s3.keeping(elsewhere, s3.new_bucket(endpoint))
        commands.restore(there, file, identity, said.append)
        back = store_of(there)
        assert [one for one, _at in back.places()] == [place]
        assert back.get(place) == store_of(portal.settings).get(place)
        assert ", 1 files, schema" in made(there, again)[0]
        with pytest.raises(CannotBackUp, match="Set PORTAL_FILES to another prefix or bucket"):
            ensure_empty(there)
    with pytest.raises(CannotBackUp, match="Attachments cannot be copied: s3://"):
        made(there, tmp_path / "three.age")


def test_a_lost_attachment_does_not_keep_a_backup_from_being_made(
    installed, database, portal, cast, tmp_path
):
    place = attached(database, portal, cast, "one.txt")
    attached(database, portal, cast, "two.txt")
    store_of(portal.settings).delete(place)
    file = tmp_path / "one.age"
    with pytest.raises(CannotBackUp, match=r"is made, but 1 attachments .* not in the store"):
        made(installed, file)

    assert file.exists()


def test_an_attachment_that_comes_while_a_backup_is_made_is_in_it(  # noqa: PLR0913, PLR0917 - fixtures
    installed, database, portal, cast, tmp_path, monkeypatch
):
    dump = dumps.dump

    def later(url, into):
        attached(database, portal, cast, "late.txt")
        return dump(url, into)

    monkeypatch.setattr(dumps, "dump", later)

    assert ", 1 files, schema" in made(installed, tmp_path / "one.age")[0]
