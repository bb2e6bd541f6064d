"""Who is on the other side of a member's open matters, and that they learn of a new holder."""

from sqlalchemy import bindparam, select
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
    others: dict[str, set[str]] = {}
    for row in db.execute(_STANDING, {"code": member}):
        other = row.asker if row.helper == member else row.helper
        others.setdefault(row.request_id, set()).add(member_label(other))
    for request_id, labels in others.items():
        tell(db, request_id, labels, News.NEW_HOLDER)
