"""What a member that was asked does short of offering: it says no, or leaves it to a colleague.

Neither changes the request, and neither needs a reason.
"""

from datetime import date

from sqlalchemy import delete, select
from sqlmodel import Session

from app.access.audience import labels_of_draft
from app.access.labels import OFFICE, office_label
from app.assistance import letters
from app.assistance.acting import Acting, hold_by
from app.assistance.dealt import answering
from app.assistance.letters import About, Letter
from app.assistance.models import Answering, Request
from app.assistance.queries import offer, party
from app.assistance.rules import REQUEST, Act, after
from app.assistance.waits import News, Wait
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.errors import Conflict
from app.core.i18n import N_
from app.items.queries import Matter, readers
from app.notifications.actions import excuse, stop_waiting, tell, wait_for

OFFERED = N_("Your office has offered help for this request already. Here is the present state.")
NOT_THEIRS = N_("That office does not read this request, so it cannot answer it.")


def cannot(db: Session, by: Acting, request: Matter) -> None:
    """Say for the viewer's member that it cannot help this time; said again it changes nothing.

    Raises:
        Forbidden: when the viewer's side is never asked.
        Conflict: when the request takes no offers now, or the member's offer stands.
    """
    row = _row(db, by, request, Act.CANNOT)
    if row.passed_at is not None:
        return
    _waits_no_longer(db, row)
    row.passed_at, row.office_id = clock.now(), None
    db.flush()
    record(db, Event.REQUEST_PASSED, viewer=by.viewer, subject=request.id)
    tell(db, request.id, labels_of_draft(request.owners), News.PASSED)


def hand(db: Session, by: Acting, request: Matter, office_id: str) -> None:
    """Leave a request to another office of the viewer's member to answer.

    Raises:
        Forbidden: when the viewer's side is never asked.
        Conflict: when the request takes no offers now, the member's offer stands, or that office
            does not read the request.
    """
    row = _row(db, by, request, Act.HAND)
    _ensure_reads(db, by, request, office_id)
    if row.office_id == office_id:
        return
    _waits_no_longer(db, row)
    row.office_id, row.passed_at = office_id, None
    db.flush()
    due = db.get_one(Request, request.id).answer_by
    wait_for(db, request.id, office_label(office_id), Wait.HANDED, due=due)
    record(db, Event.REQUEST_LEFT_TO, viewer=by.viewer, subject=request.id)
    about = About(request.id, request.number, due)
    letters.write(db, by.post, Letter.HANDED, about, to={office_label(office_id)})


def answered(db: Session, request_id: str, member: str) -> None:
    """Say that a member has offered help: what it said or left to a colleague before is over."""
    row = db.get(Answering, {"request_id": request_id, "member": member})
    if row is None:
        excuse(db, request_id, member, Wait.OPEN)
        return
    _waits_no_longer(db, row)
    db.delete(row)
    db.flush()


def ask_anew(db: Session, request_id: str) -> None:
    """Forget how members dealt with a request: they are asked once more."""
    db.execute(delete(answering).where(answering.c.request_id == request_id))


def waits_again(db: Session, request_id: str, due: date | None) -> None:
    """Let a request that is open again wait for no member that said no, and for who took it on."""
    rows = select(answering).where(answering.c.request_id == request_id)
    for row in db.execute(rows).all():
        excuse(db, request_id, row.member, Wait.OPEN)
        if row.office_id:
            wait_for(db, request_id, office_label(row.office_id), Wait.HANDED, due=due)


def _row(db: Session, by: Acting, request: Matter, act: Act) -> Answering:
    """Hold the request; return how the viewer's member deals with it, written where it is new."""
    after(REQUEST, act, hold_by(db, by, request), party(by.viewer, request.owners))
    code = by.viewer.member or ""
    stands = select(offer.c.item_id).where(
        offer.c.request_id == request.id, offer.c.standing == code
    )
    if db.execute(stands).first():
        raise Conflict(OFFERED)
    row = db.get(Answering, {"request_id": request.id, "member": code})
    if row is None:
        row = Answering(request_id=request.id, member=code)
        db.add(row)
        db.flush()
    return row


def _ensure_reads(db: Session, by: Acting, request: Matter, office_id: str) -> None:
    """Refuse an office that does not read the request: what one office reads alone stays there."""
    shared = {label for label in by.viewer.labels if not label.startswith((OFFICE, "person:"))}
    if not (shared | {office_label(office_id)}) & readers(db.connection(), request.id):
        raise Conflict(NOT_THEIRS)


def _waits_no_longer(db: Session, row: Answering) -> None:
    excuse(db, row.request_id, row.member, Wait.OPEN)
    if row.office_id:
        stop_waiting(db, row.request_id, {office_label(row.office_id)})
