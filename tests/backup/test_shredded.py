"""What was destroyed stays destroyed, also after an older backup; what is stolen shows no text."""

import json
import shutil
import subprocess
import tempfile
from argparse import Namespace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url, select, text, update

from app import upkeep
from app.assistance import queries
from app.assistance.ending import destroy_due, tell_due
from app.assistance.rules import Stage
from app.backup import boxes, commands, dumps, keys
from app.backup.dumps import CannotBackUp
from app.core import clock
from app.core.db import Database, table
from app.core.seal import Seal
from app.items.models import Item
from app.rotation import steps
from app.sealing.keys import record_key
from tests.assistance.sample import CANARY, Maker
from tests.support.given import SEAL_KEY

item = table(Item)
WORD = CANARY.encode()


@pytest.fixture
def requests(database, portal, cast) -> tuple[str, str]:
    """Two closed requests: one whose words go soon, one of yesterday."""
    with database.unit_of_work() as db:
        maker = Maker(db, portal, cast)
        going, staying = (maker.request(Stage.CLOSED) for _ in range(2))
        moment = clock.now() - timedelta(days=80)
        db.execute(update(item).where(item.c.id == going).values(changed_at=moment))
    return going, staying


def destroy(portal) -> None:
    tell_due(portal)
    with portal.db.unit_of_work() as db:
        db.execute(text("UPDATE request_ending SET due_on = :day"), {"day": clock.today()})
    assert destroy_due(portal) == 1


def titles(settings, cast, *ids: str) -> list[str]:
    back = Database(settings.database)
    try:
        with back.read() as conn:
            found = [queries.one(conn, cast["ghana"].viewer, Seal(SEAL_KEY), one) for one in ids]
            return [one.title for one in found]
    finally:
        back.close()


def test_an_older_backup_opens_nothing_that_was_destroyed_since(  # noqa: PLR0913, PLR0917 - two installations
    installed, elsewhere, identity, portal, cast, requests, tmp_path
):
    old, said = tmp_path / "old.age", []
    commands.back_up(installed, old, said.append)
    destroy(portal)
    commands.back_up(installed, tmp_path / "new.age", said.append)
    commands.restore(elsewhere, old, identity, said.append)

    gone, kept = titles(elsewhere, cast, *requests)
    assert (gone, CANARY in kept) == ("", True)
    assert said[-1] == "Requests whose words were destroyed since, and are again: 1."
    back = Database(elsewhere.database)
    with back.read() as conn:
        receipt = conn.execute(text("SELECT item_id, destroyed_at FROM request_ending")).one()
        wrapped = {row.record for row in conn.execute(select(record_key))}
    steps.verify(back, Seal(SEAL_KEY))
    back.close()
    assert receipt.item_id == requests[0]
    assert receipt.destroyed_at is not None
    assert requests[0] not in wrapped
    assert requests[1] in wrapped


def test_a_backup_without_its_keys_opens_nothing_and_says_what_is_missing(  # noqa: PLR0913, PLR0917
    installed, elsewhere, identity, cast, requests, tmp_path
):
    file = tmp_path / "one.age"
    commands.back_up(installed, file, lambda _line: None)
    apart = (tmp_path / keys.FILE).rename(tmp_path / "elsewhere.age")
    with pytest.raises(CannotBackUp, match=r"keys\.age is missing: name the newest"):
        commands.restore(elsewhere, file, identity, print)
    for wrong, says in ((file, "holds no keys"), (identity, "cannot be read|does not open")):
        with pytest.raises(CannotBackUp, match=says):
            commands.restore(elsewhere, file, identity, print, wrong)
    with tempfile.TemporaryDirectory() as name:
        manifest = boxes.unpack(file, identity.read_text().split()[-1], Path(name))
        dumps.bring_back(elsewhere.database, Path(name) / boxes.COPY)
    assert manifest.rows["record_key"] == manifest.rows["party_key"] == 0
    assert titles(elsewhere, cast, *requests) == ["", ""]
    assert keys.bring_back(elsewhere.database, _opened(apart, identity, tmp_path)) == 0
    assert all(CANARY in one for one in titles(elsewhere, cast, *requests))


