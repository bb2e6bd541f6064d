"""What the Secretariat said about the last incident."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, select

from app.core import i18n
from app.core.db import table
from app.incident.models import Incident, Statement, StatementText
from app.incident.statement import Said

incident = table(Incident)
statement = table(Statement)
words = table(StatementText)
_LAST = select(incident.c.id).order_by(incident.c.opened_at.desc(), incident.c.id).limit(1)
_SAID = (
    select(
        incident.c.ended_at, statement.c.id, statement.c.at, words.c.language, words.c.title,
        words.c.text,
    )
    .select_from(incident.join(statement).join(words))
    .where(incident.c.id == _LAST.scalar_subquery())
    .order_by(statement.c.at.desc(), statement.c.id)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """One statement: when it was published, and what it says in each of its languages."""

    at: datetime
    said: Sequence[Said]


@dataclass(frozen=True, slots=True)
class Course:
    """An incident: its statements, the newest first, and when it ended."""

    told: Sequence[Told]
    ended_at: datetime | None


def last(conn: Connection) -> Course | None:
    """Return the last incident, open or ended; None where there never was one."""
    rows = conn.execute(_SAID).all()
    if not rows:
        return None
    told = [_told(list(own)) for _, own in groupby(rows, key=lambda row: row.id)]
    return Course(told, rows[0].ended_at)


def _told(rows: Sequence[Any]) -> Told:
    by = {row.language: Said(row.language, row.title, row.text) for row in rows}
    return Told(rows[0].at, [by[one] for one in i18n.languages() if one in by])
