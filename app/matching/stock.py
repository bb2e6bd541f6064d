"""The standing offers of all members, in the memory of each process, by what they are about.

Every request that looks for help asked for them anew: hundreds of rows for a page. What the whole
network reads is the same for each of its readers, so it is read once for each change of any offer
(``standing.journal``) and for each day, since some end with the day before. Whoever is not of the
network is given nothing of it. Readers ask outside of acts: what an act has not committed yet is
never kept.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine

from app.access.labels import NETWORK
from app.access.viewer import Viewer
from app.core import clock
from app.matching.evidence import Declared, Offers
from app.standing import fitting, journal
from app.vocabulary.packed import unpacked

MOST_CHOICES = 500
"""For so many different choices of themes it is kept which members have offers about them."""


@dataclass(frozen=True, slots=True)
class Stocked:
    """The offers of a member: those that can be taken up, and those that are full this year."""

    free: Offers = field(default_factory=Offers)
    full: tuple[Declared, ...] = ()


NO_OFFERS = Stocked()
ByMember = Mapping[str, Stocked]


@dataclass(frozen=True, slots=True)
class _Stock:
    """What stood on a day as of a change, by member."""

    number: int
    day: date
    members: Mapping[str, tuple[Declared, ...]]
    chosen: dict[frozenset[str], ByMember] = field(default_factory=dict)

    def about(self, themes: frozenset[str]) -> ByMember:
        """Return by member the offers that share one of ``themes``."""
        found = self.chosen.get(themes)
        if found is None:
            if len(self.chosen) >= MOST_CHOICES:
                self.chosen.clear()
            found = self.chosen[themes] = self._about(themes)
        return found

    def _about(self, themes: frozenset[str]) -> ByMember:
        fitting_of = {
            code: [one for one in offers if one.themes & themes]
            for code, offers in self.members.items()
        }
        return {code: _stocked(offers) for code, offers in fitting_of.items() if offers}


def _stocked(offers: Sequence[Declared]) -> Stocked:
    return Stocked(
        Offers(one for one in offers if not one.full), tuple(one for one in offers if one.full)
    )


_stocks: WeakKeyDictionary[Engine, _Stock] = WeakKeyDictionary()
_changing = Lock()


def about(
    conn: Connection, viewer: Viewer, themes: Collection[str], latest: int | None = None
) -> ByMember:
    """Return, by member, the offers that stand today and share one of ``themes``.

    Whoever has just read the number of the latest change (``journal.LATEST``) gives it.
    """
    if NETWORK not in viewer.labels or not themes:
        return {}
    number = journal.last(conn) if latest is None else latest
    return _standing(conn, number).about(frozenset(themes))


def _standing(conn: Connection, number: int) -> _Stock:
    """Return what stands; ``number`` was read before, so that nothing later is missed."""
    today = clock.today()
    known = _stocks.get(conn.engine)
    if known is not None and (known.number, known.day) == (number, today):
        return known
    members: dict[str, list[Declared]] = {}
    for row in fitting.standing(conn):
        members.setdefault(row.member, []).append(_declared(row))
    made = _Stock(number, today, {code: tuple(offers) for code, offers in members.items()})
    with _changing:
        known = _stocks.get(conn.engine)
        if known is None or known.number <= number:
            _stocks[conn.engine] = made
    return made


def _declared(row: Any) -> Declared:
    """Return a standing offer of a row; its codes are kept, since many offers have the same."""
    return Declared(
        row.id, row.summary, row.language,
        _codes(row.themes), _codes(row.modalities), _codes(row.languages), bool(row.full),
    )  # fmt: skip


@lru_cache(maxsize=4096)
def _codes(text: str) -> frozenset[str]:
    return frozenset(unpacked(text))
