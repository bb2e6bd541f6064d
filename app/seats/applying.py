"""The acts on an application for a place. Each holds the seat first: places are never oversold."""

from typing import Any

from sqlalchemy import func, select, update
from sqlmodel import Session

from app.access.labels import member_label
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.errors import Conflict, NotFound
from app.core.seal import Place, SealedText
from app.notifications.actions import tell
from app.sealing import wrapping
from app.sealing.keys import Opened
from app.seats import letters
from app.seats.applications import (
    ALL_TAKEN,
    ENOUGH,
    LIVE,
    MOST_APPLICATIONS,
    TELLS,
    Answer,
    Applied,
    follows,
)
from app.seats.forms import Words
from app.seats.holding import Acting, Held, application, hold, settle, show_to_readers, write
from app.seats.models import SeatApplication
from app.seats.queries import Seat
from app.seats.rules import Act, What

TABLE = "seat_application"
EVENTS = {
    Answer.ACCEPT: Event.SEAT_ACCEPTED,
    Answer.LIST: Event.SEAT_LISTED,
    Answer.DECLINE: Event.SEAT_DECLINED,
}


def apply(db: Session, by: Acting, found: Seat, words: Words, language: str) -> str:
    """Apply for one place on behalf of the viewer's office; return the application's id.

    Raises:
        Conflict: when the seat takes none now, or the office has applied often enough.
    """
    held = hold(db, found.matter.id, Act.APPLY)
    member, office = by.viewer.member or "", by.viewer.office
    mine = select(func.count()).where(
        application.c.seat_id == held.id,
        application.c.member == member,
        application.c.state.in_(sorted(LIVE)),
    )
    if office is None or db.execute(mine).scalar_one() >= MOST_APPLICATIONS:
        raise Conflict(ENOUGH)
    made = SeatApplication(
        seat_id=held.id, member=member, office_id=office.id, state=Applied.SENT, language=language
    )
    opened = wrapping.begin(db, by.seal, made.id, held.own | {member_label(member)})
    for name in ("who", "why", "needs"):
        setattr(made, name, sealed(opened, made.id, name, getattr(words, name)))
    db.add(made)
    db.flush()
    show_to_readers(db, held)
    settle(db, held)
    letters.write(db, by.post, What.APPLIED, held.number, held.own)
    record(db, Event.SEAT_APPLIED, viewer=by.viewer, subject=made.id)
    return made.id


def answer(  # noqa: PLR0913 - who answers which how, by name
    db: Session,
    by: Acting,
    found: Seat,
    application_id: str,
    act: Answer,
    *,
    word: str,
    version: int,
) -> None:
    """Give a place, put on the waiting list or decline politely, with a ``word`` or without.

    Raises:
        NotFound: when the application is another seat's.
        Conflict: when all places are taken, or the seat or the application is past that.
    """
    held, row = _held(db, found, application_id, Act.ANSWER)
    to = _step(row, act, version)
    if to == Applied.ACCEPTED:
        _take(db, held)
    number = _last(db, held) + 1 if to == Applied.LISTED else row.number
    _write(db, row, state=to, number=number, answered_at=clock.now())
    opened = wrapping.held(db, by.seal, row.id, by.viewer.labels)
    if opened:
        _write(db, row, word=sealed(opened, row.id, "word", word))
    _tell(db, by, held, TELLS[to], row.member)
    settle(db, held)
    record(db, EVENTS[act], viewer=by.viewer, subject=row.id)


def take_back(db: Session, by: Acting, found: Seat, application_id: str, *, version: int) -> None:
    """Take an application back; the place that it had is free, and the next can be answered.

    Raises:
        NotFound: when the application is another seat's.
        Conflict: when the seat or the application is past that.
    """
    held, row = _held(db, found, application_id, Act.TAKE_BACK)
    to = _step(row, Answer.TAKE_BACK, version)
    if row.state == Applied.ACCEPTED:
        write(db, held.id, taken=held.row.taken - 1)
    _write(db, row, state=to, answered_at=clock.now())
    tell(db, held.id, held.own, What.GIVEN_BACK)
    settle(db, held)
    record(db, Event.SEAT_GIVEN_BACK, viewer=by.viewer, subject=row.id)


def sealed(opened: Opened, row: str, column: str, words: str) -> SealedText | None:
    """Return the words of one column sealed, None where there are none."""
    return opened.seal(words, Place(TABLE, column, row)) if words else None


def _held(db: Session, found: Seat, application_id: str, act: Act) -> tuple[Held, Any]:
    held = hold(db, found.matter.id, act)
    wanted = select(application).where(
        application.c.id == application_id, application.c.seat_id == held.id
    )
    row = db.execute(wanted).first()
    if row is None:
        raise NotFound
    return held, row


def _step(row: Any, act: Answer, version: int) -> Applied:
    to = follows(row.state, act)
    if row.version != version:
        raise Conflict
    return to


def _take(db: Session, held: Held) -> None:
    """Take a place of a seat that is held.

    Raises:
        Conflict: when all are taken.
    """
    if held.row.taken >= held.row.places:
        raise Conflict(ALL_TAKEN)
    write(db, held.id, taken=held.row.taken + 1)


def _last(db: Session, held: Held) -> int:
    last = select(func.max(application.c.number)).where(application.c.seat_id == held.id)
    return int(db.execute(last).scalar() or 0)


def _write(db: Session, row: Any, **values: object) -> None:
    change = update(application).where(application.c.id == row.id)
    db.execute(change.values(**values, version=row.version + 1))


def _tell(db: Session, by: Acting, held: Held, what: What, member: str) -> None:
    to = {member_label(member)}
    tell(db, held.id, to, what)
    letters.write(db, by.post, what, held.number, to)
