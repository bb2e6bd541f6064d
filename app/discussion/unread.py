"""What is new since somebody last read: counted only among what that person may see."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    Subquery,
    bindparam,
    delete,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from app.access.labels import member_label
from app.access.viewer import Viewer
from app.core import clock
from app.core.db import table
from app.core.reading import Reading
from app.core.writing import Writing
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
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_SHOWN = (
    select(item.c.id.label("about"), func.coalesce(read.c.until, NEVER).label("until"))
    .select_from(item.outerjoin(read, _MINE & (read.c.about == item.c.id)))
    .where(
        item.c.id.in_(_IDS),
        read.c.until.is_not(None)
        | select(owner.c.item_id)
        .where(owner.c.item_id == item.c.id, owner.c.member == bindparam("member"))
        .exists(),
    )
    .subquery()
)


def _counted(things: Subquery) -> Reading:
    """Return the statement that counts what is new on ``things``, the latest first."""
    new = (
        select(comment.c.about, comment.c.at)
        .join_from(things, comment, comment.c.about == things.c.about)
        .join(item, item.c.id == comment.c.item_id)
        .where(
            comment.c.at > things.c.until,
            item.c.stage == POSTED,
            item.c.created_by.is_distinct_from(bindparam("person")),
            seen(comment.c.item_id),
            seen(comment.c.about),
        )
        .limit(MOST_COUNTED)
        .subquery()
    )
    return Reading(
        select(new.c.about, func.count().label("number"), func.max(new.c.at).label("last"))
        .group_by(new.c.about)
        .order_by(func.max(new.c.at).desc())
    )


_COUNTS, _ON = _counted(_THINGS), _counted(_SHOWN)


def counts(conn: Connection, viewer: Viewer) -> Mapping[str, int]:
    """Return how many comments are new to the viewer, by the thing they are on, the latest first.

    That is under what the person has read or written under before, and what the office owns. All
    numbers together stop at ``MOST_COUNTED``.
    """
    own = {"own": member_label(viewer.member or ""), "kind": Kind.PRACTICE}
    return _count(conn, viewer, _COUNTS, own)


def on(conn: Connection, viewer: Viewer, ids: Collection[str]) -> Mapping[str, int]:
    """Return how many comments are new to the viewer on those of ``ids`` that ``counts`` counts."""
    return _count(conn, viewer, _ON, {"ids": sorted(ids)}) if ids else {}


def _count(
    conn: Connection, viewer: Viewer, asked: Reading, given: Mapping[str, object]
) -> Mapping[str, int]:
    if viewer.person_id is None or viewer.office is None or viewer.reads_only:
        return {}
    who = {"person": viewer.person_id, "member": viewer.member or ""}
    rows = asked.all(conn, {**who, **given, **labels_given(viewer.labels)})
    return {row.about: row.number for row in rows}


def mark_read(db: Session, viewer: Viewer, about: str, until: datetime, *, is_sqlite: bool) -> None:
    """Note that the viewer has read what is said about ``about`` up to ``until``.

    What was read later stays read.
    """
    row = {"person_id": viewer.person_id, "about": about, "until": min(until, clock.now())}
    (_NOTED_SQLITE if is_sqlite else _NOTED_POSTGRESQL).run(db, [row])


def _noted(insert: sqlite.Insert | postgresql.Insert) -> Writing:
    return Writing(
        insert.on_conflict_do_update(
            index_elements=[read.c.person_id, read.c.about],
            set_={"until": insert.excluded.until},
            where=read.c.until < insert.excluded.until,
        )
    )


_NOTED_SQLITE = _noted(sqlite.insert(read))
_NOTED_POSTGRESQL = _noted(postgresql.insert(read))


def forget(db: Session, person_id: str) -> None:
    """Delete how far a person has read."""
    db.execute(delete(read).where(read.c.person_id == person_id))
