"""A mission reads for 90 days what the network reads: until when, and what was granted last.

The office reads, whoever holds it that day. It begins when somebody first holds the office, and
ends after its last day, or earlier when the administrator ends it; nothing has to be swept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, case, func, select

from app.access.viewer import OfficeKind
from app.core import clock
from app.core.db import table
from app.directory.models import MissionReading, Office

LASTS = timedelta(days=90)
WAITS = timedelta(days=30)
"""So long it waits for somebody to come to hold the office."""

reading = table(MissionReading)
office = table(Office)

_LASTS = and_(
    reading.c.ended_at.is_(None),
    reading.c.starts <= bindparam("today"),
    reading.c.until >= bindparam("today"),
)


@dataclass(frozen=True, slots=True)
class Granted:
    """What was granted to an office last."""

    starts: date | None
    until: date | None
    granted_at: datetime
    ended_at: datetime | None
    ended_by: str | None

    @property
    def lapsed(self) -> bool:
        """Whether it came to nothing, since nobody holds the office in time."""
        if self.until is not None:
            return False
        return self.ended_by is None and not self.open

    @property
    def open(self) -> bool:
        """Whether it lasts today, or waits for somebody to hold the office."""
        if self.ended_at is not None:
            return False
        if self.until is None:
            return clock.now() < self.granted_at + WAITS
        return clock.today() <= self.until


_OF_MEMBER = (
    select(
        reading.c.office_id,
        reading.c.starts,
        reading.c.until,
        reading.c.granted_at,
        reading.c.ended_at,
        reading.c.ended_by,
    )
    .join_from(reading, office, office.c.id == reading.c.office_id)
    .where(office.c.member == bindparam("member"))
    .order_by(reading.c.granted_at, reading.c.id)
)


def reads_until(office_id: ColumnElement[str]) -> ColumnElement[date | None]:
    """Return the last day on which an office reads as the network does; a mission's alone does."""
    until = select(func.max(reading.c.until)).where(reading.c.office_id == office_id, _LASTS)
    mission = office.c.kind == OfficeKind.MISSION_CONTACT
    return case((mission, until.scalar_subquery()))


def of_member(conn: Connection, code: str) -> Mapping[str, Granted]:
    """Return what was granted last to each office of a member, by the id of the office."""
    rows: Sequence[Any] = conn.execute(_OF_MEMBER, {"member": code}).all()
    return {
        row.office_id: Granted(row.starts, row.until, row.granted_at, row.ended_at, row.ended_by)
        for row in rows
    }
