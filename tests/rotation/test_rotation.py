"""Keys are renewed online: interrupted anywhere, beside writers; what is old opens till then."""

import threading
import time
from argparse import Namespace
from contextlib import contextmanager, suppress
from io import StringIO

import pytest
from sqlalchemy import delete, select, update
from sqlmodel import SQLModel

from app import cli, upkeep
from app.assistance import lists, queries
from app.assistance.lists import Wanted
from app.audit.events import Event
from app.audit.models import AuditRecord
from app.core.db import Database, table
from app.core.seal import CannotOpen, Place, Seal, Sealed, new_key
from app.doctor import sealing as doctor
from app.items.models import ItemLabel
from app.rotation import commands, steps
from app.rotation.places import EVERYWHERE
from app.sealing import wrapping
from app.sealing.keys import Keys, party_key, record_key
from tests.assistance.sample import Maker
from tests.support.given import SEAL_KEY
from tests.support.rows import rows_hash
from tests.support.sealing import sealed_as_before

NEW = new_key()
record = table(AuditRecord)
item_label = table(ItemLabel)


def silent(_line: str) -> None:
    """Say nothing."""


def texts(database, seal) -> dict[tuple[str, str, str], str]:
    """Return every confidential text by table, column and row, opened by any key of its record."""
    found = {}
    with database.read() as conn:
        for one in EVERYWHERE:
            wanted = select(one.record, one.row, one.column).where(one.column.is_not(None))
            for of, row, sealed in conn.execute(wanted).all():
                key = conn.execute(select(record_key).where(record_key.c.record == of)).first()
                mine = [key.party] if key else []
                opened = Keys(conn, seal, mine).of(of, key.wrapped if key else None)
                place = one.place(row)
                found[place.table, place.column, row] = opened.words(sealed, place)
    return found


def as_before(database) -> None:
    """Seal everything as it was before records had keys."""
    seal = Seal(SEAL_KEY)
    said = texts(database, seal)
    with database.unit_of_work() as db:
        for one in EVERYWHERE:
            for row in db.execute(select(one.row).where(one.column.is_not(None))).scalars().all():
                place = one.place(row)
                plain = said[place.table, place.column, row]
                change = update(one.record.table).where(one.row == row)
                old = sealed_as_before(SEAL_KEY, plain, place)
                db.execute(change.values({one.column.name: old}))
        db.execute(delete(record_key))
        db.execute(delete(party_key))


def masters(database) -> set[str]:
    with database.read() as conn:
        return set(conn.execute(select(party_key.c.master)).scalars())


def rotations(database) -> list[str]:
    with database.read() as conn:
        wanted = select(record.c.detail).where(record.c.event == Event.KEYS_ROTATED)
        return list(conn.execute(wanted).scalars())


def test_every_sealed_column_is_known():
    marked = {
        (name, column.name)
        for name, found in SQLModel.metadata.tables.items()
        for column in found.columns
        if isinstance(column.type, Sealed)
    }
    assert {(one.column.table.name, one.column.name) for one in EVERYWHERE} == marked


@pytest.mark.usefixtures("stocked")
def test_each_record_is_wrapped_for_exactly_those_who_see_it(database):
    with database.read() as conn:
        sealed = {
            of
            for one in EVERYWHERE
            for of in conn.execute(select(one.record).where(one.column.is_not(None))).scalars()
        }
        wrapped = {(r.record, r.party) for r in conn.execute(select(record_key))}
        seen = {
            (r.item_id, r.label)
            for r in conn.execute(select(item_label))
            if r.item_id in sealed
        }  # fmt: skip
    assert {of for of, _ in wrapped} == sealed
    assert {pair for pair in wrapped if not pair[1].startswith("office:")} == seen
    assert len(seen) >= 9


@pytest.mark.usefixtures("stocked")
def test_after_a_rotation_the_old_key_opens_nothing_and_the_new_one_everything(database):
    before = texts(database, Seal(SEAL_KEY))
    lines = []
    commands.rotate(database, Seal(f"{NEW} {SEAL_KEY}"), lines.append)

    assert texts(database, Seal(NEW)) == before
    assert masters(database) == {Seal(NEW).newest.fingerprint}
    with pytest.raises(CannotOpen):
        texts(database, Seal(SEAL_KEY))
    assert lines[-1].endswith(f"{len(before)} texts open under the key {min(masters(database))}.")
    assert len(rotations(database)) == 1


