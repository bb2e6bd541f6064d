"""Working days are Monday to Friday."""

from datetime import date, timedelta

import pytest

from app.core.days import is_working, working_days, working_days_after

FRIDAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("until", "days"),
    [
        (FRIDAY, 0),
        (date(2026, 11, 21), 0),
        (date(2026, 11, 22), 0),
        (date(2026, 11, 23), 1),
        (date(2026, 11, 27), 5),
        (date(2026, 11, 30), 6),
        (date(2026, 11, 19), -1),
        (date(2026, 11, 13), -5),
    ],
)
def test_days_after_a_friday(until, days):
    assert working_days(FRIDAY, until) == days


def test_counting_agrees_with_walking():
    for start in (FRIDAY + timedelta(days=n) for n in range(7)):
        walked = 0
        for n in range(1, 40):
            day = start + timedelta(days=n)
            walked += is_working(day)
            assert working_days(start, day) == walked


def test_the_day_after_so_many_is_so_many_away():
    for start in (FRIDAY + timedelta(days=n) for n in range(7)):
        assert working_days_after(start, 0) == start
        for days in range(1, 15):
            due = working_days_after(start, days)
            assert is_working(due)
            assert working_days(start, due) == days
