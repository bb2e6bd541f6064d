"""The keys of records, kept apart from the copy and only once: what is shredded stays shredded.

A backup holds confidential text under keys that are not in it. They lie beside it in one file that
each backup replaces, with the receipts of what was destroyed; so an older backup, brought back with
the newest keys, opens no record whose key was deleted since.
"""

import base64
import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, LargeBinary, Table, func, insert, literal, select

from app.assistance.ending import ending, put_back_receipts
from app.core.db import Database
from app.core.seal import OLD, Sealed
from app.files.queries import RECORD, attachment
from app.sealing.keys import party_key, record_key
from app.tables import metadata

FILE = "keys.age"
FIRST = "0023"
"""The schema from which on keys are kept apart."""
TABLES = (party_key, record_key)
"""What stands in that file and in no copy, in the order in which it is brought back."""


def write(url: str, into: Path) -> dict[str, int]:
    """Write keys and receipts of the database at ``url`` into ``into``; return rows by table."""
    database = Database(url, pool_size=1)
    try:
        with database.read() as conn:
            if not database.is_sqlite:
                conn.execution_options(isolation_level="REPEATABLE READ")
            found = {rows.name: _read(conn, rows) for rows in (*TABLES, ending)}
    finally:
        database.close()
    into.write_text(json.dumps(found), encoding="utf-8")
    return {name: len(rows) for name, rows in found.items()}


def lost(url: str) -> str:
    """Return in words what a database lacks whose keys must not replace others, or nothing."""
    database = Database(url, pool_size=1)
    try:
        with database.read() as conn:
            if not conn.execute(select(party_key.c.id).limit(1)).first():
                return "there are no keys at all"
    finally:
        database.close()
    found = texts_without_key(url)
    return f"{found} sealed texts have no key" if found else ""


def texts_without_key(url: str) -> int:
    """Return how many texts and files are sealed by a key of their record that is not there."""
    database = Database(url, pool_size=1)
    try:
        with database.read() as conn:
            return without_key(conn) + _files_without_key(conn)
    finally:
        database.close()


def without_key(conn: Connection) -> int:
    """Return how many texts are sealed by a key of their record that is not there."""
    return sum(_without_key(conn, rows, column) for rows, column in _sealed_texts())


def _files_without_key(conn: Connection) -> int:
    """Return how many attachments have no key of their record, where the schema knows any."""
    if not conn.dialect.has_table(conn, attachment.name):
        return 0
    there = select(record_key.c.record).where(record_key.c.record == RECORD).exists()
    asked = select(func.count()).select_from(attachment).where(~there)
    return int(conn.execute(asked).scalar_one())


def _sealed_texts() -> Iterator[tuple[Table, Column[Any]]]:
    for rows in metadata.sorted_tables:
        for column in rows.c:
            if isinstance(column.type, Sealed):
                yield rows, column


def _without_key(conn: Connection, rows: Table, column: Column[Any]) -> int:
    owner = next(rows.c[name] for name in ("item_id", "id", "person_id") if name in rows.c)
    there = select(record_key.c.record).where(record_key.c.record == owner).exists()
    by_record = func.substr(column, 1, 1, type_=LargeBinary()) != literal(OLD, LargeBinary())
    counted = select(func.count()).select_from(rows).where(column.is_not(None), by_record, ~there)
    return int(conn.execute(counted).scalar_one())


def bring_back(url: str, file: Path) -> int:
    """Put keys and receipts into a database just restored.

    Returns of how many requests the words were destroyed once more.
    """
    found = json.loads(file.read_text(encoding="utf-8"))
    database = Database(url, pool_size=1)
    try:
        with database.unit_of_work() as db:
            conn = db.connection()
            for rows in TABLES:
                if found[rows.name] and _has(conn, rows):
                    conn.execute(insert(rows), [_row(rows, one) for one in found[rows.name]])
            receipts = [_row(ending, one) for one in found[ending.name] if one["destroyed_at"]]
            return put_back_receipts(conn, receipts, keep=_has(conn, ending))
    finally:
        database.close()


def _read(conn: Connection, rows: Table) -> Sequence[dict[str, Any]]:
    if not _has(conn, rows):
        return []
    return [
        {name: _plain(value) for name, value in row.items()}
        for row in conn.execute(select(rows)).mappings()
    ]


def _has(conn: Connection, rows: Table) -> bool:
    return conn.dialect.has_table(conn, rows.name)


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value.isoformat() if isinstance(value, date) else value


def _row(rows: Table, said: dict[str, Any]) -> dict[str, Any]:
    known = [column for column in rows.columns if column.name in said]
    return {column.name: _value(column, said[column.name]) for column in known}


def _value(column: Column[Any], value: Any) -> Any:
    """Return a value as its column takes it: moments are named ``…_at``, days ``…_on``."""
    if value is None:
        return None
    if isinstance(column.type, LargeBinary):
        return base64.b64decode(value)
    if column.name.endswith("_at"):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if column.name.endswith("_on") else value
