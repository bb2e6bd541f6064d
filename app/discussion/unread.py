"""What is new since somebody last read: counted only among what that person may see."""

from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import Connection, bindparam, delete, func, literal, select, union_all
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from app.access.labels import member_label
from app.access.viewer import Viewer
from app.core import clock
from app.core.db import table
from app.core.reading import Reading
from app.discussion.models import Comment, CommentRead
from app.discussion.rules import POSTED
from app.items.models import Item, ItemLabel, ItemOwner, Kind
from app.items.queries import labels_given, seen

comment = table(Comment)
read = table(CommentRead)
item = table(Item)
owner = table(ItemOwner)
label = table(ItemLabel)

MOST_COUNTED = 100
"""Counting stops here, so that it costs the same however much is new."""
MOST_READ = 60
"""So many things are looked at for what is new: those read last, and the newest of the office."""

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""Before anything was said: how far somebody has read who has not."""

_MINE = read.c.person_id == bindparam("person")
_BEGUN = (
    select(read.c.about, read.c.until)
    .where(_MINE)
    .order_by(read.c.until.desc())
    .limit(MOST_READ)
    .subquery()
)
_NEWEST = (
    select(label.c.item_id)
    .where(label.c.label == bindparam("own"), label.c.kind == bindparam("kind"))
    .order_by(label.c.sort_key.desc(), label.c.item_id.desc())
    .limit(MOST_READ)
    .subquery()
)
_OWNED = (
    select(_NEWEST.c.item_id.label("about"), literal(NEVER, type_=read.c.until.type).label("until"))
    .where(
        select(owner.c.item_id)
        .where(owner.c.item_id == _NEWEST.c.item_id, owner.c.member == bindparam("member"))
        .exists(),
        ~select(read.c.about).where(_MINE, read.c.about == _NEWEST.c.item_id).exists(),
    )
    .subquery()
)
_THINGS = union_all(select(_BEGUN), select(_OWNED)).subquery()
_NEW = (
    select(comment.c.about, comment.c.at)
    .join_from(_THINGS, comment, comment.c.about == _THINGS.c.about)
    .join(item, item.c.id == comment.c.item_id)
    .where(
        comment.c.at > _THINGS.c.until,
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
    member = viewer.member or ""
    who = {"person": viewer.person_id, "member": member, "own": member_label(member)}
    rows = _COUNTS.all(conn, {**who, "kind": Kind.PRACTICE, **labels_given(viewer.labels)})
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
