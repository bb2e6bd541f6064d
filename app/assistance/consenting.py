"""Authenticated by the secretariat, then let out by the office that asks, by its own yes alone."""

from collections.abc import Collection
from datetime import date, timedelta

from sqlmodel import Session

from app.access.audience import Audience, labels_of_draft
from app.access.labels import SECRETARIAT, labels_of_members
from app.assistance import letters
from app.assistance.acting import Acting, step
from app.assistance.answering import ask_anew
from app.assistance.blind.choosing import seal_off
from app.assistance.entities.holding import ask
from app.assistance.entities.queries import entities_of
from app.assistance.letters import About, Letter
from app.assistance.models import Request
from app.assistance.rules import Act
from app.assistance.visibility import labels_of
from app.assistance.waits import CONSENT_DAYS, News, Wait
from app.assistance.writing import show_to
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.errors import Conflict
from app.core.i18n import N_
from app.directory.seated import holders_of
from app.items.models import Item
from app.items.queries import Matter
from app.notifications.actions import done_waiting, excuse, tell, wait_for

NOBODY_THERE = N_(
    "Nobody among those addressed holds an office today. Return the request, so that the office "
    "can address others."
)
NOBODY_LEFT = N_(
    "Nobody among those addressed holds an office today. Take the request back to the draft and "
    "address others."
)


def authenticate(db: Session, by: Acting, request: Matter) -> None:
    """Say that a request is its office's own; it waits then for that office's yes.

    Raises:
        Conflict: also when nobody among those addressed holds an office.
    """
    found = step(db, by, request, Act.AUTHENTICATE)
    _ensure_readers(db, found, request.owners, NOBODY_THERE)
    row = db.get_one(Request, request.id)
    row.authenticated_at = found.changed_at
    db.flush()
    record(db, Event.REQUEST_AUTHENTICATED, viewer=by.viewer, subject=request.id)
    done_waiting(db, request.id)
    owners, due = labels_of_draft(request.owners), consent_due(found.changed_at.date())
    for label in sorted(owners):
        wait_for(db, request.id, label, Wait.AUTHENTICATED, due=due)
    about = About(request.id, found.number, due)
    letters.write(db, by.post, Letter.AUTHENTICATED, about, to=owners)


def consent_due(day: date) -> date:
    """Return the day on which what was authenticated on ``day`` goes back to the draft."""
    return day + timedelta(days=CONSENT_DAYS)


def open_up(db: Session, by: Acting, request: Matter) -> None:
    """Let a request out to those it addresses: labels, letters, waiting rows.

    Raises:
        Conflict: also when nobody among those addressed holds an office.
    """
    opened = step(db, by, request, Act.OPEN)
    _ensure_readers(db, opened, request.owners, NOBODY_LEFT)
    row = db.get_one(Request, request.id)
    row.opened_at = opened.changed_at
    if row.card_audience:
        seal_off(db, row, opened, request.owners)
    send_out(db, by, opened, row.answer_by, request.owners)
    record(db, Event.REQUEST_OPENED, viewer=by.viewer, subject=request.id)
    news = News.SEALED_OPENED if row.card_audience else News.OPENED
    tell(db, opened.id, labels_of_draft(request.owners), news)


def not_yet(db: Session, by: Acting, request: Matter) -> None:
    """Take an authenticated request back to the draft: nobody else has seen it."""
    kept = step(db, by, request, Act.NOT_YET)
    show_to(db, by, kept, labels_of_draft(request.owners))
    record(db, Event.REQUEST_NOT_YET, viewer=by.viewer, subject=request.id)
    done_waiting(db, request.id)


def send_out(
    db: Session, by: Acting, opened: Item, answer_by: date | None, owners: Collection[str]
) -> None:
    """Show an open request to those it addresses; it waits for them, and they are told."""
    audience = Audience.parse(opened.audience)
    show_to(db, by, opened, labels_of(opened.stage, owners, audience))
    done_waiting(db, opened.id)
    ask_anew(db, opened.id)
    readers = audience.labels - {SECRETARIAT}
    for label in sorted(readers - labels_of_members(entities_of(audience))):
        wait_for(db, opened.id, label, Wait.OPEN, due=answer_by)
    ask(db, opened.id, audience, anew=True)
    for code in sorted(owners):
        excuse(db, opened.id, code, Wait.OPEN)
    about = About(opened.id, opened.number, answer_by)
    letters.write(db, by.post, Letter.OPEN, about, to=readers, but=owners)


def _ensure_readers(db: Session, found: Item, owners: Collection[str], sentence: str) -> None:
    audience = Audience.parse(found.audience)
    readers = audience.labels - {SECRETARIAT}
    if (
        readers
        and not entities_of(audience)
        and not holders_of(db.connection(), readers, clock.today(), but=owners)
    ):
        raise Conflict(sentence)
