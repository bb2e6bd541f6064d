"""Reading discussions of the manual, always from what the viewer may see."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, func, select

from app.access.viewer import Viewer
from app.core.db import table
from app.core.reading import Reading
from app.discussion.models import Comment
from app.items.models import Item
from app.items.queries import labels_given, seen
from app.manual import queries as manual
from app.manual.discussing.models import ManualComment, ManualThread
from app.manual.discussing.rules import Stage, address
from app.manual.discussing.values import Thread, thread_of
from app.manual.models import EditionBlock, ManualBody

PAGE = 50

thread = table(ManualThread)
said = table(ManualComment)
comment = table(Comment)
item = table(Item)
body = table(ManualBody)
edition_block = table(EditionBlock)
_now, _then = (edition_block.alias(f"as_{name}") for name in ("now", "then"))


def _at(place: Any, edition: Any, block: Any) -> ColumnElement[bool]:
    return and_(place.c.edition == edition, place.c.block_id == block)


_COUNT = (
    select(func.count())
    .select_from(comment.join(said, said.c.item_id == comment.c.item_id))
    .where(
        comment.c.about == thread.c.item_id,
        said.c.withdrawn_at.is_(None),
        seen(comment.c.item_id),
    )
    .correlate(thread)
    .scalar_subquery()
)
_PLACED = (
    thread.join(item, item.c.id == thread.c.item_id)
    .outerjoin(_now, _at(_now, bindparam("current"), thread.c.block_id))
    .outerjoin(_then, _at(_then, thread.c.edition, thread.c.block_id))
)


def _rows(*where: ColumnElement[bool]) -> Select[Any]:
    matter = [
        item.c[name].label(f"item_{name}") for name in ("stage", "audience", "language", "version")
    ]
    shown = func.coalesce(_now.c.body_hash, thread.c.base_hash)
    return (
        select(
            thread,
            *matter,
            _now.c.body_hash.label("now_hash"),
            _now.c.chapter_id.label("now_chapter"),
            _now.c.number.label("now_number"),
            _then.c.number.label("then_number"),
            body.c.kind,
            body.c.source,
            _COUNT.label("count"),
        )
        .select_from(_PLACED.join(body, body.c.hash == shown))
        .where(seen(thread.c.item_id), *where)
    )


_OF_BLOCKS = Reading(_rows(thread.c.block_id.in_(bindparam("blocks", expanding=True))))
_SOME = Reading(_rows(thread.c.item_id.in_(bindparam("ids", expanding=True))))
_NARROWER: Mapping[str, ColumnElement[bool]] = {
    "open": item.c.stage == Stage.OPEN,
    "closed": item.c.stage == Stage.CLOSED,
    "gone": _now.c.block_id.is_(None),
    "chapter": func.coalesce(_now.c.chapter_id, thread.c.chapter_id) == bindparam("chapter"),
}


@cache
def _page(used: frozenset[str]) -> Reading:
    rows = _rows(*(_NARROWER[name] for name in sorted(used)))
    rows = rows.order_by(thread.c.last_at.desc(), thread.c.item_id.desc())
    return Reading(rows.limit(bindparam("most")).offset(bindparam("before")))


@cache
def _number(used: frozenset[str]) -> Reading:
    counted = select(func.count().label("number")).select_from(_PLACED)
    narrower = (_NARROWER[name] for name in sorted(used))
    return Reading(counted.where(seen(thread.c.item_id), *narrower))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to; nothing narrows nothing."""

    open: bool = False
    closed: bool = False
    gone: bool = False
    chapter: str | None = None

    @property
    def used(self) -> frozenset[str]:
        """The names of the conditions in use."""
        return frozenset(name for name in _NARROWER if getattr(self, name) not in (None, False))


def of_blocks(
    conn: Connection, viewer: Viewer, blocks: Collection[str], current: int
) -> Mapping[str, Thread]:
    """Return the discussions of some paragraphs, by paragraph."""
    given = {"blocks": sorted(blocks), "current": current, **labels_given(viewer.reads_by)}
    return {row.block_id: thread_of(row) for row in _OF_BLOCKS.all(conn, given)}


def listed(
    conn: Connection, viewer: Viewer, wanted: Wanted, current: int, page: int
) -> Sequence[Thread]:
    """Return a page of discussions, the one with the newest comment first."""
    place = {"most": PAGE, "before": (page - 1) * PAGE}
    given = {**place, **_given(viewer, wanted, current)}
    return [thread_of(row) for row in _page(wanted.used).all(conn, given)]


def number_of(conn: Connection, viewer: Viewer, wanted: Wanted, current: int) -> int:
    """Return how many discussions there are."""
    row = _number(wanted.used).first(conn, _given(viewer, wanted, current))
    return int(row.number) if row else 0


def titles(conn: Connection, viewer: Viewer, ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return title and address of those of ``ids`` that the viewer may see."""
    last = manual.current(conn)
    given = _given(viewer, Wanted(), last.number if last else 0)
    found = _SOME.all(conn, {"ids": list(ids), **given})
    made = [thread_of(row) for row in found]
    return {one.matter.id: (one.title, address(one.block_id)) for one in made}


def _given(viewer: Viewer, wanted: Wanted, current: int) -> dict[str, object]:
    place = {"current": current, "chapter": wanted.chapter or ""}
    return {**place, **labels_given(viewer.reads_by)}
