"""Whose follows something that happened could be for, before anybody's rights are asked.

A search is worked out once for all who follow the same, and asks of one practice only.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, bindparam, select

from app.core import clock
from app.core.db import table
from app.following.models import Follow, Happening
from app.following.rules import OF_SEARCHES, What
from app.items.queries import readers
from app.notifications.classes import How
from app.practices import facets, stock
from app.practices.filters import Chosen
from app.search.kinds import SearchKind
from app.search.queries import fits

follow = table(Follow)

_COLUMNS = (follow.c.id, follow.c.office_id, follow.c.person_id, follow.c.how, follow.c.key)
_WITH_A_PERSON = follow.c.person_id.is_not(None)
_BEFORE = _WITH_A_PERSON & (follow.c.since <= bindparam("at"))
"""Nobody is told of what happened before it was followed."""
_OF_ITEM = select(*_COLUMNS).where(follow.c.key == bindparam("item"), _BEFORE)
_SEARCHES = (
    select(follow.c.key, follow.c.target)
    .where(follow.c.item_id.is_(None), _WITH_A_PERSON)
    .distinct()
)
_OF_SEARCHES = select(*_COLUMNS).where(follow.c.key.in_(bindparam("keys", expanding=True)), _BEFORE)


@dataclass(frozen=True, slots=True)
class Practice:
    """A published practice as searches ask of it: words of its facets, and its labels.

    ``adapted`` are the labels of what others made of it.
    """

    words: Mapping[str, frozenset[str]]
    labels: frozenset[str]
    adapted: frozenset[str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A follow that something could be for; ``adapted`` if the search asks for adaptations."""

    follow_id: str
    office_id: str
    person_id: str
    how: How
    search: bool
    adapted: bool


def practice(conn: Connection, item_id: str) -> Practice | None:
    """Return a practice that is published, None for any other."""
    found: dict[str, set[str]] = {}
    for _item, family, word in stock.fits(conn, clock.today(), [item_id]):
        found.setdefault(family, set()).add(word)
    if stock.SEES not in found:
        return None
    adapted, labels = found.pop(facets.ADAPTED, ()), found.pop(stock.SEES)
    words = {code: frozenset(some) for code, some in found.items()}
    return Practice(words, frozenset(labels), frozenset(adapted))


def candidates(conn: Connection, about: Happening) -> Sequence[Candidate]:
    """Return the follows that something that happened could be for."""
    rows = conn.execute(_OF_ITEM, {"item": about.item_id, "at": about.at}).all()
    found = [_candidate(row, search=False) for row in rows]
    if about.what in OF_SEARCHES and (one := practice(conn, about.item_id)):
        asked = dict(_fitting(conn, about, one))
        rows = conn.execute(_OF_SEARCHES, {"keys": sorted(asked), "at": about.at}).all()
        found += [_candidate(row, search=True, adapted=asked[row.key]) for row in rows]
    return found


def _candidate(row: Any, *, search: bool, adapted: bool = False) -> Candidate:
    return Candidate(row.id, row.office_id, row.person_id, How(row.how), search, adapted)


def _fitting(conn: Connection, about: Happening, one: Practice) -> Iterator[tuple[str, bool]]:
    """Give the key of each search that fits, and whether it asks for adaptations."""
    labels = readers(conn, about.item_id)
    for key, target in conn.execute(_SEARCHES).all():
        asked = chosen(target)
        adapted = facets.ADAPTED in asked.values
        if about.what == What.ADAPTED and not adapted:
            continue
        in_facets = all(
            not one.words.get(code, frozenset()).isdisjoint(values)
            for code, values in asked.values.items()
            if code != facets.ADAPTED
        )
        if in_facets and (
            not asked.q or fits(conn, labels, asked.q, SearchKind.PRACTICE, about.item_id)
        ):
            yield key, adapted


@lru_cache(maxsize=4096)
def chosen(target: str) -> Chosen:
    """Return what a kept search asks for."""
    return Chosen.of_target(target)
