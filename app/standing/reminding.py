"""Once a year a member is asked whether it stands by its offers; what is over leaves search."""

from datetime import date

from sqlalchemy import Connection, or_, select, update
from sqlmodel import Session

from app.access.labels import labels_of_members
from app.core import clock
from app.core.db import table
from app.core.i18n import N_
from app.directory.seated import addressees
from app.items.models import Item
from app.items.queries import readers
from app.notifications.actions import done_waiting, wait_for
from app.notifications.classes import NoticeClass
from app.notifications.post import LetterKind, News, Post
from app.standing import searching
from app.standing.models import StandingOffer
from app.standing.rules import ASK_AFTER, YEAR, Stage, What
from app.web.portal import Portal

offer = table(StandingOffer)
item = table(Item)

AT_ONCE = 50
STILL_MEANT = LetterKind(N_("Does your standing offer still hold? %(number)s"), "standing-confirm")


def ask_due(portal: Portal) -> int:
    """Ask members about offers that nobody confirmed for a year; return how many were asked."""
    with portal.db.read() as conn:
        due = _unasked(conn, clock.today())
    return sum(_ask(portal, item_id) for item_id in due)


def look_after(portal: Portal) -> None:
    """Do what time asks of standing offers: ask about some, end what is over."""
    end_over(portal)
    ask_due(portal)


def end_over(portal: Portal) -> int:
    """Take what is over out of search, and let it wait for nobody; return how many were."""
    with portal.db.read() as conn:
        over = conn.execute(
            select(offer.c.item_id)
            .join_from(offer, item, item.c.id == offer.c.item_id)
            .where(
                item.c.stage == Stage.STANDING,
                offer.c.valid_until < clock.today(),
                offer.c.over_on.is_(None),
            )
            .limit(AT_ONCE)
        ).scalars()
        ids = list(over)
    return sum(_end(portal, item_id) for item_id in ids)


def _unasked(conn: Connection, today: date) -> list[str]:
    found = (
        select(offer.c.item_id)
        .join_from(offer, item, item.c.id == offer.c.item_id)
        .where(
            item.c.stage == Stage.STANDING,
            offer.c.valid_until >= today,
            offer.c.confirmed_on <= today - ASK_AFTER,
            or_(offer.c.asked_on.is_(None), offer.c.asked_on <= today - YEAR),
        )
        .order_by(offer.c.item_id)
        .limit(AT_ONCE)
    )
    return list(conn.execute(found).scalars())


def _ask(portal: Portal, item_id: str) -> bool:
    """Ask about one offer, unless another worker has just done so or it was confirmed meanwhile."""
    today = clock.today()
    with portal.db.unit_of_work() as db:
        claimed = update(offer).where(
            offer.c.item_id == item_id,
            offer.c.valid_until >= today,
            offer.c.confirmed_on <= today - ASK_AFTER,
            or_(offer.c.asked_on.is_(None), offer.c.asked_on <= today - YEAR),
        )
        row = db.execute(claimed.values(asked_on=today).returning(offer.c.member)).first()
        found = db.get_one(Item, item_id)
        if row is None or found.stage != Stage.STANDING:
            return False
        _tell(db, Post.of(portal), found, row.member)
    return True


def _tell(db: Session, post: Post, found: Item, member: str) -> None:
    labels = labels_of_members([member])
    for label in labels:
        wait_for(db, found.id, label, What.UNCONFIRMED)
    conn = db.connection()
    reading = [readers(conn, found.id)]
    people = addressees(conn, labels, clock.today(), reading=reading)
    path = f"/standing-offers/{found.id}"
    news = News(NoticeClass.MATTERS, What.UNCONFIRMED, path, item_id=found.id)
    number = found.number or ""
    post.send(db, news, people, STILL_MEANT, lambda: {"number": number})


def _end(portal: Portal, item_id: str) -> bool:
    today = clock.today()
    with portal.db.unit_of_work() as db:
        ended = update(offer).where(
            offer.c.item_id == item_id, offer.c.valid_until < today, offer.c.over_on.is_(None)
        )
        if db.execute(ended.values(over_on=today).returning(offer.c.item_id)).first() is None:
            return False
        searching.remove(db, item_id)
        done_waiting(db, item_id)
    return True
