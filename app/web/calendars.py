"""A calendar as a file (iCalendar, RFC 5545): a number, what is wanted, and when.

Calendars are copied to telephones and to servers of others. So an entry holds no title, no name of
a state, and no address that leads anywhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from app.core.i18n import gettext

MEDIA = "text/calendar; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Entry:
    """A day, what is wanted by then, and of what; ``key`` stays the same while it is the same.

    What begins at an hour says ``at`` when, and how many ``minutes`` it lasts.
    """

    key: str
    day: date
    text: str
    since: datetime
    at: datetime | None = None
    minutes: int = 0


def key_of(item_id: str, what: str) -> str:
    """Return the key of an entry: of what it is, and which thing of it."""
    return sha256(f"{item_id} {what}".encode()).hexdigest()[:32]


def written(found: Sequence[Entry], host: str) -> bytes:
    """Return a calendar; ``host`` makes its keys different from those of other portals."""
    from icalendar import Calendar, Event  # noqa: PLC0415 - half a second, for who has a calendar

    made = Calendar()
    made.add("prodid", f"-//{host}//Focal Point portal//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", gettext("Dates of the network of R2P Focal Points"))
    made.add("refresh-interval;value=duration", "PT6H")
    for one in found:
        entry = Event()
        entry.add("uid", f"{one.key}@{host}")
        entry.add("dtstamp", one.since)
        if one.at is None:
            entry.add("dtstart", one.day)
        else:
            starts = one.at.astimezone(UTC)
            entry.add("dtstart", starts)
            entry.add("dtend", starts + timedelta(minutes=one.minutes))
        entry.add("summary", one.text)
        entry.add("description", gettext("Open the portal by your own bookmark to see more."))
        entry.add("class", "CONFIDENTIAL")
        entry.add("transp", "OPAQUE" if one.at else "TRANSPARENT")
        made.add_component(entry)
    return bytes(made.to_ical())
