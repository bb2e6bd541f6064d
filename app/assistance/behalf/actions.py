"""The acts on what is entered for an office: begun, handed over, confirmed, refused, taken out."""

from datetime import date

from sqlalchemy import insert, update
from sqlmodel import Session

from app.access.audience import labels_of_draft, labels_of_submitted
from app.access.labels import SECRETARIAT
from app.assistance import drafting, letters
from app.assistance.acting import Acting, step
from app.assistance.behalf.queries import LETTERS, behalf
from app.assistance.consenting import consent_due
from app.assistance.forms import What
from app.assistance.letters import About, Letter
from app.assistance.models import Request
from app.assistance.queries import Asked
from app.assistance.rules import Act, Stage
from app.assistance.typed.keeping import clear
from app.assistance.waits import News, Wait, resting
from app.assistance.writing import put, show_to
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.errors import Conflict
from app.core.i18n import N_
from app.items.actions import next_number
from app.items.models import Item
from app.items.queries import Matter
from app.notifications.actions import done_waiting, tell, wait_for
from app.practices.behalf.queries import Seat

NO_LETTER = N_("Attach the letter of the office first: without it nothing is handed over.")


def begin(db: Session, by: Acting, seat: Seat, asked_on: date, what: What, language: str) -> str:  # noqa: PLR0913, PLR0917 - who, for whom, since when, what
    """Begin an entry for an office, whose own it is: it and the Secretariat see it from now on."""
    made = drafting.create(
        db, by, what, language=language, stage=Stage.ON_BEHALF, owner=seat.member
    )
    db.get_one(Item, made).office_id = seat.id
    db.get_one(Request, made).contact_office = seat.id
    db.flush()
    db.execute(
        insert(behalf).values(item_id=made, office_id=seat.id, asked_on=asked_on, refused=False)
    )
    return made


def enter(db: Session, by: Acting, request: Matter) -> None:
    """Hand an entry to its office, which is told; where nobody holds it, to its next holder.

    Raises:
        Conflict: also while the letter is not attached.
    """
    entered = step(db, by, request, Act.ENTER)
    if not LETTERS.files(db.connection(), request.id):
        raise Conflict(NO_LETTER)
    entered.number = entered.number or next_number(db, drafting.SERIES)
    db.flush()
    record(db, Event.REQUEST_ENTERED, viewer=by.viewer, subject=request.id)
    owners = labels_of_draft(request.owners)
    for label in sorted(owners):
        wait_for(db, request.id, label, Wait.ENTERED)
    letters.write(db, by.post, Letter.ENTERED, About(request.id, entered.number), to=owners)


def vouch(db: Session, by: Acting, asked: Asked) -> None:
    """Confirm an entry for the office that asked: it is authenticated, and waits for its yes.

    The Secretariat has the letter and the office has the words, so nothing is left to check.
    """
    request = asked.matter
    vouched = step(db, by, request, Act.VOUCH)
    row = db.get_one(Request, request.id)
    row.harm_checked_on, row.authenticated_at = clock.today(), vouched.changed_at
    db.flush()
    drafting.keep(db, by, vouched, asked)
    clear(db, request.id)
    _answered(db, request.id, refused=False)
    record(db, Event.REQUEST_VOUCHED, viewer=by.viewer, subject=request.id)
    due = consent_due(vouched.changed_at.date())
    for label in sorted(labels_of_draft(request.owners)):
        wait_for(db, request.id, label, Wait.AUTHENTICATED, due=due)
    tell(db, request.id, {SECRETARIAT}, News.VOUCHED)


def refuse(db: Session, by: Acting, request: Matter, reason: str) -> None:
    """Take out what was entered for the viewer's office, with a reason to the Secretariat."""
    _end(db, by, request, Act.REFUSE, reason)
    record(db, Event.REQUEST_REFUSED, viewer=by.viewer, subject=request.id)
    tell(db, request.id, {SECRETARIAT}, News.REFUSED)
    letters.write(db, by.post, Letter.REFUSED, About.of(request), to={SECRETARIAT})


def drop(db: Session, by: Acting, request: Matter, reason: str) -> None:
    """Take out what the Secretariat entered, with a reason to the office."""
    _end(db, by, request, Act.DROP, reason)
    record(db, Event.REQUEST_DROPPED, viewer=by.viewer, subject=request.id)
    tell(db, request.id, labels_of_draft(request.owners), News.DROPPED)


def _end(db: Session, by: Acting, request: Matter, act: Act, reason: str) -> None:
    ended = step(db, by, request, act)
    labels = labels_of_submitted(request.owners)
    show_to(db, by, ended, labels, moment=resting(ended.changed_at))
    put(db, by, db.get_one(Request, request.id), {"result_note": reason})
    _answered(db, request.id, refused=True)


def _answered(db: Session, item_id: str, *, refused: bool) -> None:
    said = update(behalf).where(behalf.c.item_id == item_id)
    db.execute(said.values(answered_on=clock.today(), refused=refused))
    done_waiting(db, item_id)
