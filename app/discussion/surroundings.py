"""What stands around the comments on an item: a lock, how far one has read, what was moved away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from app.access.viewer import Viewer
from app.core.db import table
from app.core.reading import Reading
from app.discussion.models import Comment, CommentLock, CommentMove, CommentRead
from app.discussion.rules import WITHDRAWN
from app.discussion.tree import Mark
from app.items.models import Item
from app.items.queries import labels_given, seen

item = table(Item)
comment = table(Comment)
lock_of = table(CommentLock)
read = table(CommentRead)
moved = table(CommentMove)
MOST_MOVED = 20


@dataclass(frozen=True, slots=True)
class Lock:
    """That nobody writes there for now: why, since when, and the id of that act."""

    id: str
    sentence: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known of the comments on an item beside themselves."""

    lock: Lock | None
    mark: Mark
    moved: bool


_AROUND = Reading(
    select(
        lock_of.c.id,
        lock_of.c.sentence,
        lock_of.c.at,
        read.c.until,
        select(moved.c.item_id).where(moved.c.was_about == item.c.id).exists().label("moved"),
    )
    .join_from(item, lock_of, lock_of.c.about == item.c.id, isouter=True)
    .join(
        read,
        (read.c.about == item.c.id) & (read.c.person_id == bindparam("person")),
        isouter=True,
    )
    .where(item.c.id == bindparam("about"))
)
_MOVED = Reading(
    select(moved.c.item_id, comment.c.about, moved.c.at)
    .join_from(moved, comment, comment.c.item_id == moved.c.item_id)
    .join(item, item.c.id == comment.c.item_id)
    .where(
        moved.c.was_about == bindparam("about"),
        item.c.stage != WITHDRAWN,
        comment.c.answers.is_(None),
        seen(comment.c.item_id),
        seen(comment.c.about),
    )
    .order_by(moved.c.at.desc(), moved.c.item_id)
    .limit(MOST_MOVED)
)


def around(conn: Connection, viewer: Viewer, about: str) -> Surroundings:
    """Return what stands around the comments on ``about``, which the viewer may see."""
    row = _AROUND.first(conn, {"about": about, "person": viewer.person_id or ""})
    lock = Lock(row.id, row.sentence, row.at) if row and row.id else None
    reads = viewer.in_network or viewer.in_secretariat
    mark = Mark(reads and not viewer.reads_only, row.until if row else None)
    return Surroundings(lock, mark, bool(row and row.moved))


def moved_away(conn: Connection, viewer: Viewer, about: str) -> Sequence[tuple[str, str]]:
    """Return the comments that stood under ``about`` and where each stands now, if one reads it."""
    rows = _MOVED.all(conn, {"about": about, **labels_given(viewer.labels)})
    return [(row.item_id, row.about) for row in rows]
