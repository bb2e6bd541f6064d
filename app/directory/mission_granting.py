"""Granting a mission a time of reading, its beginning and its end.

What was granted waits until somebody holds the office; that day is known when the appointment is
verified. Nothing begins while an office that decides on it is under review: the end of the review
looks again. Each act holds the mission's office, or the row of what waits, so that one of two that
meet here sees what the other did.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, or_, select, update
from sqlmodel import Session

from app.access.viewer import OfficeKind, Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.errors import Conflict
from app.core.i18n import N_
from app.directory.holding import UNDER_REVIEW, appointment, held_today
from app.directory.mission_reading import LASTS, WAITS, of_member, office, reading
from app.directory.models import Appointment, Member, MissionReading, Office
from app.directory.rules import Stage
from app.directory.under_review import ensure_settled

HAS_FOCAL_POINT = N_("This state has a Focal Point, so its mission is not let read.")
RUNS = N_("The mission reads already, or is let read once somebody holds its office.")
OVER = N_("This reading is over already.")
TOO_LATE = N_(
    "Who comes to hold this office does so only after more than %(days)s days. Let the mission read"
    " nearer to that day."
)


def grant(db: Session, viewer: Viewer, office_id: str) -> None:
    """Let a mission's office read from the day on which somebody holds it, today where one does.

    Raises:
        Conflict: when the state has a Focal Point, an office of it is under review, it reads, or
            who comes to hold it does so too late.
    """
    code = db.get_one(Office, office_id).member
    db.get_one(Member, code, with_for_update=True)
    _ensure_without_focal_point(db, code)
    ensure_settled(db, office_id)
    if any(one.open for one in of_member(db.connection(), code).values()):
        raise Conflict(RUNS)
    first = _first_day(db, office_id)
    if first and first > clock.today() + WAITS:
        raise Conflict(TOO_LATE, days=WAITS.days)
    db.add(MissionReading(office_id=office_id, granted_by=viewer.person_id))
    db.flush()
    _record(db, viewer, Event.MISSION_READING_GRANTED, office_id)
    if first:
        begin(db, viewer, office_id, first)


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
    """Let what waits for the office begin on the day ``first``, or today where that is over.

    It lapses where that day is too far, and waits on while an office is under review.
    """
    waiting = next(iter(_waiting(db, reading.c.office_id == office_id)), None)
    if waiting is None or _contested(db, office_id):
        return
    first = max(first, clock.today())
    this = update(reading).where(reading.c.id == waiting.id)
    if first > (waiting.granted_at + WAITS).date():
        db.execute(this.values(ended_at=clock.now()))
        _record(db, viewer, Event.MISSION_READING_LAPSED, office_id)
        return
    last = first + LASTS - timedelta(days=1)
    db.execute(this.values(starts=first, until=last))
    _record(db, viewer, Event.MISSION_READING_STARTED, office_id, until=last.isoformat())


def hold_office(db: Session, appointment_id: str) -> None:
    """Hold the office of an appointment before it ends: who comes to it then counts after that."""
    office_id = db.get_one(Appointment, appointment_id).office_id
    db.get_one(Office, office_id, with_for_update=True)


def count_anew(db: Session, viewer: Viewer, office_id: str) -> None:
    """Take back days that are still to come where the office is not held from their first one.

    They begin with whoever holds it next, today or later; until then the grant waits again.
    """
    comes = (reading.c.office_id == office_id, reading.c.starts > clock.today())
    wanted = select(reading.c.id, reading.c.starts).where(*comes, reading.c.ended_at.is_(None))
    found, first = db.execute(wanted.with_for_update()).first(), _first_day(db, office_id)
    if found is None or found.starts == first:
        return
    this = update(reading).where(reading.c.id == found.id)
    db.execute(this.values(starts=None, until=None))
    _record(db, viewer, Event.MISSION_READING_PUT_OFF, office_id)
    if first:
        begin(db, viewer, office_id, first)


def look_again(db: Session, viewer: Viewer, code: str) -> None:
    """Let what waits at a member begin, now that a review of one of its offices has ended."""
    theirs = select(office.c.id).where(office.c.member == code)
    for one in _waiting(db, reading.c.office_id.in_(theirs)):
        if first := _first_day(db, one.office_id):
            begin(db, viewer, one.office_id, first)


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
    _record(db, viewer, Event.MISSION_READING_ENDED, office_id)


def _waiting(db: Session, which: ColumnElement[bool]) -> Sequence[Row[Any]]:
    """Hold until the act is done what waits for somebody, and return it."""
    waits = (
        which,
        reading.c.starts.is_(None),
        reading.c.ended_at.is_(None),
        reading.c.granted_at > clock.now() - WAITS,
    )
    wanted = select(reading.c.id, reading.c.office_id, reading.c.granted_at).where(*waits)
    return db.execute(wanted.order_by(reading.c.id).with_for_update()).all()


def _contested(db: Session, office_id: str) -> bool:
    """Whether this office is under review, or the one of its member's Focal Point."""
    of_member_ = select(office.c.member).where(office.c.id == office_id).scalar_subquery()
    lead = and_(office.c.member == of_member_, office.c.kind == OfficeKind.FOCAL_POINT)
    either = or_(office.c.id == office_id, lead)
    found = select(office.c.id).where(office.c.id.in_(UNDER_REVIEW), either)
    return db.execute(found.limit(1)).first() is not None


def _first_day(db: Session, office_id: str) -> date | None:
    """Return the first day from today on for which somebody was verified to hold an office."""
    comes = select(func.min(appointment.c.starts)).where(
        appointment.c.office_id == office_id,
        appointment.c.stage == Stage.VERIFIED,
        or_(appointment.c.ends.is_(None), appointment.c.ends >= clock.today()),
    )
    first: date | None = db.execute(comes).scalar()
    return max(first, clock.today()) if first else None


def _record(db: Session, viewer: Viewer, event: Event, office_id: str, **more: str) -> None:
    code = db.get_one(Office, office_id).member
    record(db, event, viewer=viewer, subject=code, detail={"office": office_id, **more})