@pytest.mark.usefixtures("stocked")
def test_old_texts_open_and_are_sealed_anew(database, cast):
    before = texts(database, Seal(SEAL_KEY))
    as_before(database)
    seal = Seal(SEAL_KEY)
    viewer = cast["ghana"].viewer
    with database.read() as conn:
        shown = [one.title for one in lists.visible(conn, viewer, seal, Wanted())]
    assert texts(database, seal) == before
    assert any(shown)

    commands.rotate(database, seal, silent)

    with database.read() as conn:
        assert steps.left(conn, seal) == steps.Left(0, 0, 0, 0)
        assert [one.title for one in lists.visible(conn, viewer, seal, Wanted())] == shown
        assert not any(conn.execute(select(one.column).where(one.old)).all() for one in EVERYWHERE)
    assert texts(database, Seal(SEAL_KEY)) == before


@pytest.mark.usefixtures("stocked")
def test_a_second_rotation_finds_nothing_to_do_and_writes_nothing(database):
    seal = Seal(f"{NEW} {SEAL_KEY}")
    commands.rotate(database, seal, silent)
    before = rows_hash(database)
    commands.rotate(database, seal, silent)

    assert rows_hash(database) == before
    assert len(rotations(database)) == 1


class Interrupted(Exception):
    """The rotation was ended between two transactions."""


@contextmanager
def ended_before(monkeypatch, unit: int):
    """Let units of work fail from the one of that number on."""
    begun = [0]
    real = Database.unit_of_work

    def counted(self):
        begun[0] += 1
        if begun[0] > unit:
            raise Interrupted
        return real(self)

    with monkeypatch.context() as patched:
        patched.setattr(Database, "unit_of_work", counted)
        yield


@pytest.mark.usefixtures("stocked")
def test_interrupted_before_any_of_its_transactions_it_goes_on(database, monkeypatch):
    monkeypatch.setattr(steps, "BATCH", 3)
    before = texts(database, Seal(SEAL_KEY))
    as_before(database)
    with database.unit_of_work() as db:  # some records have keys already, under the old key
        for of in {key[2] for key in before if key[0] == "assistance_offer"}:
            steps._reseal(db, Seal(SEAL_KEY), of)  # noqa: SLF001 - the step itself
    seal = Seal(f"{NEW} {SEAL_KEY}")
    units = 0
    while True:
        with ended_before(monkeypatch, 1), suppress(Interrupted):
            commands.rotate(database, seal, silent)
        assert texts(database, seal) == before
        with database.read() as conn:
            if steps.left(conn, seal).nothing:
                break
        units += 1
    assert units > 5
    assert texts(database, Seal(NEW)) == before
    assert len(rotations(database)) == 1


@pytest.mark.usefixtures("stocked")
def test_a_change_under_way_is_rolled_back_and_made_again(database, monkeypatch):
    before = texts(database, Seal(SEAL_KEY))
    seal = Seal(f"{NEW} {SEAL_KEY}")
    steps.renew(database, seal, silent)
    with suppress(Interrupted), database.unit_of_work() as db:
        assert steps._rewrap_some(db, seal) > 0  # noqa: SLF001 - the step itself
        raise Interrupted
    assert texts(database, seal) == before
    monkeypatch.setattr(commands, "record", _fails)
    with pytest.raises(Interrupted):
        commands.rotate(database, seal, silent)
    assert texts(database, seal) == before
    monkeypatch.undo()
    commands.rotate(database, seal, silent)
    assert texts(database, Seal(NEW)) == before


def _fails(*_words: object, **_more: object) -> None:
    raise Interrupted


@pytest.mark.usefixtures("stocked")
def test_without_the_old_key_nothing_is_touched(database):
    before = rows_hash(database)
    with pytest.raises(CannotOpen, match=Seal(SEAL_KEY).newest.fingerprint):
        commands.rotate(database, Seal(NEW), silent)
    assert rows_hash(database) == before


@pytest.mark.usefixtures("stocked")
def test_what_does_not_open_is_named_and_the_old_keys_stay(database):
    seal = Seal(f"{NEW} {SEAL_KEY}")
    with database.unit_of_work() as db:
        one = db.execute(select(record_key).limit(1)).one()
        spoilt = bytes(one.wrapped)[:-1] + bytes([one.wrapped[-1] ^ 1])
        where = (record_key.c.record == one.record, record_key.c.party == one.party)
        db.execute(update(record_key).where(*where).values(wrapped=spoilt))
    with pytest.raises(CannotOpen):
        commands.rotate(database, seal, silent)
    with pytest.raises(CannotOpen, match=f"The key of {one.record} for {one.party}"):
        steps.verify(database, seal)
    assert Seal(SEAL_KEY).newest.fingerprint in masters(database)
    assert rotations(database) == []


@pytest.mark.usefixtures("stocked")
def test_a_text_without_a_key_or_in_another_row_is_named(database):
    seal = Seal(SEAL_KEY)
    title = EVERYWHERE[0]
    with database.unit_of_work() as db:
        found = db.execute(select(title.row, title.column).where(title.column.is_not(None)))
        (one, _), (_, other) = found.all()[:2]
        change = update(title.record.table).where(title.row == one)
        db.execute(change.values({title.column.name: other}))
    with pytest.raises(CannotOpen, match=f"assistance_request.title of {one}"):
        steps.verify(database, seal)
    with database.unit_of_work() as db:
        wrapping.forget(db, [one])
    with pytest.raises(CannotOpen, match="is not there"):
        steps.verify(database, seal)


