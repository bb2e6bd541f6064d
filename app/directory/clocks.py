"""When the clocks of a member stand still: while all who lead it are away or under review."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from app.access.viewer import IN_NETWORK, OfficeKind
from app.core import clock
from app.core.db import table
from app.core.reading import Reading
from app.directory.calendars import Calendar, calendar_in
from app.directory.holding import appointment, review
from app.directory.models import Member, Office
from app.directory.rules import Stage
from app.directory.standing_in import absence

office, member = table(Office), table(Member)
DAY = timedelta(days=1)
KEPT = 512
"""The clocks of so many members are kept, each as of what was last read of it."""


@dataclass(frozen=True, slots=True)
class Days:
    """From the first day to the last, both included; without a last day for good."""

    starts: date
    ends: date | None

    def __contains__(self, day: date) -> bool:
        return self.starts <= day and (self.ends is None or day <= self.ends)

    def each(self) -> Sequence[date]:
        """Return every day of a time that ends."""
        last = self.ends or self.starts
        return [self.starts + DAY * n for n in range((last - self.starts).days + 1)]


@dataclass(frozen=True, slots=True)
class Service:
    """An appointment to lead a member, or to lead it while nobody else does, and its absences.

    While its office is under review it is as if its holder were away.
    """

    leads: bool
    days: Days
    away: Sequence[Days]


@dataclass(frozen=True, slots=True)
class Clock:
    """The days that do not count for a member."""

    still: frozenset[date] = frozenset()
    calendar: Calendar = field(default_factory=Calendar)

    def due(self, due: date | None, since: date | None) -> date | None:
        """Return the day that takes the place of ``due`` for what has waited ``since``.

        Each day after ``since`` on which the clock stands still moves it by one.
        """
        if due is None or since is None:
            return due
        for day in sorted(day for day in self.still if day > since):
            if day > due or due == date.max:
                break
            due += DAY
        return due

    def answer(self, due: date | None, since: date | None) -> date | None:
        """Return the day by which it answers: as ``due``, and a working day of its own.

        Where its holidays are not known, the next of Monday to Friday.
        """
        moved = self.due(due, since)
        if moved is None or self.calendar.is_working(moved):
            return moved
        return self.calendar.after(moved, 1)


def clock_of(services: Sequence[Service], calendar: Calendar | None = None) -> Clock:
    """Return the clock of a member by who served when, and its calendar.

    It stands still on a day on which its Focal Points are away, all of them; while nobody is Focal
    Point, its alternates.
    """
    named = {day for one in services for days in one.away for day in days.each()}
    still = frozenset(day for day in named if _all_away(services, day))
    return Clock(still, calendar or Calendar())


def _all_away(services: Sequence[Service], day: date) -> bool:
    there = [one for one in services if day in one.days]
    leading = [one for one in there if one.leads] or there
    return bool(leading) and all(any(day in days for days in one.away) for one in leading)


_SERVICES = Reading(
    select(
        office.c.member,
        member.c.iso2,
        office.c.kind,
        appointment.c.id,
        appointment.c.starts,
        appointment.c.ends,
        absence.c.starts.label("away_from"),
        absence.c.ends.label("away_until"),
        review.c.began_at,
        review.c.ended_at,
    )
    .join_from(office, appointment, appointment.c.office_id == office.c.id)
    .join(member, member.c.code == office.c.member)
    .join(absence, absence.c.appointment_id == appointment.c.id, isouter=True)
    .join(
        review, (review.c.office_id == office.c.id) & review.c.began_at.is_not(None), isouter=True
    )
    .where(
        office.c.member.in_(bindparam("members", expanding=True)),
        office.c.kind.in_(sorted(IN_NETWORK)),
        appointment.c.stage.in_((Stage.VERIFIED, Stage.ENDED, Stage.REVOKED)),
    )
    .order_by(office.c.member, appointment.c.id)
)


def clock_for(conn: Connection, member: str) -> Clock:
    """Return the clock of a member; one statement."""
    return clocks_for(conn, [member]).get(member, Clock())


def clocks_for(conn: Connection, members: Collection[str]) -> Mapping[str, Clock]:
    """Return the clocks of several members; one statement."""
    rows = _SERVICES.all(conn, {"members": sorted(members)}) if members else ()
    today = clock.today()
    return {
        code: _clock(tuple(found), today)
        for code, found in groupby(rows, key=lambda row: row.member)
    }


@lru_cache(maxsize=KEPT)
def _clock(rows: Sequence[Row[Any]], _today: date) -> Clock:
    """Return the clock of a member; kept by all it is made of: what was read, and the day."""
    return clock_of(_services(rows), calendar_in(rows[0].member, rows[0].iso2))


def _services(rows: Sequence[Row[Any]]) -> Sequence[Service]:
    services = []
    for _, found in groupby(rows, key=lambda row: row.id):
        lines = list(found)
        first = lines[0]
        away = {Days(one.away_from, one.away_until) for one in lines if one.away_from}
        away |= {_reviewed(one) for one in lines if one.began_at}
        leads = first.kind == OfficeKind.FOCAL_POINT
        services.append(Service(leads, Days(first.starts, first.ends), tuple(away)))
    return services


def _reviewed(line: Row[Any]) -> Days:
    """Return the days on which an office was under review, so far where it still is."""
    last = line.ended_at.date() if line.ended_at else clock.today()
    return Days(line.began_at.date(), last)
