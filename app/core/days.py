"""Working days, Monday to Friday: what a clock on a page counts. Holidays are not known here."""

from datetime import date, timedelta

FRIDAY = 4
SOON = 3
"""Fewer working days than this call for attention."""


def is_working(day: date) -> bool:
    """Whether ``day`` is no Saturday and no Sunday."""
    return day.weekday() <= FRIDAY


def working_days_after(day: date, days: int) -> date:
    """Return the civil date so many working days after ``day``."""
    while days > 0:
        day += timedelta(days=1)
        days -= is_working(day)
    return day


def working_days(after: date, until: date) -> int:
    """Return how many working days lie after ``after``, up to and with ``until``.

    Negative where ``until`` is the earlier one: so many working days have passed since.
    """
    if until < after:
        return -working_days(until, after)
    weeks, rest = divmod((until - after).days, 7)
    tail = (after + timedelta(days=weeks * 7 + n) for n in range(1, rest + 1))
    return weeks * 5 + sum(is_working(day) for day in tail)
