"""The list of open seats: what somebody sees, what closes soonest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, tuple_

from app.access.viewer import Viewer
from app.core import clock
from app.core.reading import Reading
from app.items.queries import labels_given, seen
from app.seats.queries import ALL, OUT, TAKES, Seat, item, member, seat, seat_of
from app.vocabulary.packed import holds, pattern

PAGE = 20
FIRST = date(1, 1, 1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to, and which part of it; nothing chosen narrows nothing.

    ``month`` is written ``2027-03``; with ``closed`` also those that take no more applications.
    """

    theme: str = ""
    kind: str = ""
    language: str = ""
    region: str = ""
    month: str = ""
    closed: bool = False
    after: tuple[date, str] = (FIRST, "")
    most: int = PAGE

    @property
    def used(self) -> frozenset[str]:
        """The names of the conditions in use."""
        names = ("theme", "kind", "language", "region", "month")
        found = {name for name in names if getattr(self, name)}
        return frozenset(found if self.closed else found | {"open"})

    @property
    def values(self) -> dict[str, Any]:
        """The values bound to the conditions in use and to the part that is read."""
        codes = {name: pattern(getattr(self, name)) for name in ("theme", "language")}
        first, last = span(self.month) if self.month else (FIRST, FIRST)
        day, item_id = self.after
        return {
            **codes,
            "of_kind": self.kind,
            "group": self.region,
            "first": first,
            "last": last,
            "day": day,
            "after_id": item_id,
            "most": self.most,
        }


_CONDITIONS: dict[str, ColumnElement[bool]] = {
    "open": TAKES,
    "theme": holds(seat.c.themes, "theme"),
    "kind": seat.c.kind == bindparam("of_kind"),
    "language": holds(seat.c.languages, "language"),
    "region": member.c.regional_group == bindparam("group"),
    "month": and_(seat.c.starts <= bindparam("last"), seat.c.ends >= bindparam("first")),
}


@cache
def _page(used: frozenset[str]) -> Reading:
    """Prebuilt: a page of what somebody sees, what closes soonest first."""
    place = tuple_(seat.c.apply_by, seat.c.item_id)
    return Reading(
        ALL.where(
            OUT,
            *(_CONDITIONS[name] for name in sorted(used)),
            place > tuple_(bindparam("day", type_=seat.c.apply_by.type), bindparam("after_id")),
            seen(item.c.id),
        )
        .order_by(seat.c.apply_by, seat.c.item_id)
        .limit(bindparam("most"))
    )


def listed(conn: Connection, viewer: Viewer, wanted: Wanted) -> Sequence[Seat]:
    """Return a page of the seats that the viewer sees and that are not over."""
    given = {"today": clock.today(), **wanted.values, **labels_given(viewer.reads_by)}
    return [seat_of(row) for row in _page(wanted.used).all(conn, given)]


def span(month: str) -> tuple[date, date]:
    """Return the first and the last day of a month written as ``2027-03``."""
    year, number = (int(part) for part in month.split("-"))
    first = date(year, number, 1)
    turn = date(year + number // 12, number % 12 + 1, 1)
    return first, date.fromordinal(turn.toordinal() - 1)
