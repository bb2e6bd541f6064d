"""What is true of the plan of agreed work: sides, states, and the days on which one is reminded."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.assistance.rules import Party
from app.core.i18n import N_
from app.directory.calendars import Calendar

MOST_TASKS = 60
MOST_WHAT, MOST_WORD = 300, 300
LATEST = timedelta(days=5 * 365)
REMINDED_BEFORE = 3
"""So many working days before its day whoever does it is reminded, and once when it has passed."""
DAY = timedelta(days=1)


class What(StrEnum):
    """A thing that somebody does by a day, or a day that both look to."""

    TASK = "task"
    MILESTONE = "milestone"


class Side(StrEnum):
    """Whose it is."""

    ASKER = "asker"
    HELPER = "helper"
    BOTH = "both"


class State(StrEnum):
    """How far it has come."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


SIDE_OF: Mapping[Party, Side] = {Party.OWNER: Side.ASKER, Party.HELPER: Side.HELPER}
STATES: Mapping[str, str] = {
    State.OPEN: N_("Not done yet"),
    State.DONE: N_("Done"),
    State.DROPPED: N_("Dropped"),
}
TOLD_BEFORE, TOLD_AFTER = 1, 2
"""The letters about one day, as ``Task.reminded`` counts them."""


@dataclass(frozen=True, slots=True)
class Days:
    """The working days of both sides, by which a day is late, and is reminded of."""

    asker: Calendar
    helper: Calendar

    def of(self, side: str) -> Collection[Calendar]:
        """Return the calendars of whoever must do what is ``side``'s."""
        both = {Side.ASKER: (self.asker,), Side.HELPER: (self.helper,)}
        return both.get(Side(side), (self.asker, self.helper))

    def last(self, due: date, side: str) -> date:
        """Return the last day on which it is in time: ``due``, or the next working day after."""
        return max(_working(due, calendar) for calendar in self.of(side))

    def first(self, due: date, side: str) -> date:
        """Return the day from which whoever must do it is reminded."""
        return min(_before(due, calendar) for calendar in self.of(side))

    def letter(self, due: date, side: str, reminded: int, today: date) -> int:
        """Return which letter is due today, as ``Task.reminded`` counts; 0 for none."""
        if today > self.last(due, side):
            return TOLD_AFTER if reminded < TOLD_AFTER else 0
        return TOLD_BEFORE if not reminded and today >= self.first(due, side) else 0


def _working(day: date, calendar: Calendar) -> date:
    return day if calendar.is_working(day) else calendar.after(day, 1)


def _before(day: date, calendar: Calendar) -> date:
    """Return the working day that lies so many before ``day`` as one is reminded ahead."""
    number = REMINDED_BEFORE
    while number > 0 and day > date.min + DAY:
        day -= DAY
        number -= calendar.is_working(day)
    return day


def sides_of(side: str) -> Collection[Side]:
    """Return the sides that do what is ``side``'s."""
    return (Side.ASKER, Side.HELPER) if side == Side.BOTH else (Side(side),)
