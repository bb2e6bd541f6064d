"""The working days of each member: its own weekend and public holidays, as its calendar has them.

An organisation keeps the days of the state that hosts its seat. Whoever has no calendar here works
from Monday to Friday, and the page that counts says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from sqlalchemy import Connection

from app.core import days
from app.directory.queries import iso2

DAY = timedelta(days=1)
HOSTS: Mapping[str, str] = {
    "ASEAN": "ID",
    "AU": "ET",
    "COE": "FR",
    "ECOWAS": "NG",
    "EU": "BE",
    "ICGLR": "BI",
    "OAS": "US",
    "OSCE": "AT",
    "SADC": "BW",
}
"""Organisation → the state in which its secretariat sits."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working days: those of a ``state`` by its two letters, without one Monday to Friday."""

    state: str | None = None

    @property
    def known(self) -> bool:
        """Whether public holidays are known."""
        return self.state is not None

    def is_working(self, day: date) -> bool:
        """Whether people work on ``day``."""
        if self.state is None:
            return days.is_working(day)
        return day not in _free(self.state, day.year)

    def between(self, first: date, last: date) -> int:
        """Return how many working days there are after ``first`` up to ``last``."""
        each = (first + DAY * number for number in range(1, (last - first).days + 1))
        return sum(self.is_working(day) for day in each)

    def after(self, day: date, number: int) -> date:
        """Return the date so many working days after ``day``, never beyond the last there is."""
        while number > 0 and day < date.max:
            day += DAY
            number -= self.is_working(day)
        return day


def calendar_of(conn: Connection, member: str) -> Calendar:
    """Return the calendar of a member; one statement."""
    return calendar_in(member, iso2(conn, member))


def calendar_in(member: str, letters: str | None) -> Calendar:
    """Return the calendar of a member, whose state has these letters; None for organisations."""
    state = letters or HOSTS.get(member)
    return Calendar(state if state in _states() else None)


@lru_cache(maxsize=1)
def _states() -> frozenset[str]:
    import holidays  # noqa: PLC0415 - slow to import, and needed when somebody submits only

    return frozenset(holidays.list_supported_countries(include_aliases=False))


@lru_cache(maxsize=512)
def _free(state: str, year: int) -> frozenset[date]:
    """Return the days of a year on which a state does not work."""
    import holidays  # noqa: PLC0415 - slow to import, and needed when somebody submits only

    known = holidays.country_holidays(state, years=year)
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    each = (date.fromordinal(number) for number in range(first, last + 1))
    return frozenset(day for day in each if not known.is_working_day(day))
