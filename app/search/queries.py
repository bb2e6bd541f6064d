"""Finding: what matches and the viewer may see, best first; filtered by labels before any limit.

The best tiers come first (see ``matching.tiers``), within a tier the newest: the same order on
both databases. Ranking looks at everything visible; only counting stops at ``MOST_COUNTED``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup
from sqlalchemy import Connection

from app.access.viewer import Viewer
from app.core import clock
from app.search.kinds import CODES, TO_READERS, SearchKind
from app.search.marks import Needles, marked, snippet
from app.search.matching import DIALECTS, Wanted, matches, tiers
from app.search.statements import COUNTED, ITEMS, ONE, among, ranked

MOST_COUNTED = 500
"""Counting every hit of a common word would cost more than the page; beyond it is "500+"."""
MOST_SHOWN = 500
MOST_MATCHED = 5_000
"""So many of the newest hits can be combined with filters."""

_KINDS = {code: kind for kind, code in CODES.items()}


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found; ``title`` and ``snippet`` are safe and marked, ``audience`` as stored."""

    kind: SearchKind
    address: str
    language: str
    title: str
    title_marked: Markup
    snippet: Markup
    item_id: str | None
    audience: str | None
    labels: frozenset[str]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found. ``more`` says that ``total`` and ``counts`` stopped counting.

    ``asked`` is False when the query has nothing that could be searched for.
    """

    hits: Sequence[Hit] = ()
    total: int = 0
    more: bool = False
    counts: Mapping[SearchKind, int] = field(default_factory=dict)
    asked: bool = True
    needles: Needles | None = None


def search(  # noqa: PLR0913 - a search is narrowed in this many ways, all by name
    conn: Connection,
    viewer: Viewer,
    q: str,
    *,
    kinds: Sequence[SearchKind] = (),
    language: str | None = None,
    most: int = 20,
    after: int = 0,
) -> Found:
    """Return the hits ``after`` so many, at most ``most``, of what ``viewer`` may see.

    ``counts`` are by kind and do not follow ``kinds``; nothing typed is ever an error.
    """
    wanted = Wanted.read(q, viewer.reads_by, language, TO_READERS if viewer.reads_only else ())
    if wanted.query.is_empty:
        return Found(asked=False)
    counted = _count(conn, wanted)
    shown = counted if not kinds or not counted.stopped else _count(conn, wanted, kinds)
    total = shown.total(kinds)
    needles = Needles.of(wanted.query)
    reached = after < min(total, MOST_SHOWN)
    part = _Part(kinds, most, after, shown.known(kinds))
    rows = _rows(conn, wanted, part) if reached else ()
    return Found(
        hits=[_hit(row, needles) for row in rows],
        total=min(total, MOST_COUNTED),
        more=total > MOST_COUNTED,
        counts=counted.numbers,
        needles=needles,
    )


def matching(conn: Connection, viewer: Viewer, q: str, kind: SearchKind) -> frozenset[str] | None:
    """Return the ids of the items of ``kind`` that fit ``q`` and that ``viewer`` may see.

    At most the ``MOST_MATCHED`` newest; None when the query has nothing that could be searched for.
    """
    wanted = Wanted.read(q, viewer.reads_by)
    if wanted.query.is_empty:
        return None
    dialect = conn.dialect.name
    expression = matches(wanted, DIALECTS[dialect], [kind])
    given = {"wanted": expression, "most": MOST_MATCHED, "today": _today()}
    rows = ITEMS[dialect].all(conn, given)
    return frozenset(row.item_id for row in rows)


def fits(conn: Connection, labels: Iterable[str], q: str, kind: SearchKind, item_id: str) -> bool:
    """Whether an item of ``kind``, found by one of ``labels``, fits ``q``.

    Whatever has nothing that could be searched for fits everything, as it does in a list.
    """
    wanted = Wanted.read(q, labels)
    if wanted.query.is_empty:
        return True
    dialect = conn.dialect.name
    expression = matches(wanted, DIALECTS[dialect], [kind])
    return ONE[dialect].first(conn, {"item": item_id, "wanted": expression}) is not None


@dataclass(frozen=True, slots=True)
class _Counted:
    """How many there are of each kind; ``ids`` of them where the database tells at once."""

    numbers: Mapping[SearchKind, int]
    ids: Mapping[SearchKind, str]

    @property
    def stopped(self) -> bool:
        """Whether there may be more."""
        return sum(self.numbers.values()) > MOST_COUNTED

    def total(self, kinds: Sequence[SearchKind]) -> int:
        """Return how many were counted of ``kinds``, or of all."""
        return sum(number for kind, number in self.numbers.items() if not kinds or kind in kinds)

    def known(self, kinds: Sequence[SearchKind]) -> str:
        """Return the ids of all there are of ``kinds``, nothing where they are not known."""
        known = (ids for kind, ids in self.ids.items() if ids and (not kinds or kind in kinds))
        return "" if self.stopped else ",".join(known)


def _count(conn: Connection, wanted: Wanted, kinds: Sequence[SearchKind] = ()) -> _Counted:
    """Return how many of each kind match; counting stops one beyond ``MOST_COUNTED``."""
    dialect = conn.dialect.name
    expression = matches(wanted, DIALECTS[dialect], kinds)
    given = {"wanted": expression, "most": MOST_COUNTED + 1, "today": _today()}
    rows = COUNTED[dialect].all(conn, given)
    return _Counted(
        {_KINDS[row.kind]: row.number for row in rows}, {_KINDS[row.kind]: row.ids for row in rows}
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """Which of the hits: of what kinds, how many after how many; all of them where known."""

    kinds: Sequence[SearchKind]
    most: int
    after: int
    ids: str


def _rows(conn: Connection, wanted: Wanted, part: _Part) -> Sequence[Any]:
    dialect = conn.dialect.name
    wanted_by = tiers(wanted, DIALECTS[dialect], part.kinds)
    values: dict[str, object] = {
        f"wanted_{n}": expression for n, expression in enumerate(wanted_by)
    }
    values |= {"last": part.after + part.most, "most": part.most, "after": part.after}
    values |= {"today": _today(), "ids": part.ids}
    found = among(len(wanted_by)) if part.ids else ranked(dialect, len(wanted_by))
    return found.all(conn, values)


def _today() -> str:
    """Return the day as both databases read it: written SQL knows no types."""
    return clock.today().isoformat()


def _hit(row: Any, needles: Needles) -> Hit:
    return Hit(
        kind=SearchKind(row.kind),
        address=row.address,
        language=row.language,
        title=row.title,
        title_marked=marked(row.title, needles),
        snippet=snippet(row.body, row.folded, needles),
        item_id=row.item_id,
        audience=row.audience,
        labels=frozenset(row.labels.split()),
    )
