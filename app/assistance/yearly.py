"""The figures of a year: how requests by theme and region fared, for the annual meeting.

No figure may tell of one request: a number under three is not said, and neither is one that could
be worked out from the others. Where a year is left with little, little is said.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median

from sqlalchemy import Connection, bindparam, func, select

from app.assistance.models import Offer
from app.assistance.queries import item, item_owner, member, request
from app.assistance.rules import Stage
from app.core.db import table
from app.core.reading import Reading
from app.vocabulary.packed import unpacked

AGREED = frozenset({Stage.AGREED, Stage.UNDER_WAY, Stage.CLOSED})
FEWEST = 3
"""Fewer than so many are not said (``domain``: statistics of requests, suppressed under three)."""

offer = table(Offer).alias("offered")
made = item.alias("made")
_FIRST_OFFER = (
    select(func.min(made.c.created_at))
    .join_from(offer, made, made.c.id == offer.c.item_id)
    .where(offer.c.request_id == request.c.item_id)
    .correlate(request)
    .scalar_subquery()
)
_NAMED = request.c.card_audience.is_(None)
"""Sealed requests are in no figure: two readers of one year could tell when one went out."""
_OPENED = Reading(
    select(
        item.c.stage, request.c.result, request.c.themes, request.c.opened_at,
        member.c.regional_group, _FIRST_OFFER.label("first_offer_at"),
    )
    .join_from(request, item, item.c.id == request.c.item_id)
    .join(item_owner, item_owner.c.item_id == item.c.id)
    .join(member, member.c.code == item_owner.c.member)
    .where(
        request.c.opened_at >= bindparam("first"), request.c.opened_at < bindparam("next"), _NAMED
    )
)  # fmt: skip
_SPAN = Reading(
    select(
        func.min(request.c.opened_at).label("first"), func.max(request.c.opened_at).label("last")
    ).where(_NAMED)
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A request that was opened in a year, and what became of it until now."""

    region: str | None
    themes: tuple[str, ...]
    opened_at: datetime
    first_offer_at: datetime | None
    agreed: bool
    stage: str
    result: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of some requests; None is a number that is not said."""

    of: str
    number: int | None
    days_to_offer: int | None
    unanswered: int | None
    agreed: int | None
    met: int | None
    lapsed: int | None


_COUNTED: Mapping[str, Callable[[Opened], bool]] = {
    "unanswered": lambda one: one.first_offer_at is None,
    "agreed": lambda one: one.agreed,
    "met": lambda one: one.result in {"met", "partly"},
    "lapsed": lambda one: one.stage == Stage.LAPSED,
}
COUNTS = tuple(_COUNTED)


def by_theme(found: Sequence[Opened], themes: Iterable[str]) -> Sequence[Row]:
    """Return a row for each theme; a request with two themes counts in both."""
    return [_row(code, [one for one in found if code in one.themes]) for code in themes]


def by_region(found: Sequence[Opened], regions: Iterable[str]) -> Sequence[Row]:
    """Return a row for each region, with nothing that the total and the others would give away.

    The rows add up to the total. So where one number of a column is not said, a second is not said
    either: the smallest of the others.
    """
    rows = [_row(code, [one for one in found if one.region == code]) for code in regions]
    for name in ("number", *COUNTS):
        rows = _hidden_among_others(rows, name, _known(found, name))
    return rows


def total(found: Sequence[Opened]) -> Row:
    """Return the figures of all."""
    return _row("", found)


def _row(of: str, found: Sequence[Opened]) -> Row:
    waits = [_days(one.opened_at, one.first_offer_at) for one in found if one.first_offer_at]
    counts = {name: _said(found, name) for name in COUNTS}
    return Row(
        of=of,
        number=_known(found, "number"),
        days_to_offer=round(median(waits)) if len(waits) >= FEWEST else None,
        **counts,
    )


def _known(found: Sequence[Opened], name: str) -> int | None:
    if name == "number":
        return len(found) if len(found) >= FEWEST or not found else None
    return _said(found, name)


def _said(found: Sequence[Opened], name: str) -> int | None:
    """Return how many of ``found`` fit, where neither they nor the rest are so few.

    None of some is said, and all of some: it is then known of each, and of no one alone.
    """
    if found and len(found) < FEWEST:
        return None
    fits = sum(map(_COUNTED[name], found))
    rest = len(found) - fits
    return fits if all(part == 0 or part >= FEWEST for part in (fits, rest)) else None


def _hidden_among_others(rows: Sequence[Row], name: str, of_all: int | None) -> list[Row]:
    """Return ``rows`` with a second number unsaid where the first could be worked out."""
    unsaid = [row for row in rows if getattr(row, name) is None]
    said = [row for row in rows if getattr(row, name) is not None]
    if of_all is None or len(unsaid) != 1 or not said:
        return list(rows)
    least = min(said, key=lambda row: (getattr(row, name), row.of))
    return [_without(row, name) if row is least else row for row in rows]


def _without(row: Row, name: str) -> Row:
    values = {field: getattr(row, field) for field in Row.__slots__}
    return Row(**{**values, name: None})


def _days(start: datetime, end: datetime | None) -> int:
    return (end.date() - start.date()).days if end else 0


def opened_in(conn: Connection, year: int) -> Sequence[Opened]:
    """Return every request that was opened in a year, whoever may read it: to be counted only."""
    given = {
        "first": datetime(year, 1, 1, tzinfo=UTC),
        "next": datetime(year + 1, 1, 1, tzinfo=UTC),
    }
    return [
        Opened(
            region=row.regional_group,
            themes=unpacked(row.themes),
            opened_at=row.opened_at,
            first_offer_at=row.first_offer_at,
            agreed=row.stage in AGREED,
            stage=row.stage,
            result=row.result,
        )
        for row in _OPENED.all(conn, given)
    ]


def years(conn: Connection) -> Sequence[int]:
    """Return the years in which requests were opened, the latest first."""
    row = _SPAN.first(conn, {})
    if row is None or row.first is None:
        return []
    return range(row.last.year, row.first.year - 1, -1)
