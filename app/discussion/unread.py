"""What is new since somebody last read: counted only among what that person may see."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, literal, or_, select, union_all
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from app.access.viewer import Viewer
from app.core import clock
from app.core.db import table
from app.core.reading import Reading
from app.discussion.models import Comment, CommentRead
from app.discussion.rules import POSTED
from app.items.models import Item, ItemOwner, Kind
from app.items.queries import labels_given, seen

comment = table(Comment)
read = table(CommentRead)
item = table(Item)
owner = table(ItemOwner)

MOST_COUNTED = 100
"""Counting stops here, so that it costs the same however much is new."""
MOST_READ = 200
"""So many things, those read last, are looked at for what is new under them."""

_MINE = read.c.person_id == bindparam("person")
_BEGUN = (
    select(read.c.about, read.c.until)
    .where(_MINE)
    .order_by(read.c.until.desc())
    .limit(MOST_READ)
    .subquery()
)
_OWNED = (
    select(owner.c.item_id.label("about"), literal(None, type_=read.c.until.type).label("until"))
    .join_from(owner, item, item.c.id == owner.c.item_id)
    .where(
        owner.c.member == bindparam("member"),
        item.c.kind == bindparam("kind"),
        ~select(read.c.about).where(_MINE, read.c.about == owner.c.item_id).exists(),
    )
    .order_by(item.c.changed_at.desc())
    .limit(MOST_READ)
    .subquery()
)
_THINGS = union_all(select(_BEGUN), select(_OWNED)).subquery()
_NEW = (
    select(comment.c.about, comment.c.at)
    .join_from(_THINGS, comment, comment.c.about == _THINGS.c.about)
    .join(item, item.c.id == comment.c.item_id)
    .where(
        or_(_THINGS.c.until.is_(None), comment.c.at > _THINGS.c.until),
        item.c.stage == POSTED,
        item.c.created_by.is_distinct_from(bindparam("person")),
        seen(comment.c.item_id),
        seen(comment.c.about),
    )
    .limit(MOST_COUNTED)
    .subquery()
)
_COUNTS = Reading(
    select(_NEW.c.about, func.count().label("number"), func.max(_NEW.c.at).label("last"))
    .group_by(_NEW.c.about)
    .order_by(func.max(_NEW.c.at).desc())
)


def counts(conn: Connection, viewer: Viewer) -> Mapping[str, int]:
    """Return how many comments are new to the viewer, by the thing they are on, the latest first.

    That is under what the person has read or written under before, and what the office owns. All
    numbers together stop at ``MOST_COUNTED``.
    """
    if viewer.person_id is None or viewer.office is None or viewer.reads_only:
        return {}
    who = {"person": viewer.person_id, "member": viewer.member or "", "kind": Kind.PRACTICE}
    rows = _COUNTS.all(conn, {**who, **labels_given(viewer.labels)})
    return {row.about: row.number for row in rows}


def mark_read(db: Session, viewer: Viewer, about: str, until: datetime, *, is_sqlite: bool) -> None:
    """Note that the viewer has read what is said about ``about`` up to ``until``.

    What was read later stays read.
    """
    until = min(until, clock.now())
    insert = sqlite.insert(read) if is_sqlite else postgresql.insert(read)
    noted = insert.values(person_id=viewer.person_id, about=about, until=until)
    db.execute(
        noted.on_conflict_do_update(
            index_elements=[read.c.person_id, read.c.about],
            set_={"until": until},
            where=read.c.until < until,
        )
    )


def forget(db: Session, person_id: str) -> None:
    """Delete how far a person has read."""
    db.execute(delete(read).where(read.c.person_id == person_id))
