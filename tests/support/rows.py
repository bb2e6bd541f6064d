"""What the database holds, as one hash: whether anything changed."""

import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from hashlib import sha256

import psycopg
from sqlalchemy import select

from app.core.db import Database
from app.tables import metadata


def dump(database: Database) -> dict[str, list[str]]:
    """Return every row of every table, as words in order."""
    with database.read() as conn:
        return {
            name: sorted(map(repr, conn.execute(select(table)).all()))
            for name, table in sorted(metadata.tables.items())
        }


def rows_hash(database: Database, *, but: Collection[str] = ()) -> dict[str, str]:
    """Return a hash of the rows of each table, those of ``but`` left out."""
    return {
        name: sha256("\n".join(rows).encode()).hexdigest()
        for name, rows in dump(database).items()
        if name not in but
    }


@contextmanager
def acts_of(database: Database) -> Iterator[Callable[[], int]]:
    """Give what tells a number that is another one after every act that wrote something.

    It may grow without such an act (PostgreSQL's own housekeeping counts too).
    """
    if database.is_sqlite:
        with closing(sqlite3.connect(str(database.engine.url.database))) as own:
            yield lambda: int(own.execute("PRAGMA data_version").fetchone()[0])
        return
    address = database.engine.url.set(drivername="postgresql").render_as_string()
    with psycopg.connect(address, autocommit=True) as conn:
        ask = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
        yield lambda: int(conn.execute(ask).fetchone()[0])