def _opened(apart: Path, identity: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "opened"
    folder.mkdir()
    boxes.unpack(apart, identity.read_text().split()[-1], folder)
    return folder / boxes.COPY


@pytest.mark.usefixtures("requests")
def test_keys_older_than_the_backup_are_refused(
    installed, elsewhere, identity, tmp_path, monkeypatch
):
    commands.back_up(installed, tmp_path / "one.age", lambda _line: None)
    shutil.copy(tmp_path / keys.FILE, tmp_path / "old-keys.age")
    later = clock.wall() + timedelta(days=1)
    monkeypatch.setattr(clock, "wall", lambda: later)
    commands.back_up(installed, tmp_path / "two.age", lambda _line: None)
    with pytest.raises(CannotBackUp, match="is older than the backup"):
        commands.restore(
            elsewhere, tmp_path / "two.age", identity, print, tmp_path / "old-keys.age"
        )
    commands.restore(elsewhere, tmp_path / "one.age", identity, lambda _line: None)


@pytest.mark.usefixtures("requests")
def test_a_backup_that_lost_keys_leaves_the_file_of_keys_as_it_was(installed, database, tmp_path):
    """What lies there may be all that still opens the texts of older backups."""
    commands.back_up(installed, tmp_path / "one.age", print)
    before = (tmp_path / keys.FILE).read_bytes()
    with database.unit_of_work() as db:
        db.execute(text("DELETE FROM record_key"))
    with pytest.raises(CannotBackUp, match=r"left as it is: in this database \d+ sealed texts"):
        commands.back_up(installed, tmp_path / "two.age", print)
    with database.unit_of_work() as db:
        db.execute(text("DELETE FROM party_key"))
    with pytest.raises(CannotBackUp, match="there are no keys at all"):
        commands.back_up(installed, tmp_path / "three.age", print)
    assert (tmp_path / keys.FILE).read_bytes() == before
    assert (tmp_path / "two.age").exists(), "the rows are kept all the same"


@pytest.mark.usefixtures("requests")
def test_a_backup_is_not_named_as_the_keys_are(installed, tmp_path):
    with pytest.raises(CannotBackUp, match="choose another name"):
        commands.back_up(installed, tmp_path / keys.FILE, print)
    assert not (tmp_path / keys.FILE).exists()


@pytest.mark.usefixtures("requests")
def test_when_the_keys_cannot_be_kept_there_is_no_backup(installed, tmp_path, monkeypatch):
    def fails(*_words: object) -> None:
        raise OSError("no space")

    monkeypatch.setattr(commands, "_pack_keys", fails)
    with pytest.raises(OSError, match="no space"):
        commands.back_up(installed, tmp_path / "one.age", print)
    assert list(tmp_path.glob("*.age*")) == []


def test_from_before_keys_were_apart_receipts_are_kept_too(installed, portal, requests, tmp_path):
    """In a backup of that time texts open with the installation's key, so they are emptied."""
    destroy(portal)
    file = tmp_path / "keys.json"
    keys.write(installed.database, file)
    said = json.loads(file.read_text())
    assert [one["item_id"] for one in said["request_ending"]] == [requests[0]]
    with portal.db.unit_of_work() as db:
        for name in ("request_ending", "record_key", "party_key"):
            db.execute(text(f"DROP TABLE {name}"))
        db.execute(text("ALTER TABLE assistance_offer DROP COLUMN period"))
        token = {"token": b"\x01old", "id": requests[0]}
        db.execute(text("UPDATE assistance_request SET title = :token WHERE item_id = :id"), token)
    assert keys.bring_back(installed.database, file) == 1
    with portal.db.read() as conn:
        title = text("SELECT title FROM assistance_request WHERE item_id = :id")
        assert conn.execute(title, {"id": requests[0]}).scalar() is None
    keys.write(installed.database, file)
    assert json.loads(file.read_text()) == {
        "party_key": [], "record_key": [], "request_ending": [],
    }  # fmt: skip


@pytest.mark.usefixtures("requests")
def test_a_stolen_database_dump_or_backup_shows_no_text(
    installed, database, identity, tmp_path, monkeypatch
):
    stolen = tmp_path / "stolen"
    stolen.mkdir()
    if database.is_sqlite:
        file = Path(make_url(installed.database).database)
        for one in file.parent.glob(f"{file.name}*"):
            shutil.copy(one, stolen)
    else:
        with dumps._connected(make_url(installed.database)) as conn:  # noqa: SLF001 - as backups do
            dumps._run("pg_dump", conn, "--format=plain", f"--file={stolen / 'all.sql'}")  # noqa: SLF001
    monkeypatch.setattr(upkeep, "given_settings", lambda: installed)
    upkeep.backup(Namespace(file=str(tmp_path / "one.age")))
    for name in ("one.age", keys.FILE):
        folder = stolen / name
        folder.mkdir()
        boxes.unpack(tmp_path / name, identity.read_text().split()[-1], folder)
    seen = b"".join(one.read_bytes() for one in sorted(stolen.rglob("*")) if one.is_file())
    unpacked = [
        subprocess.run(["gunzip", "-c", str(one)], capture_output=True, check=True).stdout  # noqa: S603, S607 - our own words
        for one in stolen.rglob("packed.tar.gz")
    ]
    everything = [seen, *unpacked]
    assert b"assistance_request" in seen
    assert len(unpacked) == 2
    for word in (WORD, CANARY.encode("utf-16-le"), WORD.hex().encode()):
        assert not any(word in part for part in everything)


@pytest.mark.usefixtures("requests")
def test_wrapped_keys_that_are_deleted_leave_no_bytes_in_the_file(installed, database, requests):
    if not database.is_sqlite:
        return
    with database.read() as conn:
        rows = conn.execute(select(record_key).where(record_key.c.record == requests[0])).all()
    with database.unit_of_work() as db:
        db.execute(text("DELETE FROM record_key WHERE record = :id"), {"id": requests[0]})
    database.settle()
    file = Path(make_url(installed.database).database)
    seen = b"".join(one.read_bytes() for one in file.parent.glob(f"{file.name}*"))
    assert rows
    assert not any(bytes(row.wrapped)[-40:] in seen for row in rows)
