"""Editions with what was added to them, and which is the current one."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, bindparam, func, select

from app.core.db import table
from app.manual.models import Edition, EditionNote
from app.manual.rules import Note
from app.manual.values import EditionInfo, Remark

edition = table(Edition)
note = table(EditionNote)

_EDITIONS = select(
    edition.c.number,
    edition.c.item_id,
    edition.c.label,
    edition.c.language,
    edition.c.published_at,
    edition.c.note,
    edition.c.weight,
    edition.c.hash,
    note.c.kind,
    note.c.text,
    note.c.at,
).join_from(edition, note, note.c.edition == edition.c.number, isouter=True)
IN_ORDER = _EDITIONS.order_by(edition.c.number.desc(), note.c.at, note.c.id)
_WITHDRAWN = select(note.c.edition).where(note.c.kind == Note.WITHDRAWAL)
_IN_FORCE = select(func.max(edition.c.number)).where(edition.c.number.not_in(_WITHDRAWN))
CURRENT = IN_ORDER.where(edition.c.number == _IN_FORCE.scalar_subquery())
ONE = IN_ORDER.where(edition.c.number == bindparam("edition"))
LATEST = select(func.max(edition.c.number))
NOTED = 3
"""So many columns at the end of a row are of a note."""


def current_of(found: Sequence[EditionInfo]) -> EditionInfo | None:
    """Return which of all editions is the current one."""
    return next((one for one in found if one.withdrawal is None), None)


def with_remarks(rows: Iterable[Row[Any]]) -> Sequence[EditionInfo]:
    """Return each edition once, with the notes of all its rows."""
    found: dict[int, EditionInfo] = {}
    for row in rows:
        kind, said, at = row[-NOTED:]
        one = found.get(row.number) or EditionInfo(*row[:-NOTED])
        added = (Remark(kind, said, at),) if kind else ()
        found[row.number] = replace(one, remarks=one.remarks + added)
    return list(found.values())
