"""A suggestion that was taken into the draft comes out with an edition, and its author hears it."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, select, update
from sqlmodel import Session

from app.core.db import table
from app.items.models import Item
from app.manual.suggesting.models import Suggestion
from app.manual.suggesting.rules import TAKEN, What
from app.manual.suggesting.telling import tell_author
from app.notifications.post import Post

suggestion = table(Suggestion)
item = table(Item)


class Coming(NamedTuple):
    """A suggestion whose words are in the draft and in no edition yet."""

    item_id: str
    member: str


def coming(conn: Connection) -> Sequence[Coming]:
    """Return what was taken into the draft; asked before the draft is read, all of it is there."""
    rows = conn.execute(
        select(suggestion.c.item_id, suggestion.c.member)
        .join_from(suggestion, item, item.c.id == suggestion.c.item_id)
        .where(item.c.stage.in_(TAKEN), suggestion.c.landed.is_(None))
        .order_by(suggestion.c.item_id)
    )
    return [Coming(*row) for row in rows]


def land(db: Session, came: Sequence[Coming], edition: int, post: Post | None) -> None:
    """Say that these came out with an edition."""
    for one in came:
        own = suggestion.c.item_id == one.item_id
        db.execute(update(suggestion).where(own).values(landed=edition))
        tell_author(db, one.item_id, one.member, What.PUBLISHED, post=post)
