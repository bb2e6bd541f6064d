"""What the office that asks decides besides: a pause, another contact, to take it up again."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import delete, select
from sqlmodel import Session

from app.access.audience import Audience, labels_of_draft
from app.access.labels import labels_of_members
from app.assistance.acting import Acting, step
from app.assistance.after import asking
from app.assistance.consenting import send_out
from app.assistance.models import Offer, Request
from app.assistance.queries import ending, item, offer
from app.assistance.rules import OFFER, STANDING, Act, OfferStage, Party, Stage, after
from app.assistance.visibility import labels_of
from app.assistance.waits import News, Wait, usual_answer_day
from app.assistance.working.waiting import refresh
from app.assistance.writing import put, show_to
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.errors import Conflict
from app.core.i18n import N_
from app.items.actions import move
from app.items.models import Item
from app.items.queries import Matter
from app.notifications.actions import done_waiting, excuse, tell, wait_for

DESTROYED = N_("The words of this request are destroyed, so it cannot be taken up again. Ask anew.")


def pause(db: Session, by: Acting, request: Matter, until: date) -> None:
    """Let a request rest until a day: nobody is reminded, and nothing lapses."""
    step(db, by, request, Act.PAUSE)
    row = db.get_one(Request, request.id)
    row.paused_until, was = until, row.paused_until
    refresh(db, request.id)
    if until != was:
        _said(db, by, request, Event.REQUEST_PAUSED, News.PAUSED)


def go_on(db: Session, by: Acting, request: Matter) -> None:
    """End a pause."""
    step(db, by, request, Act.GO_ON)
    row = db.get_one(Request, request.id)
    row.paused_until, was = None, row.paused_until
    refresh(db, request.id)
    if was is not None:
        _said(db, by, request, Event.REQUEST_RESUMED, News.RESUMED)


def transfer(db: Session, by: Acting, request: Matter, contact: str, alternate: str) -> None:
    """Name the offices to ask from now on; both are the own member's."""
    step(db, by, request, Act.TRANSFER)
    row = db.get_one(Request, request.id)
    was = (row.contact_office, row.alternate_office)
    row.contact_office, row.alternate_office = contact, alternate or None
    if was != (row.contact_office, row.alternate_office):
        _said(db, by, request, Event.REQUEST_TRANSFERRED, News.TRANSFERRED)


def _said(db: Session, by: Acting, request: Matter, event: Event, news: News) -> None:
    db.flush()
    record(db, event, viewer=by.viewer, subject=request.id)
    helping = labels_of_members(_standing(db, request.id).values())
    tell(db, request.id, helping, news)


def ask_again(db: Session, by: Acting, request: Matter) -> None:
    """Take up a request that has ended, where its words are still there.

    Raises:
        Conflict: also when its words are destroyed.
    """
    living = step(db, by, request, Act.ASK_AGAIN)
    _keep_words(db, request.id)
    row = db.get_one(Request, request.id)
    row.result, row.paused_until, row.reminders, row.reminded_at = None, None, 0, None
    put(db, by, row, {"result_note": ""})
    db.flush()
    record(db, Event.REQUEST_REVIVED, viewer=by.viewer, subject=request.id)
    match living.stage:
        case Stage.OPEN:
            _open_again(db, by, request, row, living)
        case Stage.UNDER_WAY:
            _work_again(db, by, request, row, living)
        case _:
            _write_again(db, by, request, row, living)


def _keep_words(db: Session, request_id: str) -> None:
    """Let nothing be destroyed that was announced; its row is held by the act that moved it."""
    gone = select(ending.c.destroyed_at).where(ending.c.item_id == request_id)
    if db.execute(gone).scalar() is not None:
        raise Conflict(DESTROYED)
    db.execute(delete(ending).where(ending.c.item_id == request_id))


def _open_again(db: Session, by: Acting, request: Matter, row: Request, living: Item) -> None:
    """Let a lapsed request out once more to those it addresses; offers that stand are answered."""
    if row.answer_by is None or row.answer_by <= clock.today():
        row.answer_by = usual_answer_day(clock.today())
    standing = _standing(db, request.id)
    send_out(db, by, living, row.answer_by, request.owners)
    for offer_id, member in standing.items():
        excuse(db, request.id, member, Wait.OPEN)
        for label in sorted(labels_of_draft(request.owners)):
            wait_for(db, offer_id, label, Wait.OFFER)
    tell(db, request.id, labels_of_members(standing.values()), News.REVIVED)


def _work_again(db: Session, by: Acting, request: Matter, row: Request, living: Item) -> None:
    labels = labels_of(living.stage, request.owners, Audience.parse(living.audience))
    show_to(db, by, living, labels)
    for label in sorted(labels_of_draft(request.owners)):
        wait_for(db, request.id, label, Wait.UNDER_WAY, due=row.wanted_to)
    helping = _standing(db, request.id, {OfferStage.ACCEPTED}).values()
    tell(db, request.id, labels_of_members(helping), News.REVIVED)
    asking.stop(db, request.id)
    refresh(db, request.id)


def _write_again(db: Session, by: Acting, request: Matter, row: Request, living: Item) -> None:
    """Make a draft of what was withdrawn: its offers end, and it goes the whole way again."""
    row.opened_at = row.authenticated_at = None
    for offer_id in _standing(db, request.id):
        found = db.get_one(Item, offer_id)
        move(db, offer_id, seen=found.stage, to=after(OFFER, Act.ASK_AGAIN, found.stage, _OWNER))
        db.get_one(Offer, offer_id).standing = None
        done_waiting(db, offer_id)
    db.flush()
    show_to(db, by, living, labels_of_draft(request.owners))


_OWNER = Party.OWNER


def _standing(db: Session, request_id: str, stages: Collection[str] = STANDING) -> dict[str, str]:
    """Return the offers in ``stages`` and their members."""
    found = (
        select(offer.c.item_id, offer.c.member)
        .join_from(offer, item, item.c.id == offer.c.item_id)
        .where(offer.c.request_id == request_id, item.c.stage.in_(stages))
        .order_by(offer.c.item_id)
    )
    return {row.item_id: row.member for row in db.execute(found)}
