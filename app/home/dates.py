"""The dates by which an office is waited for, as a calendar (iCalendar, RFC 5545).

Calendars are copied to telephones and to servers of others. So an entry has the registry number,
what is wanted and the day: no title, no name of a state, and no address that leads anywhere.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from app.access.viewer import Viewer
from app.assistance.talks.calendar import entries_of
from app.assistance.talks.dated import agreed_dates
from app.assistance.waits import Wait
from app.assistance.working.queries import dates
from app.assistance.working.rules import What
from app.core.db import table
from app.core.i18n import gettext
from app.core.reading import Reading
from app.home import matters
from app.home.queries import moved
from app.items.models import Item, Kind
from app.items.queries import labels_given, seen
from app.notifications.queries import what_waits
from app.seats.days import days
from app.web.calendars import MEDIA, Entry, key_of, written

__all__ = ["MEDIA", "Entry", "entries", "written"]
MOST = 100
item = table(Item)
_NUMBERS = Reading(
    select(item.c.id, item.c.number).where(
        item.c.id.in_(bindparam("ids", expanding=True)), seen(item.c.id)
    )
)


def entries(conn: Connection, viewer: Viewer) -> Sequence[Entry]:
    """Return what waits for the viewer by a day, the nearest first, as far as the viewer sees it.

    For a member that was away the day is the one that its page says.
    """
    due = [one for one in moved(conn, viewer, what_waits(conn, viewer, most=MOST)) if one.due]
    planned = {one.item_id: one.since for one in due if one.what == Wait.TASK}
    due = [one for one in due if one.what != Wait.TASK]
    numbers = _numbers(conn, viewer, {one.item_id for one in due})
    found = [
        Entry(
            key=key_of(one.item_id, one.what),
            day=one.due,
            text=": ".join(filter(None, [numbers[one.item_id], matters.waits(one.what)])),
            since=one.since,
        )
        for one in due
        if one.due and one.item_id in numbers
    ]
    found += [*_steps(conn, viewer, planned), *_seats(conn, viewer)]
    found += entries_of(agreed_dates(conn, viewer))
    return sorted(found, key=lambda one: one.day)


def _seats(conn: Connection, viewer: Viewer) -> Sequence[Entry]:
    """Return the days of open seats that the viewer's office offers or has a place in."""
    return [
        Entry(
            key=key_of(one.key, Kind.SEAT),
            day=one.day,
            text=": ".join(filter(None, [one.number, one.text])),
            since=one.since,
        )
        for one in days(conn, viewer)
    ]


def _steps(conn: Connection, viewer: Viewer, planned: Mapping[str, datetime]) -> Sequence[Entry]:
    """Return every step of agreed help that the viewer's side has to meet, not the next alone."""
    return [
        Entry(
            key=key_of(one.id, Wait.TASK),
            day=one.due,
            text=": ".join(filter(None, [one.number, _of(one.kind)])),
            since=planned[one.offer_id],
        )
        for one in dates(conn, viewer, planned)
    ]


def _of(kind: str) -> str:
    if kind == What.MILESTONE:
        return gettext("A milestone of agreed help.")
    return matters.waits(Wait.TASK)


def _numbers(conn: Connection, viewer: Viewer, ids: Collection[str]) -> Mapping[str, str | None]:
    if not ids:
        return {}
    rows = _NUMBERS.all(conn, {"ids": sorted(ids), **labels_given(viewer.labels)})
    return {row.id: row.number for row in rows}
