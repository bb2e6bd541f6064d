"""A PostgreSQL database that a test gives back is as new for the next, or is not used again."""

import psycopg
import pytest
from psycopg import Connection
from psycopg.sql import SQL, Identifier
from sqlalchemy import make_url

from tests.support.databases import PostgresTemplate, Templates, prepared


@pytest.fixture
def lent(templates: Templates) -> PostgresTemplate:
    found = templates.of("postgresql", prepared)
    assert isinstance(found, PostgresTemplate)
    return found


def connected(url: str) -> Connection:
    plain = make_url(url).set(drivername="postgresql").render_as_string()
    return psycopg.connect(plain, autocommit=True)


def contents(conn: Connection) -> dict[str, list[str]]:
    """Return every row of every table, and where the sequences stand."""
    kinds = conn.execute(
        "SELECT relname, relkind FROM pg_class"
        " WHERE relkind IN ('r', 'S') AND relnamespace = 'public'::regnamespace"
    ).fetchall()
    found = {}
    for name, kind in kinds:
        what = SQL("t::text") if kind == "r" else SQL("row(last_value, is_called)::text")
        rows = conn.execute(SQL("SELECT {} FROM {} t").format(what, Identifier(name)))
        found[name] = sorted(row for (row,) in rows)
    return found


def test_it_lends_the_same_database_again_with_every_row_as_it_was(lent: PostgresTemplate):
    with lent.fresh() as url, connected(url) as conn:
        before = contents(conn)
        conn.execute("DELETE FROM search_entry; UPDATE member SET name = 'Elsewhere'")
        conn.execute("INSERT INTO person (id, name, created_at) VALUES ('p', 'New', now())")
        for (sequence,) in conn.execute("SELECT sequencename FROM pg_sequences").fetchall():
            conn.execute("SELECT nextval(%s)", (sequence,))
        assert contents(conn) != before
    with lent.fresh() as again, connected(again) as conn:
        assert again == url
        assert contents(conn) == before


def test_it_waits_for_nothing_that_a_test_left_open(lent: PostgresTemplate):
    with lent.fresh() as url:
        left = connected(url)
        left.execute("BEGIN; UPDATE member SET name = 'Elsewhere'")
    with lent.fresh() as again, connected(again) as conn:
        assert again == url
        assert conn.execute("SELECT count(*) FROM member WHERE name = 'Elsewhere'").fetchone() == (
            0,
        )
    with pytest.raises(psycopg.OperationalError):
        left.execute("COMMIT")
    left.close()


@pytest.mark.parametrize(
    "change",
    [
        "CREATE TABLE more (a int)",
        "DROP TABLE session",
        "ALTER TABLE person ADD more int",
        "CREATE INDEX more ON person (name)",
        "ALTER TABLE person ALTER name DROP NOT NULL",
        "CREATE FUNCTION more() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE SCHEMA more",
    ],
)
def test_it_never_lends_a_database_again_whose_schema_was_touched(
    lent: PostgresTemplate, change: str
):
    with lent.fresh() as url, connected(url) as conn:
        conn.execute(change)
    with lent.fresh() as other:
        assert other != url
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        connected(url)
