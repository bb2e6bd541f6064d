"""Reading suggestions, always from what the viewer may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, func, select

from app.access.viewer import Viewer
from app.core.db import table
from app.core.reading import Reading
from app.directory.models import Member
from app.items.models import Item
from app.items.queries import labels_given, seen
from app.manual import queries as manual
from app.manual.models import EditionBlock, EditionChapter, ManualBody
from app.manual.suggesting.models import Suggestion as Row
from app.manual.suggesting.rules import Stage
from app.manual.suggesting.values import Suggestion, suggestion_of

PAGE = 50
ADDRESS = "/manual/suggestions"

suggestion = table(Row)
item = table(Item)
member = table(Member)
edition_block = table(EditionBlock)
edition_chapter = table(EditionChapter)
body = table(ManualBody)
_read, _now, _landed = (edition_block.alias(f"as_{name}") for name in ("read", "now", "landed"))
_taken = body.alias("taken")


def _at(place: Any, edition: Any) -> ColumnElement[bool]:
    return and_(place.c.edition == edition, place.c.block_id == suggestion.c.block_id)


def _rows(*where: ColumnElement[bool]) -> Select[Any]:
    placed = [
        column.label(f"{name}_{column.name}")
        for name, place in (("read", _read), ("now", _now), ("there", _landed))
        for column in (place.c.number, place.c.body_hash)
    ]
    words = (body.c.kind.label("base_kind"), body.c.source.label("base"))
    matter = [
        item.c[name].label(f"item_{name}")
        for name in ("stage", "audience", "language", "office_id", "version")
    ]
    return (
        select(
            suggestion,
            *matter,
            member.c.name.label("member_name"),
            *words,
            _taken.c.source.label("taken"),
            *placed,
        )
        .join_from(suggestion, item, item.c.id == suggestion.c.item_id)
        .join(member, member.c.code == suggestion.c.member)
        .join(body, body.c.hash == suggestion.c.base_hash)
        .outerjoin(_taken, _taken.c.hash == suggestion.c.taken_hash)
        .outerjoin(_read, _at(_read, suggestion.c.edition))
        .outerjoin(_now, _at(_now, bindparam("current")))
        .outerjoin(
            _landed,
            and_(
                _landed.c.edition == suggestion.c.landed,
                _landed.c.block_id == func.coalesce(suggestion.c.born_id, suggestion.c.block_id),
            ),
        )
        .where(seen(item.c.id), *where)
    )


_ONE = Reading(_rows(suggestion.c.item_id == bindparam("id")))
_SOME = Reading(_rows(suggestion.c.item_id.in_(bindparam("ids", expanding=True))))
_NARROWER: Mapping[str, ColumnElement[bool]] = {
    "open": item.c.stage == Stage.PROPOSED,
    "member": suggestion.c.member == bindparam("member"),
    "chapter": suggestion.c.chapter_id == bindparam("chapter"),
    "consultation": suggestion.c.consultation_id == bindparam("consultation"),
}
_ORDER = (suggestion.c.at.desc(), suggestion.c.item_id.desc())


@cache
def _page(used: frozenset[str]) -> Reading:
    rows = _rows(*(_NARROWER[name] for name in sorted(used))).order_by(*_ORDER)
    return Reading(rows.limit(bindparam("most")).offset(bindparam("before")))


@cache
def _count(used: frozenset[str]) -> Reading:
    counted = select(func.count().label("number"))
    joined = counted.join_from(suggestion, item, item.c.id == suggestion.c.item_id)
    return Reading(joined.where(seen(item.c.id), *(_NARROWER[name] for name in sorted(used))))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to; nothing narrows nothing."""

    open: bool = False
    member: str | None = None
    chapter: str | None = None
    consultation: str | None = None

    @property
    def used(self) -> frozenset[str]:
        """The names of the conditions in use."""
        return frozenset(name for name in _NARROWER if getattr(self, name) not in (None, False))

    @property
    def values(self) -> Mapping[str, object]:
        """The values that the conditions need."""
        names = ("member", "chapter", "consultation")
        return {name: getattr(self, name) or "" for name in names}


def one(conn: Connection, viewer: Viewer, item_id: str) -> Suggestion | None:
    """Return the suggestion if the viewer may see it, None otherwise."""
    row = _ONE.first(conn, {"id": item_id, **_given(conn, viewer)})
    return suggestion_of(row) if row else None


def listed(
    conn: Connection, viewer: Viewer, wanted: Wanted, page: int = 1, most: int = PAGE
) -> Sequence[Suggestion]:
    """Return a page of what the viewer may see, the newest first."""
    place = {"most": most, "before": (page - 1) * most}
    given = {**wanted.values, **place, **_given(conn, viewer)}
    return [suggestion_of(row) for row in _page(wanted.used).all(conn, given)]


def number_of(conn: Connection, viewer: Viewer, wanted: Wanted) -> int:
    """Return how many there are that the viewer may see."""
    given = {**wanted.values, **labels_given(viewer.reads_by)}
    row = _count(wanted.used).first(conn, given)
    return int(row.number) if row else 0


def titles(conn: Connection, viewer: Viewer, ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return title and address of those of ``ids`` that the viewer may see."""
    found = _SOME.all(conn, {"ids": list(ids), **_given(conn, viewer)})
    made = [suggestion_of(row) for row in found]
    return {one.matter.id: (one.title, f"{ADDRESS}/{one.matter.id}") for one in made}


def chapter_published(conn: Connection, slug: str) -> str | None:
    """Return the chapter that has this name in an edition, None where none has."""
    asked = select(edition_chapter.c.chapter_id).where(edition_chapter.c.slug == slug)
    newest = asked.order_by(edition_chapter.c.edition.desc()).limit(1)
    found: str | None = conn.execute(newest).scalar()
    return found


def _given(conn: Connection, viewer: Viewer) -> dict[str, object]:
    last = manual.current(conn)
    return {"current": last.number if last else 0, **labels_given(viewer.reads_by)}
