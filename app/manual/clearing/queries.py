"""Reading clearances, always from what the viewer may see."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    func,
    select,
)

from app.access.viewer import Viewer
from app.clearing.values import columns_of
from app.core.db import table
from app.core.reading import Reading
from app.items.models import Item
from app.items.queries import labels_given, seen
from app.manual import queries as manual
from app.manual.clearing.models import Clearance as Row
from app.manual.clearing.models import Cleared
from app.manual.clearing.values import Clearance, Sent, clearance_of, sent_of
from app.manual.consulting.models import Consultation, Consulted
from app.manual.models import EditionBlock, EditionChapter, ManualBody

PAGE = 50

clearance = table(Row)
cleared = table(Cleared)
item = table(Item)
body = table(ManualBody)
chapter = table(EditionChapter)
consulted = table(Consulted)
consultation = table(Consultation)
_read, _now = (table(EditionBlock).alias(f"as_{name}") for name in ("read", "now"))
_ORDER = (clearance.c.at.desc(), clearance.c.item_id.desc())


def _rows(*where: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            clearance,
            *columns_of(item),
            chapter.c.title.label("chapter_title"),
            consulted.c.title.label("consulted_title"),
            consultation.c.title.label("about"),
        )
        .join_from(clearance, item, item.c.id == clearance.c.item_id)
        .outerjoin(
            chapter,
            and_(
                chapter.c.edition == clearance.c.edition,
                chapter.c.chapter_id == clearance.c.chapter_id,
            ),
        )
        .outerjoin(consulted, _is_consulted(clearance.c.chapter_id))
        .outerjoin(consultation, consultation.c.item_id == clearance.c.consultation_id)
        .where(seen(item.c.id), *where)
    )


def _is_consulted(chapter_id: Any) -> ColumnElement[bool]:
    return and_(
        consulted.c.item_id == clearance.c.consultation_id, consulted.c.chapter_id == chapter_id
    )


def _at(place: Any, edition: Any) -> ColumnElement[bool]:
    return and_(place.c.edition == edition, place.c.block_id == cleared.c.block_id)


_ids: BindParameter[Any] = bindparam("ids", expanding=True)
_ONE = Reading(_rows(clearance.c.item_id == bindparam("id")))
_SOME = Reading(_rows(clearance.c.item_id.in_(_ids)))
_PAGE = Reading(_rows().order_by(*_ORDER).limit(bindparam("most")).offset(bindparam("before")))
_COUNT = Reading(
    select(func.count().label("number"))
    .join_from(clearance, item, item.c.id == clearance.c.item_id)
    .where(seen(item.c.id))
)
_SENT = Reading(
    select(
        cleared,
        body.c.kind,
        body.c.source,
        _read.c.number,
        _now.c.body_hash.label("now"),
        func.coalesce(consulted.c.number, chapter.c.number, "").label("chapter_number"),
        func.coalesce(consulted.c.title, chapter.c.title, "").label("title"),
    )
    .join_from(cleared, clearance, clearance.c.item_id == cleared.c.item_id)
    .join(item, item.c.id == clearance.c.item_id)
    .join(body, body.c.hash == cleared.c.base_hash)
    .outerjoin(
        chapter,
        and_(
            chapter.c.edition == clearance.c.edition,
            chapter.c.chapter_id == cleared.c.chapter_id,
        ),
    )
    .outerjoin(consulted, _is_consulted(cleared.c.chapter_id))
    .outerjoin(_read, _at(_read, clearance.c.edition))
    .outerjoin(_now, _at(_now, bindparam("current")))
    .where(seen(item.c.id), cleared.c.item_id == bindparam("id"))
    .order_by(cleared.c.place)
)


def one(conn: Connection, viewer: Viewer, item_id: str) -> Clearance | None:
    """Return the clearance if the viewer may see it, None otherwise."""
    row = _ONE.first(conn, {"id": item_id, **labels_given(viewer.labels)})
    return clearance_of(row) if row else None


def listed(
    conn: Connection, viewer: Viewer, page: int = 1, most: int = PAGE
) -> Sequence[Clearance]:
    """Return a page of what the viewer may see, the newest first."""
    place = {"most": most, "before": (page - 1) * most}
    return [clearance_of(row) for row in _PAGE.all(conn, {**place, **labels_given(viewer.labels)})]


def number_of(conn: Connection, viewer: Viewer) -> int:
    """Return how many there are that the viewer may see."""
    row = _COUNT.first(conn, labels_given(viewer.labels))
    return int(row.number) if row else 0


def sent(conn: Connection, viewer: Viewer, item_id: str) -> Sequence[Sent]:
    """Return the paragraphs of a clearance that the viewer may see, in order."""
    last = manual.current(conn)
    given = {"id": item_id, "current": last.number if last else 0}
    return [sent_of(row) for row in _SENT.all(conn, {**given, **labels_given(viewer.labels)})]


def titles(conn: Connection, viewer: Viewer, ids: Sequence[str]) -> Mapping[str, tuple[str, str]]:
    """Return title and address of those of ``ids`` that the viewer may see."""
    given = {"ids": list(ids), **labels_given(viewer.labels)}
    found = [clearance_of(row) for row in _SOME.all(conn, given)]
    return {one.matter.id: (one.title, one.href) for one in found}
