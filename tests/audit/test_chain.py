"""The chain: no gaps, each entry bound to the one before, and the database guards it."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic import command
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import DBAPIError

from app.audit.actions import date_back, record
from app.audit.chain import audit, body_of
from app.audit.events import Event
from app.audit.verify import BEGINNING, link
from app.core import clock
from app.core.errors import Conflict
from app.items.models import Registry
from app.migrating import alembic_config
from prove import recording


def chain_of(database) -> list[tuple[int, str]]:
    """Return number and hash of all entries, having followed the chain."""
    with database.read() as conn:
        rows = conn.execute(select(audit).order_by(audit.c.id)).mappings().all()
    head = BEGINNING
    for row in rows:
        head = link(head, body_of(row))
        assert row["hash"] == head
    assert [row["id"] for row in rows] == list(range(1, len(rows) + 1))
    return [(row["id"], row["hash"]) for row in rows]


def test_entries_are_numbered_and_each_is_bound_to_the_one_before(database, acts):
    acts(4)
    found = chain_of(database)
    acts(1)

    assert len(found) == 7
    assert chain_of(database)[:7] == found
    assert len({one for _, one in chain_of(database)}) == 8


def test_an_act_that_fails_leaves_no_gap(database, acts):
    def fail() -> None:
        with database.unit_of_work() as db:
            record(db, Event.DATA_LOADED)
            raise Conflict

    acts(1)
    with pytest.raises(Conflict):
        fail()
    acts(1)

    assert [number for number, _ in chain_of(database)] == [1, 2]


def test_an_act_that_records_nothing_takes_no_place(database):
    with database.unit_of_work() as db:
        db.execute(select(audit))
    assert chain_of(database) == []


def test_many_who_write_at_once_wait_for_no_other_than_the_chain(database):
    begun = threading.Barrier(8)

    def write(who: int) -> None:
        begun.wait()
        for turn in range(12):
            with database.unit_of_work() as db:
                record(db, Event.PRACTICE_CHANGED, subject=f"p{who}")
                db.merge(Registry(year=who, series="T", last=turn))
                db.flush()
                record(db, Event.PRACTICE_SUBMITTED, subject=f"p{who}")

    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(write, who) for who in range(8)]:
            done.result()

    assert len(chain_of(database)) == 8 * 12 * 2
    with database.read() as conn:
        events = conn.execute(select(audit.c.event, audit.c.subject).order_by(audit.c.id)).all()
    pairs = list(zip(events[::2], events[1::2], strict=True))
    assert all(one.subject == other.subject for one, other in pairs)
    assert {(one.event, other.event) for one, other in pairs} == {
        (Event.PRACTICE_CHANGED, Event.PRACTICE_SUBMITTED)
    }


REFUSED = (
    update(audit).values(event="identity:session:ended"),
    update(audit).values(id=audit.c.id + 100),
    audit.delete(),
    insert(audit).values(id=9, at=clock.wall(), event="x", detail="{}", hash="0" * 64),
    insert(audit).values(id=1, at=clock.wall(), event="x", detail="{}", hash="0" * 64),
)


@pytest.mark.parametrize("statement", REFUSED)
def test_the_database_refuses_to_change_the_record(database, acts, statement):
    acts(3)
    before = chain_of(database)
    with (
        pytest.raises(DBAPIError, match=r"(?s)The record is (never changed|written in order)"),
        database.unit_of_work() as db,
    ):
        db.execute(statement)

    assert chain_of(database) == before


def test_the_database_refuses_what_its_own_words_could_do(database, acts):
    acts(1)
    words = (
        "REPLACE INTO audit_record (id, at, event, detail, hash) VALUES (1, '', '', '', '')"
        if database.is_sqlite
        else "TRUNCATE audit_record"
    )
    with pytest.raises(DBAPIError, match="The record is"), database.unit_of_work() as db:
        db.execute(text(words))

    assert len(chain_of(database)) == 1


def test_checkpoints_are_never_changed_either(database, acts, sign):
    acts(1)
    sign()
    for words in ("UPDATE audit_checkpoint SET entries = 9", "DELETE FROM audit_checkpoint"):
        with (
            pytest.raises(DBAPIError, match="The record is never changed"),
            database.unit_of_work() as db,
        ):
            db.execute(text(words))


def test_only_what_is_not_yet_written_can_be_dated_back(database):
    then = clock.wall().replace(year=2020, microsecond=0)
    with database.unit_of_work() as db:
        record(db, Event.OFFER_MADE, subject="one")
        record(db, Event.OFFER_MADE, subject="other")
        date_back(db, Event.OFFER_MADE, "one", then)
    with database.unit_of_work() as db:
        date_back(db, Event.OFFER_MADE, "other", then)
    with database.read() as conn:
        found = {row.subject: row.at for row in conn.execute(select(audit))}

    assert found["one"] == then
    assert found["other"] != then
    assert len(chain_of(database)) == 2


def test_what_was_recorded_before_there_was_a_chain_is_chained_by_the_migration(database):
    command.downgrade(alembic_config(database), "0003")
    old = [
        (3, "directory:data:loaded", None, '{"set":"members", "added": 2}'),
        (7, "practices:practice:changed", "abc", '{"é": "“x”"}'),
        (8, "practices:practice:submitted", "abc", "{}"),
    ]
    with database.unit_of_work() as db:
        for number, event, subject, detail in old:
            db.execute(
                text(
                    "INSERT INTO audit_record (id, at, event, subject, detail)"
                    " VALUES (:id, '2026-01-02 03:04:05.678901', :event, :subject, :detail)"
                ),
                {"id": number, "event": event, "subject": subject, "detail": detail},
            )
    command.upgrade(alembic_config(database), "head")

    assert [number for number, _ in chain_of(database)] == [1, 2, 3]
    with database.read() as conn:
        rows = conn.execute(select(audit).order_by(audit.c.id)).all()
    assert [(r.event, r.subject) for r in rows] == [(e, s) for _, e, s, _ in old]
    assert rows[0].at.isoformat() == "2026-01-02T03:04:05.678901+00:00"
    with database.unit_of_work() as db:
        record(db, Event.DATA_LOADED)
    assert len(chain_of(database)) == 4


def test_eight_writers_lose_no_entry_and_say_what_it_costs(monkeypatch):
    monkeypatch.delenv("PROVE_DATABASE_URL", raising=False)
    counted, cost = recording.rows(acts=5)

    assert (counted.figure, counted.good) == (str(3 * 8 * 5), True)
    assert cost.name.startswith("SQLite: ")
