"""When digests are written: at an hour, and for the weekly one on a day, where the reader is."""

from datetime import UTC, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DAYS_BACK = 8
"""The last moment of a week lies at most so many days back, today included."""


def zone(name: str | None) -> tzinfo:
    """Return the time zone of a name, UTC where there is none or nobody knows it any more."""
    try:
        return ZoneInfo(name) if name else UTC
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def last(now: datetime, where: tzinfo, hour: int, weekday: int | None = None) -> datetime:
    """Return the last moment, at or before ``now``, at which a digest was due.

    It is ``hour`` o'clock on any day, or on ``weekday`` (0 is Monday). An hour that the clocks skip
    is the one after it, an hour that comes twice is the first of the two: each comes once.
    """
    today = now.astimezone(where).date()
    days = (today - timedelta(days=back) for back in range(DAYS_BACK))
    return next(
        moment
        for day in days
        if weekday in {None, day.weekday()}
        if (moment := datetime.combine(day, time(hour), where).astimezone(UTC)) <= now
    )
