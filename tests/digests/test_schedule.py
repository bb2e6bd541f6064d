"""The moments of digests: at the reader's own hour, also when the clocks change."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from app.digests.schedule import last, zone

BERLIN, ACCRA, AUCKLAND = zone("Europe/Berlin"), zone("Africa/Accra"), zone("Pacific/Auckland")
MINUTE = timedelta(minutes=1)


def utc(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def test_the_hour_is_the_readers_own():
    now = utc(1, 14, 12)

    assert last(now, UTC, 8) == utc(1, 14, 8)
    assert last(now, ACCRA, 8) == utc(1, 14, 8)
    assert last(now, BERLIN, 8) == utc(1, 14, 7)
    assert last(now, AUCKLAND, 8) == utc(1, 13, 19)


def test_both_sides_of_the_hour():
    assert last(utc(1, 14, 8) - MINUTE, UTC, 8) == utc(1, 13, 8)
    assert last(utc(1, 14, 8), UTC, 8) == utc(1, 14, 8)


def test_the_day_of_the_week_on_both_sides():
    monday = utc(1, 12, 8)

    assert monday.weekday() == 0
    assert last(monday - MINUTE, UTC, 8, 0) == monday - timedelta(days=7)
    assert last(monday, UTC, 8, 0) == monday
    assert last(monday + timedelta(days=6, hours=23), UTC, 8, 0) == monday


@pytest.mark.parametrize("hour", range(24))
def test_every_day_of_a_year_has_one_moment_also_when_the_clocks_change(hour):
    found = {last(utc(1, 2, 0) + timedelta(hours=n), BERLIN, hour) for n in range(364 * 24)}
    days = sorted(found)

    assert 364 <= len(days) <= 366
    assert {later - one for one, later in pairwise(days)} <= {
        timedelta(hours=n) for n in (23, 24, 25)
    }


def test_an_hour_that_is_skipped_is_the_next_and_one_that_comes_twice_is_the_first():
    assert last(utc(3, 29, 6), BERLIN, 2) == utc(3, 29, 1)  # 02:00 is 03:00 on that day
    assert last(utc(10, 25, 6), BERLIN, 2) == utc(10, 25, 0)  # 02:00 summer time, not 01:00 UTC


def test_a_zone_that_nobody_knows_is_utc():
    assert zone(None) is zone("Atlantis/Nowhere") is zone("../etc/passwd") is UTC
