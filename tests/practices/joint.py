"""Practices of several owners for tests: asked and joined, as the acts do it."""

from typing import Any

from app.items.models import Item
from app.notifications.post import Post
from app.practices.joining import actions, queries
from tests.practices import sample


def asked(db: Any, portal: Any, viewer: Any, item_id: str, code: str) -> str:
    """Ask a member to own a practice; return the id of the question."""
    matter = sample.matter(db, viewer, item_id)
    actions.ask(db, viewer, matter, code, Post.of(portal), version=matter.version)
    found = queries.open_ones(db.connection(), viewer, item_id)
    return next(one.matter.id for one in found if one.member == code)


def joined(db: Any, portal: Any, viewer: Any, item_id: str, other: Any) -> None:
    """Let the member of ``other`` own a practice with that of ``viewer``."""
    key = asked(db, portal, viewer, item_id, other.member)
    found = queries.one(db.connection(), other, key)
    actions.accept(db, other, found)
    db.expire_all()


def version(database: Any, item_id: str) -> dict[str, str]:
    """Return the version of an item as a form sends it."""
    with database.unit_of_work() as db:
        return {"version": str(db.get_one(Item, item_id).version)}
