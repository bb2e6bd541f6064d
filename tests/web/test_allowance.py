"""What a process lets pass unasked comes back with time, and a flood gets none."""

from app.web import allowance
from app.web.allowance import Allowance

EVERY = 2_000


def passed(given: Allowance, times: list[int], room: int = 3, key: str = "a") -> list[bool]:
    return [given.lets(key, now, EVERY, room) for now in times]


def test_so_many_at_once_then_one_each_time():
    given = Allowance()
    assert passed(given, [0, 0, 0]) == [True, True, True]
    assert passed(given, [EVERY, 2 * EVERY, 3 * EVERY]) == [True, True, True]


def test_who_goes_on_afterwards_gets_none_back_until_after_a_pause():
    given = Allowance()
    assert passed(given, [0, 0, 0, 0]) == [True, True, True, False]
    assert set(passed(given, list(range(1, 60_000, EVERY)))) == {False}
    assert passed(given, [60_000 + 2 * EVERY]) == [True]


def test_each_caller_has_an_own_one():
    given = Allowance()
    assert passed(given, [0, 0, 0, 0])[-1] is False
    assert passed(given, [0], key="b") == [True]


def test_no_room_is_no_allowance():
    assert passed(Allowance(), [0, 10 * EVERY], room=0) == [False, False]


def test_so_many_callers_are_remembered_and_then_all_begin_anew(monkeypatch):
    monkeypatch.setattr(allowance, "MOST", 2)
    given = Allowance()
    assert passed(given, [0, 0, 0, 0])[-1] is False
    assert passed(given, [0], key="b") == [True]
    assert passed(given, [0]) == [False]
    assert passed(given, [0], key="c") == [True]
    assert passed(given, [0]) == [True]
