"""The figures of a year: how many seats were offered, and how many offices came, by theme and kind.

How many apply for a seat is known to the office that offers it and to nobody else. So applications
are counted only over three seats or more of three members or more, and no number under three is
said, nor one from which it could be worked out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, bindparam, case, func, select

from app.core.reading import Reading
from app.seats.applications import Applied
from app.seats.holding import application
from app.seats.queries import item, seat
from app.seats.rules import Stage
from app.vocabulary.packed import unpacked

FEWEST = 3
COUNTS = ("seats", "places", "applied", "came")
_GAVE = func.coalesce(
    func.sum(case((application.c.state == Applied.ACCEPTED, 1), else_=0)), 0
).label("came")
_PUBLISHED = Reading(
    select(
        seat.c.item_id, seat.c.member, seat.c.kind, seat.c.themes, seat.c.places,
        func.count(application.c.id).label("applied"), _GAVE,
    )
    .join_from(seat, item, item.c.id == seat.c.item_id)
    .join(application, application.c.seat_id == seat.c.item_id, isouter=True)
    .where(
        item.c.stage != Stage.WITHDRAWN,
        seat.c.published_at >= bindparam("first"),
        seat.c.published_at < bindparam("next"),
    )
    .group_by(seat.c.item_id, seat.c.member, seat.c.kind, seat.c.themes, seat.c.places)
    .order_by(seat.c.item_id)
)  # fmt: skip
_SPAN = Reading(
    select(
        func.min(seat.c.published_at).label("first"), func.max(seat.c.published_at).label("last")
    )
)


@dataclass(frozen=True, slots=True)
class One:
    """A seat that was published in a year, to be counted."""

    member: str
    kind: str
    themes: tuple[str, ...]
    places: int
    applied: int
    came: int


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of some seats; None is a number that is not said."""

    of: str
    seats: int | None
    places: int | None
    applied: int | None
    came: int | None


def total(found: Sequence[One]) -> Row:
    """Return the figures of all."""
    return _row("", found)


def by_theme(found: Sequence[One], themes: Iterable[str]) -> Sequence[Row]:
    """Return a row for each theme; a seat with two themes counts in both."""
    return _kept_apart([_row(code, [o for o in found if code in o.themes]) for code in themes])


def by_kind(found: Sequence[One], kinds: Iterable[str]) -> Sequence[Row]:
    """Return a row for each kind."""
    return _kept_apart([_row(code, [o for o in found if o.kind == code]) for code in kinds])


def _row(of: str, found: Sequence[One]) -> Row:
    if not found:
        return Row(of, 0, 0, 0, 0)
    many = len(found) >= FEWEST
    wide = many and len({one.member for one in found}) >= FEWEST
    applied, came = sum(one.applied for one in found), sum(one.came for one in found)
    said = wide and applied >= FEWEST
    split = said and all(part == 0 or part >= FEWEST for part in (came, applied - came))
    return Row(
        of=of,
        seats=len(found) if many else None,
        places=sum(one.places for one in found) if many else None,
        applied=applied if said else None,
        came=came if split else None,
    )


def _kept_apart(rows: Sequence[Row]) -> Sequence[Row]:
    """Return rows with a second number unsaid where the only other could be worked out."""
    kept = list(rows)
    for name in COUNTS:
        unsaid = [row for row in kept if getattr(row, name) is None]
        said = [row for row in kept if getattr(row, name)]
        if len(unsaid) == 1 and said:
            least = min(said, key=lambda row: (getattr(row, name), row.of))
            kept = [_without(row, name) if row is least else row for row in kept]
    return kept


def _without(row: Row, name: str) -> Row:
    values = {field: getattr(row, field) for field in Row.__slots__}
    return Row(**{**values, name: None})


def published_in(conn: Connection, year: int) -> Sequence[One]:
    """Return every seat that was published in a year, whoever may read it: to be counted only."""
    given = {
        "first": datetime(year, 1, 1, tzinfo=UTC),
        "next": datetime(year + 1, 1, 1, tzinfo=UTC),
    }
    return [
        One(row.member, row.kind, unpacked(row.themes), row.places, row.applied, int(row.came))
        for row in _PUBLISHED.all(conn, given)
    ]


def years(conn: Connection) -> Sequence[int]:
    """Return the years in which seats were published, the latest first."""
    row = _SPAN.first(conn, {})
    if row is None or row.first is None:
        return []
    return range(row.last.year, row.first.year - 1, -1)
