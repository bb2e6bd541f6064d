"""Puts a PostgreSQL database back as its template is: every row, every sequence."""

from typing import Any

import psycopg
from psycopg import Connection
from psycopg.sql import SQL, Composed, Identifier, Literal
from sqlalchemy import make_url

OWN = 16_384
"""The first number PostgreSQL gives to what is not its own."""

CATALOGUES = {
    "pg_class": "oid", "pg_attribute": "attrelid", "pg_attrdef": "adrelid",
    "pg_constraint": "oid", "pg_index": "indexrelid", "pg_trigger": "oid", "pg_proc": "oid",
    "pg_type": "oid", "pg_rewrite": "oid", "pg_policy": "oid", "pg_namespace": "oid",
    "pg_extension": "oid", "pg_largeobject_metadata": "oid",
}  # fmt: skip
SCHEMA = SQL(" UNION ALL ").join(
    SQL(
        "SELECT {name}, count(*), sum(hashtextextended({key} || ' ' || xmin, 0)) FROM {catalogue}"
        " WHERE {key} >= {own}"
    ).format(name=Literal(name), key=Identifier(key), catalogue=Identifier(name), own=OWN)
    for name, key in CATALOGUES.items()
)
"""Which rows describe the schema, and who wrote them: differs when anything was made or changed."""

TABLES = (
    "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p')"
    " AND relnamespace = 'public'::regnamespace ORDER BY 1"
)
SEQUENCES = (
    "SELECT sequencename, coalesce(last_value, start_value), last_value IS NOT NULL"
    " FROM pg_sequences"
)
ALONE = (
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
"""Ends what a test left connected: nothing of it may wait or write any more."""


class Pristine:
    """Knows the rows and the schema of a template and puts its copies back."""

    def __init__(self, template: str) -> None:
        with _connected(template) as conn:
            tables = [name for (name,) in conn.execute(TABLES)]
            self._schema = _schema(conn)
            self._rows = {name: rows for name in tables if (rows := _read(conn, name))}
            sequences = conn.execute(SEQUENCES).fetchall()
        empty = [SQL("DELETE FROM {}").format(Identifier(name)) for name in tables]
        back = [SQL("SELECT setval({}, {}, {})").format(*values) for values in sequences]
        self._empty: Composed = SQL("; ").join((*empty, *back))

    def put_back(self, url: str) -> bool:
        """Put the rows of the database at ``url`` back; False where its schema was touched."""
        try:
            with _connected(url) as conn:
                conn.execute(ALONE)
                if _schema(conn) != self._schema:
                    return False
                conn.execute("SET session_replication_role = replica")  # no triggers, no references
                with conn.transaction():
                    conn.execute(self._empty)
                    for name, rows in self._rows.items():
                        _write(conn, name, rows)
        except psycopg.OperationalError:  # dropped, or away
            return False
        return True


def _connected(url: str) -> Connection[Any]:
    plain = make_url(url).set(drivername="postgresql").render_as_string()
    return psycopg.connect(plain, autocommit=True)


def _schema(conn: Connection[Any]) -> list[Any]:
    return conn.execute(SCHEMA).fetchall()


def _read(conn: Connection[Any], name: str) -> bytes:
    with (
        conn.cursor() as cursor,
        cursor.copy(SQL("COPY {} TO STDOUT").format(Identifier(name))) as rows,
    ):
        return b"".join(rows)


def _write(conn: Connection[Any], name: str, rows: bytes) -> None:
    with (
        conn.cursor() as cursor,
        cursor.copy(SQL("COPY {} FROM STDIN").format(Identifier(name))) as into,
    ):
        into.write(rows)
