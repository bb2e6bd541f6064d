"""A mission reads for 90 days what the network reads, while its state has no Focal Point.

The office reads, whoever holds it that day. It begins when somebody first holds the office, and
ends after its last day, or earlier when the administrator ends it; nothing has to be swept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    update,
)
from sqlmodel import Session

from app.access.viewer import OfficeKind, Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.core.i18n import N_
from app.directory.holding import appointment, held_today
from app.directory.models import Member, MissionReading, Office
from app.directory.under_review import ensure_settled

LASTS = timedelta(days=90)
WAITS = timedelta(days=30)
"""So long it waits for somebody to come to hold the office."""

HAS_FOCAL_POINT = N_("This state has a Focal Point, so its mission is not let read.")
RUNS = N_("The mission reads already, or is let read once somebody holds its office.")
OVER = N_("This reading is over already.")

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
        row.office_id: Granted(row.starts, row.until, row.granted_at, row.ended_at) for row in rows
    }


def grant(db: Session, viewer: Viewer, office_id: str) -> None:
    """Let a mission's office read; from today where somebody holds it, else from that day on.

    Raises:
        Conflict: when the state has a Focal Point, an office of it is under review, or it reads.
    """
    code = db.get_one(Office, office_id).member
    db.get_one(Member, code, with_for_update=True)
    _ensure_without_focal_point(db, code)
    ensure_settled(db, office_id)
    if any(one.open for one in of_member(db.connection(), code).values()):
        raise Conflict(RUNS)
    db.add(MissionReading(office_id=office_id, granted_by=viewer.person_id))
    db.flush()
    detail = {"office": office_id}
    record(db, Event.MISSION_READING_GRANTED, viewer=viewer, subject=code, detail=dict(detail))
    holds = select(appointment.c.id).where(appointment.c.office_id == office_id, held_today())
    if db.execute(holds, {"today": clock.today()}).first() is not None:
        begin(db, viewer, office_id, clock.today())


def _ensure_without_focal_point(db: Session, code: str) -> None:
    """Keep it so until the act is done: who takes the office waits for it, or was first."""
    lead = (office.c.member == code, office.c.kind == OfficeKind.FOCAL_POINT)
    for office_id in db.execute(select(office.c.id).where(*lead).order_by(office.c.id)).scalars():
        ensure_settled(db, office_id)
    held = select(appointment.c.id).join_from(
        appointment, office, office.c.id == appointment.c.office_id
    )
    if db.execute(held.where(*lead, held_today()), {"today": clock.today()}).first() is not None:
        raise Conflict(HAS_FOCAL_POINT)


def begin(db: Session, viewer: Viewer, office_id: str, first: date) -> None:
    """Let what waits for the office begin on the day ``first``, or today where that is over."""
    first = max(first, clock.today())
    last = first + LASTS - timedelta(days=1)
    begun = db.execute(
        update(reading)
        .where(
            reading.c.office_id == office_id,
            reading.c.starts.is_(None),
            reading.c.ended_at.is_(None),
            reading.c.granted_at > clock.now() - WAITS,
        )
        .values(starts=first, until=last)
        .returning(reading.c.id)
    ).first()
    if begun is not None:
        detail = {"office": office_id, "until": last.isoformat()}
        code = db.get_one(Office, office_id).member
        record(db, Event.MISSION_READING_STARTED, viewer=viewer, subject=code, detail=dict(detail))


def end(db: Session, viewer: Viewer, office_id: str) -> None:
    """End what was granted to an office: with its next request nobody there reads by it.

    Raises:
        Conflict: when it is over.
    """
    code = db.get_one(Office, office_id).member
    db.get_one(Member, code, with_for_update=True)
    found = of_member(db.connection(), code).get(office_id)
    if found is None or not found.open:
        raise Conflict(OVER)
    over = or_(reading.c.until.is_(None), reading.c.until >= clock.today())
    db.execute(
        update(reading)
        .where(reading.c.office_id == office_id, reading.c.ended_at.is_(None), over)
        .values(ended_by=viewer.person_id, ended_at=clock.now())
    )
    detail = {"office": office_id}
    record(db, Event.MISSION_READING_ENDED, viewer=viewer, subject=code, detail=dict(detail))
