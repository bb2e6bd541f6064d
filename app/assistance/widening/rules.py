"""For whom a request is once it is put to more members, and when silence suggests that."""

from datetime import date

from app.access.audience import Audience, Circle
from app.core.i18n import N_
from app.directory.calendars import Calendar

SILENT_DAYS = 15
"""After so many working days of the member that asks, without an offer, more is suggested."""
BY_NAME = N_(
    "A sealed request goes to no more members: they would read who asks. To ask others by name, "
    "withdraw it and ask anew."
)
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
