"""Acts on a request once submitted: each writes all that belongs to it in one transaction."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select
from sqlmodel import Session

from app.access.audience import Audience, labels_of_draft
from app.access.labels import SECRETARIAT, member_label, office_label
from app.assistance import letters
from app.assistance.acting import Acting, step
from app.assistance.letters import About, Letter
from app.assistance.models import Request
from app.assistance.queries import item, offer
from app.assistance.rules import STANDING, Act, OfferStage
from app.assistance.visibility import labels_of, labels_once_gone
from app.assistance.waits import News, Wait, resting
from app.assistance.writing import put, show_to
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.errors import Conflict
from app.core.i18n import N_
from app.directory.seated import holders_of
from app.items.models import Item
from app.items.queries import Matter, readers
from app.notifications.actions import done_waiting, excuse, tell, wait_for

NOBODY_THERE = N_(
    "Nobody among those addressed holds an office today. Return the request, so that the office "
    "can address others."
)


def open_up(db: Session, by: Acting, request: Matter) -> None:
    """Open a request to those it addresses: labels, letters, waiting rows.

    Raises:
        Conflict: also when nobody among those addressed holds an office.
    """
    opened = step(db, by, request, Act.OPEN)
    audience = Audience.parse(opened.audience)
    readers = audience.labels - {SECRETARIAT}
    if readers and not holders_of(db.connection(), readers, clock.today(), but=request.owners):
        raise Conflict(NOBODY_THERE)
    row = db.get_one(Request, request.id)
    row.opened_at = opened.changed_at
    show_to(db, by, opened, labels_of(opened.stage, request.owners, audience))
    record(db, Event.REQUEST_OPENED, viewer=by.viewer, subject=request.id)
    done_waiting(db, request.id)
    _call(db, by, opened, row.answer_by, request.owners)


def _call(
    db: Session, by: Acting, opened: Item, answer_by: date | None, owners: Collection[str]
) -> None:
    """Let the readers know that something waits for them, and the owners that it does."""
    readers = Audience.parse(opened.audience).labels - {SECRETARIAT}
    for label in sorted(readers):
        wait_for(db, opened.id, label, Wait.OPEN, due=answer_by)
    for code in sorted(owners):
        excuse(db, opened.id, code, Wait.OPEN)
    tell(db, opened.id, labels_of_draft(owners), News.OPENED)
    about = About(opened.id, opened.number, answer_by)
    letters.write(db, by.post, Letter.OPEN, about, to=readers, but=owners)


def send_back(db: Session, by: Acting, request: Matter, reason: str) -> None:
    """Return a request to its office with a reason, which is sealed as the request is."""
    returned = step(db, by, request, Act.RETURN)
    put(db, by, db.get_one(Request, request.id), {"reason": reason})
    labels = labels_of(returned.stage, request.owners, Audience.parse(request.audience))
    show_to(db, by, returned, labels)
    record(db, Event.REQUEST_RETURNED, viewer=by.viewer, subject=request.id)
    done_waiting(db, request.id)
    owners = labels_of_draft(request.owners)
    for label in sorted(owners):
        wait_for(db, request.id, label, Wait.RETURNED)
    letters.write(db, by.post, Letter.RETURNED, About.of(request), to=owners)


def start(db: Session, by: Acting, request: Matter) -> None:
    """Say that the agreed work is under way."""
    step(db, by, request, Act.START)
    row = db.get_one(Request, request.id)
    record(db, Event.REQUEST_STARTED, viewer=by.viewer, subject=request.id)
    done_waiting(db, request.id, Wait.AGREED)
    for label in sorted(labels_of_draft(request.owners)):
        wait_for(db, request.id, label, Wait.UNDER_WAY, due=row.wanted_to)
    agreed = _helpers(db, request.id, {OfferStage.ACCEPTED})
    tell(db, request.id, labels_of_draft(agreed), News.STARTED)


def close(db: Session, by: Acting, request: Matter, *, result: str, note: str) -> None:
    """Close a request with its result and a few words, for both sides and the secretariat."""
    closed = step(db, by, request, Act.CLOSE)
    row = db.get_one(Request, request.id)
    row.result = result
    put(db, by, row, {"result_note": note})
    labels = labels_of(closed.stage, request.owners, Audience.parse(closed.audience))
    show_to(db, by, closed, labels, moment=resting(closed.changed_at))
    record(
        db, Event.REQUEST_CLOSED, viewer=by.viewer, subject=request.id, detail={"result": result}
    )
    _end(db, request, News.CLOSED)


def withdraw(db: Session, by: Acting, request: Matter) -> None:
    """Take a request back, from whatever state it is in."""
    gone = step(db, by, request, Act.WITHDRAW)
    helpers = _helpers_by_label(db, request.id)
    labels = labels_once_gone(request.stage, request.owners, Audience.parse(gone.audience), helpers)
    show_to(db, by, gone, labels, moment=resting(gone.changed_at))
    record(db, Event.REQUEST_WITHDRAWN, viewer=by.viewer, subject=request.id)
    _end(db, request, News.WITHDRAWN)


def _end(db: Session, request: Matter, news: News) -> None:
    """Let nothing wait any longer, and tell those whose offers still stood."""
    done_waiting(db, request.id)
    for offer_id in db.execute(select(offer.c.item_id).where(offer.c.request_id == request.id)):
        done_waiting(db, offer_id[0])
    tell(db, request.id, labels_of_draft(_helpers(db, request.id, STANDING)), news)


def _helpers_by_label(db: Session, request_id: str) -> Collection[str]:
    """Return by which labels those that offered go on reading: never by a wider one than before."""
    conn = db.connection()
    before = readers(conn, request_id)
    offered = conn.execute(
        select(offer.c.member, item.c.office_id)
        .join_from(offer, item, item.c.id == offer.c.item_id)
        .where(offer.c.request_id == request_id)
    )
    own = ((member_label(row.member), office_label(row.office_id or "")) for row in offered)
    return {alone if alone in before else whole for whole, alone in own}


def _helpers(db: Session, request_id: str, stages: Collection[str] = ()) -> Sequence[str]:
    """Return the members that offered, all or those whose offers are in ``stages``."""
    wanted = (
        select(offer.c.member)
        .join_from(offer, item, item.c.id == offer.c.item_id)
        .where(offer.c.request_id == request_id)
    )
    found = db.execute(wanted.where(item.c.stage.in_(stages)) if stages else wanted)
    return sorted(set(found.scalars()))
