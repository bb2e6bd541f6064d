"""Whom a request reaches once it is put to more members; pure but for who holds which office."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import Connection

from app.access.audience import Audience, Circle
from app.access.labels import SECRETARIAT
from app.access.viewer import labels_of
from app.assistance.visibility import labels_of as labels_in
from app.core import clock
from app.core.i18n import N_
from app.directory.calendars import Calendar
from app.directory.office_showing import acting_for
from app.directory.seated import seats_today

SILENT_DAYS = 15
"""After so many working days of the member that asks, without an offer, more is suggested."""
NOBODY_NEW = N_("This reaches nobody new. Choose others than those who are asked already.")


def together(asked: Audience, more: Audience) -> Audience:
    """Return all whom both name: whoever is asked already is never left out."""
    if Circle.NETWORK in {asked.circle, more.circle}:
        return Audience.of(Circle.NETWORK)
    sets = {*asked.sets, *more.sets}
    told = asked.told if asked.sets else more.told
    return Audience.chosen(sets, told=told) if sets else asked


def silent_for(since: date, today: date, calendar: Calendar) -> int:
    """Return how many working days without an offer have passed; 0 while they are too few."""
    if calendar.after(since, SILENT_DAYS) > today:
        return 0
    days = SILENT_DAYS
    while calendar.after(since, days + 1) <= today:
        days += 1
    return days


def newly(
    conn: Connection, stage: str, owners: Collection[str], before: Audience, after: Audience
) -> Sequence[str]:
    """Return the offices, in words, that read it once it is for ``after`` and do not now."""
    read = labels_in(stage, owners, before)
    will = labels_in(stage, owners, after)
    found = {
        acting_for(office)
        for _person, office in seats_today(conn, clock.today())
        if (own := labels_of(office)) & will and not own & read and SECRETARIAT not in own
    }
    return sorted(found)
