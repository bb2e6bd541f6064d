"""The days of open seats that matter to an office: for the calendar of its holder."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, select

from app.access.viewer import Viewer
from app.core import clock
from app.core.i18n import N_, gettext
from app.core.reading import Reading
from app.items.queries import labels_given, seen
from app.seats.applications import Applied
from app.seats.holding import application
from app.seats.queries import OUT, code_of, item, seat

MOST = 100
BEGINS = N_("A seat begins in which your office has a place.")
CLOSES = N_("The last day to apply for a seat that your office offers.")
OWN_BEGINS = N_("A seat begins that your office offers.")
_MINE = seat.c.member == bindparam("mine")
_PLACE = (
    select(application.c.id)
    .where(
        application.c.seat_id == seat.c.item_id,
        application.c.member == bindparam("mine"),
        application.c.state == Applied.ACCEPTED,
    )
    .correlate(seat)
    .exists()
)
_DAYS = Reading(
    select(
        seat.c.item_id,
        item.c.number,
        item.c.changed_at,
        seat.c.starts,
        seat.c.apply_by,
        seat.c.member,
    )
    .join_from(seat, item, item.c.id == seat.c.item_id)
    .where(OUT, _MINE | _PLACE, seen(item.c.id))
    .order_by(seat.c.starts, seat.c.item_id)
    .limit(MOST)
)


@dataclass(frozen=True, slots=True)
class Day:
    """A day, what it is of which seat, and since when it has stood."""

    key: str
    number: str | None
    day: date
    text: str
    since: datetime


def days(conn: Connection, viewer: Viewer) -> Sequence[Day]:
    """Return the days from today on of seats that the viewer's office offers or has a place in."""
    if not (mine := code_of(viewer)):
        return []
    today = clock.today()
    given = {"mine": mine, "today": today, **labels_given(viewer.labels)}
    found: list[Day] = []
    for row in _DAYS.all(conn, given):
        own = row.member == mine
        said = [(row.starts, OWN_BEGINS if own else BEGINS)]
        said += [(row.apply_by, CLOSES)] if own else []
        found += [
            Day(f"{row.item_id} {text}", row.number, day, gettext(text), row.changed_at)
            for day, text in said
            if day >= today
        ]
    return found