def test_it_goes_on_beside_people_who_write(database, portal, cast, stocked):
    seal = Seal(f"{NEW} {SEAL_KEY}")
    as_before(database)
    writing = type(portal)(**{**vars(portal), "seal": seal})
    made: list[str] = []
    wrong: list[Exception] = []
    done = threading.Event()

    def write() -> None:
        try:
            while not done.is_set():
                with database.unit_of_work() as db:
                    made.append(Maker(db, writing, cast).request("agreed"))
                time.sleep(0.02)  # SQLite lets in whoever comes first, not who waits longest
        except Exception as raised:  # noqa: BLE001 - told below
            wrong.append(raised)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        commands.rotate(database, seal, silent)
    finally:
        done.set()
        writer.join()
    assert wrong == []
    commands.rotate(database, seal, silent)
    with database.read() as conn:
        for item_id in made:
            found = queries.one(conn, cast["ghana"].viewer, Seal(NEW), item_id)
            assert found.title.startswith("One warning page")
    assert len(made) > 1
    assert stocked


@pytest.mark.usefixtures("stocked")
def test_the_doctor_says_what_to_do_with_keys(database, settings):
    def says(keys: str, escrow: tuple[str, ...] = ()) -> list[str]:
        given = {"seal_key": type(settings.seal_key)(keys), "seal_escrow": escrow}
        with database.read() as conn:
            found = doctor.findings(settings.model_copy(update=given), conn)
            return [f"{one.says} {one.mend}" for one in found]

    old, new = Seal(SEAL_KEY).newest.fingerprint, Seal(NEW).newest.fingerprint
    rotate = ["Confidential text is still sealed under an older key, or in the older way."]
    rotate = [f"{rotate[0]} portal rotate-keys"]
    copy = f"Nobody has confirmed that a copy of the key {old} is kept elsewhere."

    assert says(SEAL_KEY, (old,)) == []
    assert [one.partition(" where")[0] for one in says(SEAL_KEY)] == [copy]
    assert [one.partition(" where")[0] for one in says(SEAL_KEY, (new,))] == [copy]
    assert says(f"{NEW} {SEAL_KEY}", (new,)) == rotate
    assert "does not open" in says(NEW, (new,))[0]
    assert old in says(NEW, (new,))[0]
    assert says("") == []
    as_before(database)
    assert says(SEAL_KEY, (old,)) == rotate
    assert "does not open" in says(NEW, (new,))[0]

    commands.rotate(database, Seal(f"{NEW} {SEAL_KEY}"), silent)

    assert says(NEW, (new,)) == []
    (still,) = says(f"{NEW} {SEAL_KEY}", (new,))
    assert f"still names the key {old}, which opens nothing here" in still


@pytest.mark.usefixtures("stocked")
def test_the_command_says_how_far_it_is(settings, monkeypatch, capsys):
    given = settings.model_copy(update={"seal_key": type(settings.seal_key)(f"{NEW} {SEAL_KEY}")})
    monkeypatch.setattr(upkeep, "given_settings", lambda: given)
    upkeep.rotate_keys(None)
    said = capsys.readouterr().out.splitlines()

    assert said[0].endswith("parties have new keys.")
    assert said[-1].endswith(f"open under the key {Seal(NEW).newest.fingerprint}.")

    for key, words in ((SEAL_KEY, "This does not open"), ("", "PORTAL_SEAL_KEY is missing")):
        wrong = settings.model_copy(update={"seal_key": type(settings.seal_key)(key)})
        monkeypatch.setattr(upkeep, "given_settings", lambda wrong=wrong: wrong)
        with pytest.raises(SystemExit, match=words):
            upkeep.rotate_keys(None)


def test_the_place_of_a_revision_is_its_item_and_its_number():
    bodies = next(one for one in EVERYWHERE if one.column.name == "sealed_body")
    assert bodies.place("abc/1") == Place("item_revision", "sealed_body", "abc/1")


def test_fingerprints_are_told_of_keys_and_of_nothing_else(monkeypatch, capsys):
    given = new_key()
    monkeypatch.setattr("sys.stdin", StringIO(given))
    cli.seal_fingerprint(Namespace())
    assert capsys.readouterr().out.split() == [one.fingerprint for one in Seal(given).masters]
    monkeypatch.setattr("sys.stdin", StringIO("no key"))
    with pytest.raises(SystemExit, match="This is no key"):
        cli.seal_fingerprint(Namespace())
