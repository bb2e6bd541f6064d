"""Days on which all who lead a member are away do not count; every other day does."""

from datetime import date, timedelta

import pytest

from app.directory.clocks import Clock, Days, Service, clock_of

MONDAY = date(2026, 11, 30)


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def days(first: int, last: int | None = None) -> Days:
    return Days(day(first), None if last is None else day(last))


def focal_point(*away: Days, held: Days | None = None) -> Service:
    return Service(leads=True, days=held or days(-100), away=away)


def alternate(*away: Days, held: Days | None = None) -> Service:
    return Service(leads=False, days=held or days(-100), away=away)


def still(*services: Service) -> set[int]:
    return {(one - MONDAY).days for one in clock_of(services).still}


@pytest.mark.parametrize(
    ("services", "stands_still"),
    [
        ([], set()),
        ([focal_point(), alternate()], set()),
        ([focal_point(days(1, 3)), alternate()], {1, 2, 3}),
        ([focal_point(), alternate(days(1, 3))], set()),
        ([alternate(days(1, 3))], {1, 2, 3}),
        ([alternate(days(1, 3)), alternate()], set()),
        ([alternate(days(1, 3)), alternate(days(2, 5))], {2, 3}),
        ([focal_point(days(1, 3)), focal_point(days(3, 4))], {3}),
        ([focal_point(held=days(2, 3)), alternate(days(1, 4))], {1, 4}),
        ([focal_point(days(1, 9), held=days(-9, 3)), alternate()], {1, 2, 3}),
        ([focal_point(days(1, 9), held=days(-9, 3)), focal_point(held=days(4))], {1, 2, 3}),
        ([focal_point(days(1, 0)), alternate()], set()),
        ([focal_point(days(1, 2), days(5, 5))], {1, 2, 5}),
    ],
)  # fmt: skip
def test_the_clock_stands_still_while_all_who_lead_are_away(services, stands_still):
    assert still(*services) == stands_still


@pytest.mark.parametrize(
    ("since", "due", "away", "moved"),
    [
        (0, 10, [], 10),
        (0, 10, [(1, 3)], 13),
        (0, 10, [(-5, 0)], 10),
        (0, 10, [(-5, 2)], 12),
        (0, 10, [(10, 12)], 13),
        (0, 10, [(11, 12)], 10),
        (0, 10, [(9, 9), (11, 12)], 13),
        (0, 0, [(0, 9)], 0),
    ],
)
def test_each_day_that_stands_still_moves_what_is_due_by_one(since, due, away, moved):
    clock = Clock(frozenset(one for first, last in away for one in days(first, last).each()))

    assert clock.due(day(due), day(since)) == day(moved)


def test_what_is_due_far_away_is_found_at_once_and_never_past_the_last_day():
    one = Clock(frozenset({day(1)}))

    assert one.due(date.max, day(0)) == date.max
    assert one.due(date.max - timedelta(days=1), day(0)) == date.max
    assert Clock().due(date.max, day(0)) == date.max
