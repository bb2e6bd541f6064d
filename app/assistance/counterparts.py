"""Who is on the other side of a member's open matters, and what they learn about its office."""

from collections.abc import Mapping

from sqlalchemy import Connection, bindparam, select
from sqlmodel import Session

from app.access.labels import member_label
from app.assistance.models import Offer
from app.assistance.rules import ENDED, STANDING
from app.assistance.waits import News
from app.core.db import table
from app.items.models import Item, ItemOwner
from app.notifications.actions import tell

offer = table(Offer)
item = table(Item)
asked = item.alias("asked")
owner = table(ItemOwner)

_STANDING = (
    select(offer.c.request_id, offer.c.member.label("helper"), owner.c.member.label("asker"))
    .join_from(offer, item, item.c.id == offer.c.item_id)
    .join(asked, asked.c.id == offer.c.request_id)
    .join(owner, owner.c.item_id == offer.c.request_id)
    .where(
        item.c.stage.in_(STANDING),
        asked.c.stage.not_in(ENDED),
        (offer.c.member == bindparam("code")) | (owner.c.member == bindparam("code")),
    )
    .order_by(offer.c.request_id, offer.c.member)
)


def holder_changed(db: Session, member: str) -> None:
    """Tell the other side of each open matter of ``member`` that its office has a new holder."""
    tell_others(db, member, News.NEW_HOLDER)


def tell_others(db: Session, member: str, news: News) -> None:
    """Tell the other side of each open matter of ``member`` some news about it."""
    for request_id, others in _others(db.connection(), member).items():
        tell(db, request_id, {member_label(code) for code in others}, news)


def others_of(conn: Connection, member: str) -> frozenset[str]:
    """Return the members on the other side of open matters of ``member``."""
    return frozenset[str]().union(*_others(conn, member).values())


def _others(conn: Connection, member: str) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in conn.execute(_STANDING, {"code": member}):
        other = row.asker if row.helper == member else row.helper
        found.setdefault(row.request_id, set()).add(other)
    return found
