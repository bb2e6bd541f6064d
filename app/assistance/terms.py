"""The terms of accepted help: one text that both sides confirm, each the same version of it.

Whoever writes them confirms them by that; the other side then confirms or writes others. Work
starts once both have confirmed the terms of every accepted offer.
"""

from dataclasses import replace

from sqlalchemy import select
from sqlmodel import Session

from app.access.audience import labels_of_draft
from app.access.labels import is_entity
from app.assistance import letters
from app.assistance.acting import Acting
from app.assistance.agreeing import Standing, Terms
from app.assistance.entities.holding import wait_for_hand
from app.assistance.entities.queries import hands_of
from app.assistance.letters import About, Letter
from app.assistance.models import Offer
from app.assistance.queries import item, offer, party
from app.assistance.rules import OFFER, REQUEST, Act, OfferStage, Party, after
from app.assistance.talk import Talk
from app.assistance.waits import News, Wait
from app.assistance.writing import put
from app.audit.actions import record
from app.audit.events import Event
from app.core.errors import Conflict
from app.core.i18n import N_
from app.notifications.actions import done_waiting, tell, wait_for

CHANGED = N_("The terms were changed meanwhile. Read them as they stand now.")
NOT_YET = N_("Work starts once both sides have confirmed the terms of every accepted offer.")
NOTHING_YET = N_("No terms are written yet.")


def write(db: Session, by: Acting, talked: Talk, terms: Terms, seen: int) -> None:
    """Write the terms anew, where they are still those that were read: version ``seen``.

    Raises:
        Forbidden: when the viewer is on neither side.
        Conflict: when no accepted help stands, or the terms were changed meanwhile.
    """
    row, side = _held(db, by, talked, Act.TERMS, seen)
    put(db, by, row, {"terms": str(terms)})
    row.terms_number = seen + 1
    _confirm(db, by, talked, row, side, Event.TERMS_CHANGED)


def confirm(db: Session, by: Acting, talked: Talk, seen: int) -> None:
    """Confirm the version of the terms that was read.

    Raises:
        Forbidden: when the viewer is on neither side.
        Conflict: when there are none, or they were changed meanwhile.
    """
    row, side = _held(db, by, talked, Act.CONFIRM, seen)
    if not seen:
        raise Conflict(NOTHING_YET)
    if standing_of(row).confirmed_by(side):
        return
    _confirm(db, by, talked, row, side, Event.TERMS_CONFIRMED)


def _held(db: Session, by: Acting, talked: Talk, act: Act, seen: int) -> tuple[Offer, Party]:
    """Return the offer, held until the act is done, and the side that acts."""
    stages = {}
    for one in (talked.request.id, talked.offer.id):
        held = select(item.c.stage).where(item.c.id == one).with_for_update()
        stages[one] = str(db.execute(held).scalar_one())
    side = party(by.viewer, talked.request.owners)
    after(REQUEST, act, stages[talked.request.id], side)
    after(OFFER, act, stages[talked.offer.id], side)
    row = db.get_one(Offer, talked.offer.id, populate_existing=True)
    if row.terms_number != seen:
        raise Conflict(CHANGED)
    return row, side or Party.OWNER


def _confirm(  # noqa: PLR0913, PLR0917 - what both acts share
    db: Session, by: Acting, talked: Talk, row: Offer, side: Party, event: Event
) -> None:
    """Note that a side has confirmed, and let the other know what is wanted of it."""
    if side == Party.OWNER:
        row.terms_asker = row.terms_number
    else:
        row.terms_helper = row.terms_number
    db.flush()
    record(
        db,
        event,
        viewer=by.viewer,
        subject=row.item_id,
        detail={"request": talked.request.id, "terms": row.terms_number},
    )
    asks, helps = labels_of_draft(talked.request.owners), hands_of(row.member)
    mine, other = (asks, helps) if side == Party.OWNER else (helps, asks)
    done_waiting(db, row.item_id, Wait.TERMS)
    about = replace(About.of(talked.request), offer_id=row.item_id)
    if standing_of(row).agreed:
        tell(db, row.item_id, mine | other, News.TERMS_AGREED)
        return
    if is_entity(row.member) and side == Party.OWNER:
        wait_for_hand(db, talked.request.id)
    else:
        for label in sorted(other):
            wait_for(db, row.item_id, label, Wait.TERMS)
    letters.write(db, by.post, Letter.TERMS, about, to=other)


def standing_of(row: Offer) -> Standing:
    """Return how far the terms of an offer have come."""
    return Standing(row.terms_number, row.terms_asker, row.terms_helper)


def ensure_agreed(db: Session, request_id: str) -> None:
    """Let work start only on terms that both sides have confirmed.

    Raises:
        Conflict: where terms of an accepted offer are not confirmed by both.
    """
    open_ones = (
        select(offer.c.item_id)
        .join_from(offer, item, item.c.id == offer.c.item_id)
        .where(offer.c.request_id == request_id, item.c.stage == OfferStage.ACCEPTED)
        .where(
            (offer.c.terms_number == 0)
            | (offer.c.terms_asker != offer.c.terms_number)
            | (offer.c.terms_helper != offer.c.terms_number)
        )
    )
    if db.execute(open_ones).first() is not None:
        raise Conflict(NOT_YET)
