"""The figures of a year: how requests by theme and region fared, for the annual meeting.

No figure may tell of one request: a number under three is not said, and neither is one that could
be worked out from the others. Where a year is left with little, little is said.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from app.assistance.rules import Stage
from app.assistance.waits import Cause

AGREED = frozenset({Stage.AGREED, Stage.UNDER_WAY, Stage.CLOSED})
FEWEST = 3
"""Fewer than so many are not said (``domain``: statistics of requests, suppressed under three)."""


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
    no_offer: int | None
    no_answer: int | None

    @property
    def agreed_share(self) -> int | None:
        """How many of a hundred were agreed, where both numbers are said."""
        return (
            round(100 * self.agreed / self.number) if self.number and self.agreed else self.agreed
        )


_COUNTED: Mapping[str, Callable[[Opened], bool]] = {
    "unanswered": lambda one: one.first_offer_at is None,
    "agreed": lambda one: one.agreed,
    "met": lambda one: one.result in {"met", "partly"},
    "lapsed": lambda one: one.stage == Stage.LAPSED,
    "no_offer": lambda one: (one.stage, one.result) == (Stage.LAPSED, Cause.NO_OFFER),
    "no_answer": lambda one: (one.stage, one.result) == (Stage.LAPSED, Cause.NO_ANSWER),
}
_CAUSES = ("no_offer", "no_answer")
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
    before: list[Row] = []
    while rows != before:  # what a row hides can show what a column hides, and the other way
        before = rows
        for name in ("number", *COUNTS):
            rows = _hidden_among_others(rows, name, _known(found, name))
        rows = [_causes_together(row) for row in rows]
    return rows


def total(found: Sequence[Opened]) -> Row:
    """Return the figures of all."""
    return _row("", found)


def _row(of: str, found: Sequence[Opened]) -> Row:
    waits = [_days(one.opened_at, one.first_offer_at) for one in found if one.first_offer_at]
    counts = {name: _said(found, name) for name in COUNTS}
    row = Row(
        of=of,
        number=_known(found, "number"),
        days_to_offer=round(median(waits)) if len(waits) >= FEWEST else None,
        **counts,
    )
    return _causes_together(row)


def _causes_together(row: Row) -> Row:
    """Return ``row`` without its causes where two of its numbers would give away a third."""
    unsaid = sum(getattr(row, name) is None for name in ("lapsed", *_CAUSES))
    if unsaid != 1:
        return row
    for name in _CAUSES:
        row = _without(row, name)
    return row


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
