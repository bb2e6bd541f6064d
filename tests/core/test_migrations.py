"""The migrations make exactly what the classes describe, and take it away again."""

import sqlite3

import pytest
from alembic import command
from sqlalchemy import inspect, text

from app.core.db import Database
from app.migrating import alembic_config, differences, migrate
from app.schema import HEAD


@pytest.fixture
def migrated(database_url):
    database = Database(database_url)
    yield database
    database.close()


def test_the_migrated_database_is_what_the_classes_say(migrated):
    assert migrated.ready() == HEAD
    assert differences(migrated) == []
    assert len(inspect(migrated.engine).get_table_names()) > 30


def test_down_leaves_nothing_and_up_makes_it_again(migrated):
    with migrated.read() as conn:
        before = _everything(conn, migrated)

    command.downgrade(alembic_config(migrated), "base")
    assert inspect(migrated.engine).get_table_names() == ["alembic_version"]

    migrate(migrated)
    with migrated.read() as conn:
        assert _everything(conn, migrated) == before
    assert differences(migrated) == []


def test_migrating_again_changes_nothing(migrated):
    migrate(migrated)
    assert migrated.ready() == HEAD


BEFORE_LIVES = """
INSERT INTO office (id, member, kind) VALUES ('o', 'GHA', 'focal_point');
INSERT INTO person (id, name, created_at) VALUES ('p', 'A', '2026-01-01 00:00:00');
INSERT INTO appointment (id, office_id, person_id, starts, created_at)
VALUES ('a', 'o', 'p', '2026-01-01', '2026-01-01 00:00:00');
INSERT INTO invitation (id, token_hash, office_id, name, created_at, expires_at)
VALUES ('i', 'h', 'o', 'A', '2026-01-01 00:00:00', '2026-01-01 00:00:00')
"""


def test_who_held_an_office_before_appointments_had_lives_holds_it_verified(migrated):
    command.downgrade(alembic_config(migrated), "0005")
    with migrated.unit_of_work() as db:
        for statement in BEFORE_LIVES.split(";"):
            db.execute(text(statement))

    migrate(migrated)

    with migrated.read() as conn:
        held = conn.execute(text("SELECT stage, ends, evidence FROM appointment")).one()
        assert tuple(held) == ("verified", None, None)
        assert conn.execute(text("SELECT vouched FROM invitation")).scalar_one()


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_receipts_of_what_was_destroyed_are_not_dropped(migrated):
    command.downgrade(alembic_config(migrated), "0024")
    with sqlite3.connect(migrated.engine.url.database) as raw:  # where no request is asked for
        raw.execute(
            "INSERT INTO request_ending (item_id, days, due_on, told_at, texts)"
            " VALUES ('r', 90, '2026-01-01', '2026-01-01 00:00:00', 3)"
        )
    with pytest.raises(RuntimeError, match="an older backup brings it back"):
        command.downgrade(alembic_config(migrated), "0023")
    with migrated.read() as conn:
        assert conn.execute(text("SELECT texts FROM request_ending")).scalars().all() == [3]


def _everything(conn, database: Database) -> set[tuple[str, str]]:
    """Return kind and name of all that the database itself has been told."""
    if database.is_sqlite:
        rows = conn.exec_driver_sql(
            "SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
        )
    else:
        rows = conn.exec_driver_sql(
            "SELECT 'relation', relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            " UNION SELECT 'trigger', tgname FROM pg_trigger WHERE NOT tgisinternal"
            " UNION SELECT 'function', proname FROM pg_proc"
            " WHERE pronamespace = 'public'::regnamespace"
        )
    return {(str(kind), str(name)) for kind, name in rows}
