"""The migrations make exactly what the classes describe, and take it away again."""

import pytest
from alembic import command
from sqlalchemy import inspect

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
