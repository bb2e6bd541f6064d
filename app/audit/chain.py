"""The chain: at the end of each act its entries get their numbers and their hashes, in order.

This is the last thing an act does before its commit. On SQLite the act holds the write lock
already. On PostgreSQL it takes one advisory lock here, after every other lock, so that no two acts
can wait for each other, and only commits queue. Nothing is ever recorded and not yet linked.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select
from sqlmodel import Session

from app.audit.models import AuditRecord
from app.audit.verify import BEGINNING, canonical, link
from app.core.db import before_commit, table
from app.core.reading import Reading
from app.core.writing import Writing

audit = table(AuditRecord)
PENDING = "portal_audit_pending"
_LOCK_AND_HEAD = (
    "SELECT pg_advisory_xact_lock(7236071145);"
    " SELECT id, hash FROM audit_record ORDER BY id DESC LIMIT 1"
)
"""Two statements in one message: the second sees what was committed while the first waited. Any
number will do for the lock, so long as nothing else in this database takes it."""
_HEAD = Reading(select(audit.c.id, audit.c.hash).order_by(audit.c.id.desc()).limit(1))
_RECORDED = Writing(insert(audit))

Row = Mapping[str, Any]


def add(db: Session, row: dict[str, Any]) -> None:
    """Keep ``row`` (all columns but ``id`` and ``hash``) for the end of this act."""
    if PENDING not in db.info:
        db.info[PENDING] = []
        before_commit(db, _link)
    db.info[PENDING].append(row)


def pending(db: Session) -> list[dict[str, Any]]:
    """Return what this act has recorded so far."""
    found: list[dict[str, Any]] = db.info.get(PENDING, [])
    return found


def head(conn: Connection) -> tuple[int, str]:
    """Return number and hash of the last entry, 0 and zeros where there is none."""
    row = _HEAD.first(conn, {})
    return (row.id, row.hash) if row else (0, BEGINNING)


def body_of(row: Row) -> bytes:
    """Return the bytes of an entry that its hash covers and its export shows."""
    return canonical(
        {
            "id": row["id"],
            "at": written(row["at"]),
            "event": row["event"],
            "person": row["person_id"],
            "office": row["office_id"],
            "subject": row["subject"],
            "detail": _detail(row["detail"]),
        }
    )


def written(moment: datetime) -> str:
    """Return a moment as the record writes it: UTC, to the microsecond."""
    utc = moment.astimezone(UTC).replace(tzinfo=None)
    return f"{utc.isoformat(timespec='microseconds')}Z"


def detail_words(detail: Mapping[str, Any]) -> str:
    """Return a detail in the one way in which it is stored."""
    return json.dumps(detail, sort_keys=True)


def _detail(stored: str) -> Any:
    """Return the detail; as it stands where it is not written in the one way, which never holds."""
    try:
        found = json.loads(stored)
    except ValueError:
        return stored
    return found if detail_words(found) == stored else stored


def _locked_head(conn: Connection) -> tuple[int, str]:
    """Wait until no other act is linking, and return the head as it then is."""
    driver: Any = conn.connection.driver_connection
    with driver.cursor() as cursor:
        cursor.execute(_LOCK_AND_HEAD, prepare=False)
        cursor.nextset()
        row = cursor.fetchone()
    return (row[0], row[1]) if row else (0, BEGINNING)


def _link(db: Session) -> None:
    """Give the act's entries their places behind the last one and write them."""
    rows = pending(db)
    conn = db.connection()
    number, before = _locked_head(conn) if conn.dialect.name == "postgresql" else head(conn)
    for place, row in enumerate(rows, number + 1):
        row["id"] = place
        row["hash"] = before = link(before, body_of(row))
    _RECORDED.run(db, rows)
