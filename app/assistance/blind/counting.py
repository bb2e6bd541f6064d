"""The members that could have asked, by stored facts: who is in office, region, languages."""

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, select

from app.access.audience import Audience
from app.access.labels import SECRETARIAT
from app.access.viewer import IN_NETWORK, labels_of
from app.assistance.blind.rules import Hiding, Known, hiding, region_told
from app.core import clock
from app.core.db import table
from app.core.reading import Reading
from app.directory.holding import appointment, held_today
from app.directory.models import HolderEntry, Office
from app.directory.seated import seats_today

entry = table(HolderEntry)
office = table(Office)
_SPOKEN = Reading(
    select(office.c.member, entry.c.languages)
    .join_from(entry, appointment, appointment.c.id == entry.c.appointment_id)
    .join(office, office.c.id == appointment.c.office_id)
    .where(held_today(), entry.c.languages != "")
)


def crowd(conn: Connection) -> Sequence[Known]:
    """Return every member for which somebody could ask today; two statements."""
    today = clock.today()
    spoken: dict[str, set[str]] = {}
    for row in _SPOKEN.all(conn, {"today": today}):
        spoken.setdefault(row.member, set()).update(row.languages.split())
    regions: dict[str, str | None] = {}
    labels: dict[str, set[str]] = {}
    for _person, seat in seats_today(conn, today):
        if seat.kind in IN_NETWORK:
            regions[seat.member] = seat.group
            labels.setdefault(seat.member, set()).update(labels_of(seat))
    return [
        Known(code, region, frozenset(spoken.get(code, ())), frozenset(labels[code]))
        for code, region in sorted(regions.items())
    ]


def hides(conn: Connection, owner: str, languages: Collection[str], audience: Audience) -> Hiding:
    """Return what a card of ``owner`` may show today, and among how many it hides."""
    readers = audience.labels - {SECRETARIAT}
    return hiding(crowd(conn), owner, languages, readers=readers)


def tells_region(
    members: Sequence[Known], owner: str, readers: Collection[str], code: str
) -> str | None:
    """Return the region of ``code``, one of the ``readers`` of a card, where it may be told."""
    asked = [one for one in members if one.member != owner and one.labels & set(readers)]
    region = next((one.region for one in asked if one.member == code), None)
    return region if region_told([one.region for one in asked], region) else None
