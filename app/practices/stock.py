"""The published practices as the shelf takes them: sort keys and words, read whole or in part."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select

from app.core.db import table
from app.core.reading import Reading
from app.directory.models import Member
from app.items.models import Item, ItemLabel, Kind
from app.practices import facets
from app.practices.adapting.models import Adaptation
from app.practices.adapting.rules import TAKEN_OVER
from app.practices.adapting.rules import Stage as Recorded
from app.practices.bits import Fit
from app.practices.models import Practice, PracticeFacet
from app.practices.rules import OUT
from app.vocabulary.practice_status import RUNNING

item = table(Item)
label = table(ItemLabel)
practice = table(Practice)
facet = table(PracticeFacet)
member = table(Member)
adaptation = table(Adaptation)

SEES = "sees"
"""The family of words that holds the labels."""

_OUT = (item.c.kind == Kind.PRACTICE) & item.c.stage.in_(sorted(OUT))
_LIVES = select(
    item.c.id, item.c.stage, item.c.language,
    practice.c.year_from, practice.c.year_to, practice.c.status,
).join_from(item, practice).where(_OUT)  # fmt: skip
_SOME = item.c.id.in_(bindparam("ids", expanding=True))
_PLACE = select(func.max(label.c.sort_key)).where(label.c.item_id == item.c.id).scalar_subquery()
_TITLES = select(
    item.c.id, practice.c.title, _PLACE, practice.c.confirmed_on, practice.c.confirm_by
).join_from(item, practice).where(_OUT)  # fmt: skip
_LABELS = select(label.c.item_id, label.c.label).join_from(label, item).where(_OUT)
_WORDS = (
    select(facet.c.item_id, facet.c.facet, facet.c.value)
    .join_from(facet, item, item.c.id == facet.c.item_id)
    .where(_OUT)
)
_STATES = _WORDS.where(facet.c.facet == facets.STATE)
_MEMBERS = select(member.c.code, member.c.name)


@dataclass(frozen=True, slots=True)
class Stocked:
    """A published practice: what it can be sorted by."""

    id: str
    title: str
    sort_key: int
    confirmed_on: date | None = None
    confirm_by: date | None = None
    states: Sequence[str] = ()


def things(
    conn: Connection, ids: Sequence[str] | None = None, *, with_states: bool
) -> Iterator[Stocked]:
    """Give the published practices among ``ids``, or all of them."""
    states: dict[str, list[str]] = {}
    for item_id, _facet, code in _rows(conn, _STATES, ids) if with_states else ():
        states.setdefault(item_id, []).append(code)
    for item_id, title, sort_key, *days in _rows(conn, _TITLES, ids):
        if sort_key is not None:  # what carries no label, nobody sees
            yield Stocked(item_id, title, sort_key, days[0], days[1], states.get(item_id, ()))


_TURNED = (
    select(practice.c.item_id)
    .join_from(practice, item, item.c.id == practice.c.item_id)
    .where(
        _OUT,
        practice.c.confirm_by >= bindparam("first"),
        practice.c.confirm_by < bindparam("last"),
    )
)


def turned(conn: Connection, before: date, today: date) -> list[str]:
    """Return what was to be confirmed between two days, whichever of them is the later one."""
    first, last = sorted((before, today))
    return list(conn.execute(_TURNED, {"first": first, "last": last}).scalars())


def _adapted() -> Select[Any]:
    """Return the labels of what others adopted or adapted, by practice."""
    about = select(adaptation.c.practice_id, label.c.label).join_from(
        label, adaptation, adaptation.c.item_id == label.c.item_id
    )
    found = item.alias("adapted_item")
    return (
        about.join(found, found.c.id == adaptation.c.item_id)
        .join(item, item.c.id == adaptation.c.practice_id)
        .where(
            _OUT,
            found.c.stage == Recorded.RECORDED,
            adaptation.c.verdict.in_(TAKEN_OVER),
        )
    )


_ADAPTED = _adapted()


def fits(conn: Connection, today: date, ids: Sequence[str] | None = None) -> Iterator[Fit]:
    """Give the labels and facets of the published practices among ``ids``, or of all.

    ``today`` is the last day of what goes on.
    """
    for item_id, name in _rows(conn, _LABELS, ids):
        yield item_id, SEES, name
    for item_id, code, value in _rows(conn, _WORDS, ids):
        yield item_id, code, value
    for item_id, stage, language, first, last, status in _rows(conn, _LIVES, ids):
        yield item_id, facets.LIFE, stage
        yield item_id, facets.LANGUAGE, language
        for year in facets.years_of(first, last, goes_on=status == RUNNING, today=today):
            yield item_id, facets.YEAR, year
    for item_id, name in _rows(conn, _ADAPTED, ids):
        yield item_id, facets.ADAPTED, name


def _rows(
    conn: Connection, statement: Select[Any], ids: Sequence[str] | None
) -> Iterator[Sequence[Any]]:
    every, some = _readings(statement)
    return every.each(conn, {}) if ids is None else some.each(conn, {"ids": ids})


@cache
def _readings(statement: Select[Any]) -> tuple[Reading, Reading]:
    """Return the reading of everything, and that of some."""
    return Reading(statement), Reading(statement.where(_SOME))


def members(conn: Connection) -> Mapping[str, str]:
    """Return the name (a msgid) of every member by code."""
    return {row.code: row.name for row in conn.execute(_MEMBERS)}
