"""Keeping the record of offices: opening them, verifying who holds them, ending appointments."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, or_, select, update
from sqlmodel import Session

from app.access.viewer import OfficeKind, Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.core.i18n import N_
from app.directory import mission_granting
from app.directory.holding import appointment
from app.directory.models import Appointment, Member, Office
from app.directory.rules import TRANSITIONS, Act, Stage
from app.directory.under_review import ensure_settled
from app.identity import people, sessions

office = table(Office)

FULL = N_("This member already has as many offices of this kind as the Secretariat records.")
DONE = N_("This appointment is no longer in the state that this act needs.")
SUCCEEDED = "succeeded"
"""Why an appointment ended when nobody wrote a reason: the next holder was verified."""

EVENTS: Mapping[Act, Event] = {
    Act.VERIFY: Event.APPOINTMENT_VERIFIED,
    Act.REFUSE: Event.APPOINTMENT_REFUSED,
    Act.END: Event.APPOINTMENT_ENDED,
    Act.REVOKE: Event.APPOINTMENT_REVOKED,
}


@dataclass(frozen=True, slots=True)
class Paper:
    """What an appointment rests on; ``read`` when the Secretariat has read it and vouches.

    Until ``announce_on`` the public does not learn of it; None is from the first day on.
    """

    authority: str
    evidence: str
    read: bool = False
    announce_on: date | None = None


def open_office(  # noqa: PLR0913 - all by name
    db: Session,
    viewer: Viewer,
    member: str,
    kind: OfficeKind,
    *,
    title: str = "",
    mailbox: str = "",
    most: int | None,
) -> Office:
    """Record one more office of a member; ``most`` is None where that was counted before.

    Raises:
        Conflict: when the member has ``most`` offices of this kind.
    """
    db.get_one(Member, member, with_for_update=True)
    counted = select(func.count()).where(office.c.member == member, office.c.kind == kind)
    if most is not None and db.execute(counted).scalar_one() >= most:
        raise Conflict(FULL)
    made = Office(member=member, kind=kind, title=title or None, mailbox=mailbox or None)
    db.add(made)
    db.flush()
    detail = {"office": made.id, "kind": kind.value}
    record(db, Event.OFFICE_OPENED, viewer=viewer, subject=member, detail=dict(detail))
    return made


def describe(db: Session, viewer: Viewer, held: Office, *, title: str, mailbox: str) -> None:
    """Give an office a title and a mailbox; what is empty stays as it is."""
    changed = (title or held.title, mailbox or held.mailbox)
    if changed == (held.title, held.mailbox):
        return
    held.title, held.mailbox = changed
    record(db, Event.OFFICE_CHANGED, viewer=viewer, subject=held.member, detail={"office": held.id})


def record_holder(  # noqa: PLR0913, PLR0917 - who, where, on which paper, from when
    db: Session, viewer: Viewer, office_id: str, person_id: str, paper: Paper, starts: date
) -> Appointment:
    """Record, as the Secretariat, that a person holds an office from ``starts``.

    Raises:
        Conflict: while the office is under review.
    """
    ensure_settled(db, office_id)
    made = Appointment(
        office_id=office_id,
        person_id=person_id,
        starts=starts,
        authority=paper.authority,
        evidence=paper.evidence,
        verified_by=viewer.person_id,
        verified_at=clock.now(),
    )
    db.add(made)
    db.flush()
    record(db, Event.APPOINTMENT_VERIFIED, viewer=viewer, subject=made.id)
    _succeed(db, viewer, made)
    return made


def appoint(
    db: Session, viewer: Viewer, office_id: str, paper: Paper, *, verified_by: str | None
) -> Appointment:
    """Record that the viewer takes an office: verified where the paper was read, else proposed.

    Raises:
        Conflict: while the office is under review.
    """
    ensure_settled(db, office_id)
    people.hold(db, viewer.person_id or "")
    made = Appointment(
        office_id=office_id,
        person_id=viewer.person_id or "",
        stage=Stage.VERIFIED if paper.read else Stage.PROPOSED,
        starts=clock.today(),
        authority=paper.authority or None,
        evidence=paper.evidence or None,
        announced_on=paper.announce_on,
        verified_by=verified_by if paper.read else None,
        verified_at=clock.now() if paper.read else None,
    )
    db.add(made)
    db.flush()
    if paper.read:
        _succeed(db, viewer, made)
    return made


def verify(db: Session, viewer: Viewer, appointment_id: str, paper: Paper, starts: date) -> None:
    """Say that the Secretariat has read the paper: from ``starts`` the person holds the office.

    Raises:
        Conflict: when the appointment is not proposed any more, or its office is under review.
    """
    ensure_settled(db, db.get_one(Appointment, appointment_id).office_id)
    found = _move(db, viewer, appointment_id, Act.VERIFY)
    found.authority, found.evidence = paper.authority, paper.evidence
    found.starts = starts
    found.verified_by, found.verified_at = viewer.person_id, clock.now()
    db.flush()
    _succeed(db, viewer, found)


def refuse(db: Session, viewer: Viewer, appointment_id: str, why: str) -> None:
    """Say that no paper supports a proposed appointment.

    Raises:
        Conflict: when the appointment is not proposed any more.
    """
    _close(db, viewer, _move(db, viewer, appointment_id, Act.REFUSE), why, clock.today())


def end(db: Session, viewer: Viewer, appointment_id: str, last_day: date, why: str) -> None:
    """End an appointment on ``last_day``; what is over has no session left.

    Raises:
        Conflict: when the appointment is not verified any more.
    """
    if last_day > clock.today():
        _end_later(db, viewer, appointment_id, last_day, why)
        return
    mission_granting.hold_office(db, appointment_id)
    _close(db, viewer, _move(db, viewer, appointment_id, Act.END), why, last_day)


def revoke(db: Session, viewer: Viewer, appointment_id: str, why: str) -> None:
    """Take an appointment back at once: it should not have been verified, or must not go on.

    Raises:
        Conflict: when the appointment is not verified any more.
    """
    mission_granting.hold_office(db, appointment_id)
    _close(db, viewer, _move(db, viewer, appointment_id, Act.REVOKE), why, clock.today())


def _end_later(db: Session, viewer: Viewer, appointment_id: str, last_day: date, why: str) -> None:
    set_ = (
        update(appointment)
        .where(appointment.c.id == appointment_id, appointment.c.stage == Stage.VERIFIED)
        .values(ends=last_day, why_ended=why or None, ended_by=viewer.person_id)
        .returning(appointment.c.id)
    )
    if db.execute(set_).first() is None:
        raise Conflict(DONE)
    detail = {"until": last_day.isoformat()}
    record(db, Event.APPOINTMENT_ENDED, viewer=viewer, subject=appointment_id, detail=dict(detail))


def _move(db: Session, viewer: Viewer, appointment_id: str, act: Act) -> Appointment:
    """Move an appointment by ``act``; of two that try, one wins."""
    seen, to = next((seen, to) for (seen, one), to in TRANSITIONS.items() if one == act)
    moved = db.execute(
        update(appointment)
        .where(appointment.c.id == appointment_id, appointment.c.stage == seen)
        .values(stage=to)
        .returning(appointment.c.id)
    ).first()
    if moved is None:
        raise Conflict(DONE)
    record(db, EVENTS[act], viewer=viewer, subject=appointment_id)
    return db.get_one(Appointment, appointment_id, populate_existing=True)


def _close(  # noqa: PLR0913 - how an appointment ends
    db: Session, viewer: Viewer, found: Appointment, why: str, last_day: date, *, keep: str = ""
) -> None:
    """Note how an appointment ended; the sessions of its holder end, but for those of ``keep``."""
    found.ends = min(last_day, found.ends) if found.ends else last_day
    found.why_ended = why or None
    found.ended_by, found.ended_at = viewer.person_id, clock.now()
    db.flush()
    mission_granting.count_anew(db, viewer, found.office_id)
    if found.person_id != keep:
        sessions.end_all(db, found.person_id)


def _succeed(db: Session, viewer: Viewer, new: Appointment) -> None:
    """End the predecessor's appointment when the new one begins: one holder at a time."""
    db.get_one(Office, new.office_id, with_for_update=True)
    mission_granting.begin(db, viewer, new.office_id, new.starts)
    before = db.execute(
        select(appointment.c.id, appointment.c.starts, appointment.c.ends).where(
            appointment.c.office_id == new.office_id,
            appointment.c.id != new.id,
            appointment.c.stage == Stage.VERIFIED,
            or_(appointment.c.ends.is_(None), appointment.c.ends >= new.starts),
        )
    ).all()
    for row in before:
        last_day = max(row.starts, new.starts - timedelta(days=1))
        if new.starts > clock.today():
            _end_later(db, viewer, row.id, last_day, SUCCEEDED)
        else:
            found = _move(db, viewer, row.id, Act.END)
            _close(db, viewer, found, SUCCEEDED, clock.today(), keep=new.person_id)
    mission_granting.count_anew(db, viewer, new.office_id)
