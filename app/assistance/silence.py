"""Silence on a request: when somebody is reminded, and when it is over. Pure; nothing is stored.

A reminder goes out on the tenth, the twentieth and the thirtieth day on which nothing was done.
None follows another sooner than after ten days, so that a clock that jumps sends one and not
three, and ends nothing of which nobody was told twice before.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

BETWEEN = timedelta(days=10)
MOST = 3
CALLS = 2
"""So many reminders, at least, before something ends by itself."""


@dataclass(frozen=True, slots=True)
class Silence:
    """Since when nothing was done, and which reminders went out."""

    since: date
    reminders: int = 0
    reminded: date | None = None

    @property
    def sent(self) -> int:
        """How many reminders went out in this silence; those of an earlier one do not count."""
        heard = self.reminded is not None and self.reminded >= self.since + BETWEEN
        return self.reminders if heard else 0

    def next(self, today: date) -> int:
        """Return which reminder is due, 0 for none."""
        number = self.sent + 1
        return number if number <= MOST and today >= self._due(number) else 0

    def is_over(self, today: date) -> bool:
        """Whether two reminders went out and the last of them was left alone for ten days."""
        return self.sent >= CALLS and today >= self._due(self.sent + 1)

    def _due(self, number: int) -> date:
        day = self.since + BETWEEN * number
        return max(day, self.reminded + BETWEEN) if self.sent and self.reminded else day


def since(*moments: datetime | date | None) -> date:
    """Return the day of the latest of ``moments``; those that are None never were."""
    given = [one.date() if isinstance(one, datetime) else one for one in moments if one is not None]
    return max(given)
