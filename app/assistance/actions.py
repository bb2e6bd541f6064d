"""Acts on a request once submitted: each writes all that belongs to it in one transaction."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlmodel import Session

from app.access.audience import Audience, labels_of_draft
from app.assistance import letters
from app.assistance.acting import Acting, step
from app.assistance.after import asking
from app.assistance.letters import About, Letter
from app.assistance.models import Request
from app.assistance.queries import item, offer
from app.assistance.rules import STANDING, Act, OfferStage
from app.assistance.terms import ensure_agreed
from app.assistance.visibility import labels_of, labels_of_helpers, labels_once_gone
from app.assistance.waits import News, Wait, resting
from app.assistance.working.waiting import refresh
from app.assistance.writing import put, show_to
from app.audit.actions import record
from app.audit.events import Event
from app.items.queries import Matter, readers
from app.notifications.actions import done_waiting, tell, wait_for


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
    ensure_agreed(db, request.id)
    row = db.get_one(Request, request.id)
    record(db, Event.REQUEST_STARTED, viewer=by.viewer, subject=request.id)
    done_waiting(db, request.id, Wait.AGREED)
    for label in sorted(labels_of_draft(request.owners)):
        wait_for(db, request.id, label, Wait.UNDER_WAY, due=row.wanted_to)
    agreed = _helpers(db, request.id, {OfferStage.ACCEPTED})
    tell(db, request.id, labels_of_draft(agreed), News.STARTED)
    refresh(db, request.id)


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
    asking.begin(db, by, closed, request.owners)


def withdraw(db: Session, by: Acting, request: Matter, why: str = "") -> None:
    """Take a request back, from whatever state it is in, with a reason once others have seen it."""
    gone = step(db, by, request, Act.WITHDRAW)
    conn = db.connection()
    helpers = labels_of_helpers(conn, request.id, readers(conn, request.id))
    labels = labels_once_gone(request.stage, request.owners, Audience.parse(gone.audience), helpers)
    show_to(db, by, gone, labels, moment=resting(gone.changed_at))
    if why:
        put(db, by, db.get_one(Request, request.id), {"result_note": why})
    record(db, Event.REQUEST_WITHDRAWN, viewer=by.viewer, subject=request.id)
    _end(db, request, News.WITHDRAWN)


def _end(db: Session, request: Matter, news: News) -> None:
    """Let nothing wait any longer, and tell those whose offers still stood."""
    done_waiting(db, request.id)
    for offer_id in db.execute(select(offer.c.item_id).where(offer.c.request_id == request.id)):
        done_waiting(db, offer_id[0])
    tell(db, request.id, labels_of_draft(_helpers(db, request.id, STANDING)), news)


def _helpers(db: Session, request_id: str, stages: Collection[str] = ()) -> Sequence[str]:
    """Return the members that offered, all or those whose offers are in ``stages``."""
    wanted = (
        select(offer.c.member)
        .join_from(offer, item, item.c.id == offer.c.item_id)
        .where(offer.c.request_id == request_id)
    )
    found = db.execute(wanted.where(item.c.stage.in_(stages)) if stages else wanted)
    return sorted(set(found.scalars()))
