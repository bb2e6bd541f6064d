"""Leaving an office and coming to one: the hand-over, and what the next holder inherits."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, String, bindparam, select, update
from sqlmodel import Session

from app.access.labels import office_label
from app.access.viewer import Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.core.seal import Place, Seal, SealedText
from app.directory import keeping
from app.directory.holding import appointment, held_today
from app.directory.models import HandOver
from app.directory.under_review import ensure_settled
from app.identity.models import Person
from app.identity.people import named
from app.sealing import wrapping
from app.sealing.keys import Keys, wrapped_for

hand_over_table = table(HandOver)
person = table(Person)
before = appointment.alias("before")

NOTE = "note"
HANDED_OVER = "handed-over"
"""Why an appointment ended when its office was handed over."""


@dataclass(frozen=True, slots=True)
class Holding:
    """Who holds an office today."""

    appointment_id: str
    person_id: str
    name: str
    starts: date


@dataclass(frozen=True, slots=True)
class Inherited:
    """What a new holder finds: since when, from whom, and the note that was left, still sealed."""

    appointment_id: str
    starts: date
    predecessor: str | None
    left_at: date | None
    hand_over_id: str | None
    note: SealedText | None
    wrapped: bytes | None
    written_by: str | None


_HOLDING = (
    select(appointment.c.id, person.c.id.label("person_id"), person.c.name, appointment.c.starts)
    .join_from(appointment, person, person.c.id == appointment.c.person_id)
    .where(appointment.c.office_id == bindparam("office_id"), held_today())
    .order_by(appointment.c.starts.desc(), appointment.c.id)
)
_NEW_HERE = (
    select(appointment.c.id, appointment.c.starts, appointment.c.created_at)
    .where(
        appointment.c.office_id == bindparam("office_id"),
        appointment.c.person_id == bindparam("person_id"),
        appointment.c.welcomed_at.is_(None),
        held_today(),
        select(before.c.id)
        .where(
            before.c.office_id == appointment.c.office_id,
            before.c.person_id != appointment.c.person_id,
            before.c.ends.is_not(None),
        )
        .exists(),
    )
    .limit(1)
)
_PREDECESSOR = (
    select(person.c.name, appointment.c.ends)
    .join_from(appointment, person, person.c.id == appointment.c.person_id)
    .where(
        appointment.c.office_id == bindparam("office_id"),
        appointment.c.person_id != bindparam("person_id"),
        appointment.c.ends.is_not(None),
    )
    .order_by(appointment.c.ends.desc(), appointment.c.created_at.desc())
    .limit(1)
)
_LEFT = (
    select(
        hand_over_table.c.id,
        hand_over_table.c.note,
        person.c.name,
        wrapped_for(hand_over_table.c.id, [bindparam("party", type_=String)]).label("wrapped"),
    )
    .join_from(hand_over_table, person, person.c.id == hand_over_table.c.person_id)
    .where(
        hand_over_table.c.office_id == bindparam("office_id"),
        hand_over_table.c.person_id != bindparam("person_id"),
    )
    .order_by(hand_over_table.c.at.desc(), hand_over_table.c.id)
    .limit(1)
)


def holding(conn: Connection, office_id: str) -> Holding | None:
    """Return who holds the office today, None where it is vacant."""
    row = conn.execute(_HOLDING, {"office_id": office_id, "today": clock.today()}).first()
    return None if row is None else Holding(*row)


def is_new(conn: Connection, viewer: Viewer) -> bool:
    """Whether the viewer took over the acting office from somebody and was not welcomed yet."""
    return conn.execute(_NEW_HERE, _asked(viewer)).first() is not None


def inherited(conn: Connection, viewer: Viewer) -> Inherited | None:
    """Return what the viewer inherits with the acting office; None for who was welcomed."""
    new = conn.execute(_NEW_HERE, _asked(viewer)).first()
    if new is None:
        return None
    last = conn.execute(_PREDECESSOR, _asked(viewer)).first()
    party = {"party": office_label(viewer.office.id if viewer.office else "")}
    left = conn.execute(_LEFT, {**_asked(viewer), **party}).first()
    return Inherited(
        appointment_id=new.id,
        starts=new.starts,
        predecessor=named(last.name) if last else None,
        left_at=last.ends if last else None,
        hand_over_id=left.id if left else None,
        note=left.note if left else None,
        wrapped=left.wrapped if left else None,
        written_by=named(left.name) if left else None,
    )


def opened(conn: Connection, viewer: Viewer, seal: Seal, found: Inherited) -> str:
    """Return the note that was left to the viewer's office, in clear; nothing where none was."""
    if found.hand_over_id is None or viewer.office is None:
        return ""
    keys = Keys(conn, seal, [office_label(viewer.office.id)])
    record = keys.of(found.hand_over_id, found.wrapped)
    return record.words(found.note, Place("hand_over", NOTE, found.hand_over_id))


def hand_over(  # noqa: PLR0913 - all by name
    db: Session,
    viewer: Viewer,
    seal: Seal,
    office_id: str,
    *,
    holding: Holding | None,
    last_day: date,
    note: str,
) -> None:
    """Leave an office on ``last_day``, with what the next holder should know.

    Without a holder only the note is left. The work needs no moving: it belongs to the office.

    Raises:
        Conflict: when the appointment ended in the meantime, or the office is under review.
    """
    ensure_settled(db, office_id)
    made = HandOver(office_id=office_id, person_id=viewer.person_id or "", last_day=last_day)
    if note:
        kept = wrapping.begin(db, seal, made.id, [office_label(office_id)])
        made.note = kept.seal(note, Place("hand_over", NOTE, made.id))
    db.add(made)
    db.flush()
    record(db, Event.OFFICE_HANDED_OVER, viewer=viewer, subject=office_id)
    if holding is not None:
        keeping.end(db, viewer, holding.appointment_id, last_day, HANDED_OVER)


def welcome(db: Session, viewer: Viewer, office_id: str) -> None:
    """Note that the new holder has read what was left; the first page stops saying so."""
    changed = db.execute(
        update(appointment)
        .where(
            appointment.c.office_id == office_id,
            appointment.c.person_id == viewer.person_id,
            appointment.c.welcomed_at.is_(None),
        )
        .values(welcomed_at=clock.now())
        .returning(appointment.c.id)
    ).first()
    if changed is not None:
        record(db, Event.OFFICE_INHERITED, viewer=viewer, subject=office_id)


def _asked(viewer: Viewer) -> dict[str, object]:
    return {
        "office_id": viewer.office.id if viewer.office else "",
        "person_id": viewer.person_id,
        "today": clock.today(),
    }
