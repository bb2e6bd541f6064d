"""What the database holds, as one hash: whether anything changed."""

from collections.abc import Collection
from hashlib import sha256

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
