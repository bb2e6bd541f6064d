"""Both sides are asked what came of help: when it has ended, and what remains after a year."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, or_, select, update
from sqlmodel import Session

from app.access.labels import member_label
from app.assistance import letters
from app.assistance.acting import Acting
from app.assistance.after.models import Aftermath, Note
from app.assistance.after.rules import APART, BETWEEN, MOST_ASKS, YEAR, months_after
from app.assistance.letters import About, Letter
from app.assistance.models import Offer
from app.assistance.queries import item, item_owner
from app.assistance.rules import OfferStage, Stage
from app.assistance.waits import Wait
from app.assistance.working.rules import Side
from app.core import clock
from app.core.db import table
from app.directory.seated import holders_of
from app.items.models import Item
from app.notifications.actions import done_waiting, wait_for
from app.notifications.post import Post
from app.sealing import wrapping
from app.web.portal import Portal

offer = table(Offer)
after, note = table(Aftermath), table(Note)
_own = item.alias("own_offer")
AT_ONCE = 200


def begin(db: Session, by: Acting, closed: Item, owners: Collection[str]) -> None:
    """Ask both sides of all accepted help whether it was given and whether it helped."""
    today = clock.today()
    accepted = (
        select(offer.c.item_id, offer.c.member)
        .join_from(offer, item, item.c.id == offer.c.item_id)
        .where(offer.c.request_id == closed.id, item.c.stage == OfferStage.ACCEPTED)
        .order_by(offer.c.item_id)
    )
    for row in db.execute(accepted).all():
        sides = {Side.ASKER: sorted(owners), Side.HELPER: [row.member]}
        for side, codes in sides.items():
            _begin_side(db, row.item_id, side, today)
            for code in codes:
                wait_for(db, row.item_id, member_label(code), Wait.OUTCOME, due=today + APART)
        about = About(closed.id, closed.number, today + APART, row.item_id)
        to = {member_label(code) for codes in sides.values() for code in codes}
        letters.write(db, by.post, Letter.OUTCOME, about, to=to)


def _begin_side(db: Session, offer_id: str, side: Side, today: date) -> None:
    """Ask one side; what it had said when the help ended before stands in its form again."""
    wanted = select(Aftermath).where(after.c.item_id == offer_id, after.c.side == side)
    row = db.scalars(wanted).first() or Aftermath(item_id=offer_id, side=side, version=0)
    row.closed_on, row.given_on = today, None
    row.year_due, row.asks, row.asked_on = months_after(today, YEAR), 0, None
    row.version += 1
    db.add(row)
    db.flush()


def stop(db: Session, request_id: str) -> None:
    """Ask no more: the help goes on. What was said is kept, and counts once it is said again."""
    mine = select(offer.c.item_id).where(offer.c.request_id == request_id)
    ids = list(db.execute(mine).scalars())
    again = {"closed_on": None, "given_on": None, "year_due": None, "asked_on": None, "asks": 0}
    raised = {**again, "version": after.c.version + 1}
    db.execute(update(after).where(after.c.item_id.in_(ids)).values(raised))
    for one in ids:
        done_waiting(db, one, Wait.OUTCOME, Wait.YEAR)


def ask_due(portal: Portal) -> int:
    """Ask the sides whose help ended a year ago what remains of it; return how many were asked."""
    with portal.db.read() as conn:
        due = list(conn.execute(_due(clock.today())).scalars())
    return sum(_ask(portal, one) for one in due)


def _wanted(today: date) -> Any:
    free = or_(after.c.asked_on.is_(None), after.c.asked_on <= today - BETWEEN)
    asked = after.c.remains.is_(None) & (after.c.asks < MOST_ASKS)
    return (after.c.year_due <= today) & asked & free


def _due(today: date) -> Select[Any]:
    return (
        select(after.c.id)
        .join_from(after, offer, offer.c.item_id == after.c.item_id)
        .join(item, item.c.id == offer.c.request_id)
        .join(_own, _own.c.id == offer.c.item_id)
        .where(item.c.stage == Stage.CLOSED, _own.c.stage == OfferStage.ACCEPTED, _wanted(today))
        .order_by(after.c.year_due, after.c.id)
        .limit(AT_ONCE)
    )


def _ask(portal: Portal, row_id: str) -> bool:
    """Ask one side, unless another worker just did, it answered, or the help goes on again."""
    today = clock.today()
    with portal.db.unit_of_work() as db:
        row = db.get(Aftermath, row_id)
        of = db.get(Offer, row.item_id) if row else None
        if row is None or of is None:
            return False
        db.execute(select(item.c.stage).where(item.c.id == of.request_id).with_for_update())
        request = db.get_one(Item, of.request_id, populate_existing=True)
        claimed = update(after).where(after.c.id == row_id, _wanted(today))
        asked = {"asked_on": today, "asks": after.c.asks + 1}
        label = _label(db, row, of)
        nobody = not holders_of(db.connection(), {label}, today)  # it waits for who comes
        if request.stage != Stage.CLOSED or nobody:
            return False
        if db.execute(claimed.values(asked).returning(after.c.id)).first() is None:
            return False
        wait_for(db, of.item_id, label, Wait.YEAR, due=today + BETWEEN)
        about = About(request.id, request.number, None, of.item_id)
        letters.write(db, Post.of(portal), Letter.YEAR, about, to={label})
    return True


def _label(db: Session, row: Aftermath, of: Offer) -> str:
    """Return the label of the side that is asked."""
    owner = select(item_owner.c.member).where(item_owner.c.item_id == of.request_id)
    return member_label(of.member if row.side == Side.HELPER else db.execute(owner).scalar_one())


def destroy_due(portal: Portal) -> int:
    """Destroy what was said of the year as long after as the words of requests; return how many."""
    latest = clock.today() - timedelta(days=portal.settings.keep_closed_days)
    wanted = select(after.c.id).where(after.c.year_on <= latest, after.c.year_words.is_not(None))
    with portal.db.unit_of_work() as db:
        ids = list(db.execute(wanted.order_by(after.c.id).limit(AT_ONCE)).scalars())
        db.execute(update(after).where(after.c.id.in_(ids)).values(year_words=None, words=None))
        wrapping.forget(db, ids)
    return len(ids)


def end_words(db: Session, offers: Collection[str]) -> None:
    """Let the two questions be over, and their keys, when the words of a request are destroyed."""
    answers = select(after.c.id).where(after.c.item_id.in_(offers))
    kept = note.c.item_id.in_(offers) & note.c.shared_at.is_(None)
    for rows in (answers, select(note.c.id).where(kept)):
        wrapping.forget(db, list(db.execute(rows).scalars()))
    for one in offers:
        done_waiting(db, one, Wait.OUTCOME, Wait.NOTE)
