"""The database: one transaction per act, on both engines, durable and without lock errors."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError, InternalError, OperationalError

from app.core.db import Database, after_commit, table
from app.core.errors import Conflict
from app.items.models import Registry

registry = table(Registry)


def count(database: Database, series: str = "TST") -> int | None:
    with database.read() as conn:
        wanted = select(registry.c.last).where(registry.c.series == series)
        return conn.execute(wanted).scalar()


def write(db, last: int = 1) -> None:
    db.add(Registry(year=2026, series="TST", last=last))
    db.flush()


def test_a_unit_of_work_is_committed_at_its_end(database):
    with database.unit_of_work() as db:
        write(db)
        assert count(database) is None

    assert count(database) == 1


@pytest.mark.parametrize("problem", [Conflict(), ZeroDivisionError(), KeyboardInterrupt()])
def test_a_refusal_a_crash_and_an_interruption_roll_back(database, problem):
    ran = []

    def act() -> None:
        with database.unit_of_work() as db:
            write(db)
            after_commit(db, lambda: ran.append("too early"))
            raise problem

    with pytest.raises(type(problem)):
        act()

    assert count(database) is None
    assert ran == []
    with database.unit_of_work() as db:
        write(db)
    assert count(database) == 1


def test_a_commit_that_fails_runs_nothing_afterwards(database):
    ran = []

    def act() -> None:
        with database.unit_of_work() as db:
            write(db)
            after_commit(db, lambda: ran.append("too early"))
            db.expunge_all()
            db.add(Registry(year=2026, series="TST", last=2))

    with pytest.raises(IntegrityError):
        act()

    assert count(database) is None
    assert ran == []


def test_what_follows_a_commit_sees_what_was_committed_in_order(database):
    seen = []
    with database.unit_of_work() as db:
        after_commit(db, lambda: seen.append(("first", count(database))))
        after_commit(db, lambda: seen.append(("second", count(database))))
        write(db, last=7)
        assert seen == []

    assert seen == [("first", 7), ("second", 7)]


def test_nothing_is_written_on_a_reading_connection(database):
    refused = (
        nullcontext() if database.is_sqlite else pytest.raises(InternalError, match="read-only")
    )
    with refused, database.read() as conn:
        conn.execute(registry.insert().values(year=2026, series="TST", last=1))

    assert count(database) is None


def test_who_writes_after_a_reading_on_the_same_connection_may(database):
    with database.read() as conn:
        conn.execute(select(registry.c.last))
    with database.unit_of_work() as db:
        write(db)

    assert count(database) == 1


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_what_was_prepared_for_a_reading_is_there_for_the_next(database):
    wanted = select(registry.c.last).where(registry.c.series == "TST")
    prepared = select(func.count()).select_from(text("pg_prepared_statements"))
    for _ in range(8):
        with database.read() as conn:
            conn.execute(wanted)
            with conn.connection.cursor() as cursor:  # as prebuilt statements are asked
                cursor.execute("SELECT 1 WHERE 1 = %s", (2,))
    with database.read() as conn:
        assert conn.execute(prepared).scalar() == 2


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_a_reading_whose_connection_was_cut_harms_nobody_after_it(database):
    with database.read() as conn:
        _cut(database, conn.execute(text("SELECT pg_backend_pid()")).scalar())
        with pytest.raises(OperationalError):
            conn.execute(select(registry.c.last))

    assert count(database) is None


def _cut(database: Database, pid: int | None) -> None:
    with database.unit_of_work() as db:
        db.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_every_sqlite_connection_is_durable_and_strict(database):
    wanted = {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10000,
        "trusted_schema": 0,
    }  # fmt: skip
    connections = [database.engine.connect() for _ in range(database.engine.pool.size() + 2)]
    try:
        found = [
            {name: conn.execute(text(f"PRAGMA {name}")).scalar() for name in wanted}
            for conn in connections
        ]
    finally:
        for conn in connections:
            conn.close()

    assert len(found) >= 8
    assert found == [wanted] * len(found)


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_acts_begin_immediate_and_reading_does_not(database):
    with database.unit_of_work() as db, database.read() as reading:
        db.execute(select(registry.c.last))
        assert reading.execute(select(registry.c.last)).all() == []
        other = Database(str(database.engine.url))
        with other.engine.connect() as raw:
            raw.exec_driver_sql("PRAGMA busy_timeout=1")
            raw.rollback()
            with pytest.raises(Exception, match="locked"):
                raw.execution_options(portal_writes=True).execute(text("SELECT 1"))
        other.close()


def test_foreign_keys_hold(database):
    with pytest.raises(Exception, match=r"(?i)foreign key"), database.unit_of_work() as db:
        db.execute(text("INSERT INTO item_owner (item_id, member) VALUES ('nothing', 'GHA')"))


def test_four_threads_write_fifty_times_each_without_a_lock_error(database):
    with database.unit_of_work() as db:
        write(db, last=0)
    start = threading.Barrier(4)

    def work() -> None:
        start.wait()
        for _ in range(50):
            with database.unit_of_work() as db:
                row = registry.c.series == "TST"
                last = db.execute(select(registry.c.last).where(row).with_for_update()).scalar_one()
                db.execute(registry.update().where(row).values(last=last + 1))

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(work) for _ in range(4)]:
            done.result()

    assert count(database) == 200


def test_the_schema_revision_is_none_before_the_first_migration(tmp_path):
    empty = Database(f"sqlite:///{tmp_path}/deep/down/empty.sqlite3")

    assert empty.ready() is None
    empty.close()


def test_an_error_never_shows_the_values_of_a_statement(database):
    with pytest.raises(Exception, match="hidden") as failed, database.read() as conn:
        conn.execute(text("SELECT nothing FROM nowhere WHERE x = :x"), {"x": "confidential"})

    assert "confidential" not in str(failed.value)
