"""Guessing slows down, longer each time, up to a bound; and nobody is slowed by strangers."""

from itertools import pairwise

from provider.house.throttle import network
from tests.provider_house.guest import invited


def waits(guesser, clock, *, times: int, name: str = "ama") -> list[int]:
    """Guess as soon as it is allowed; return how long each wait was."""
    found = []
    while len(found) < times:
        answer = guesser.types(name, app="000000")
        if answer.status_code == 429:
            found.append(int(answer.headers["retry-after"]))
            clock.now += found[-1]
        else:
            assert answer.status_code == 422
    return found


def test_a_stranger_waits_up_to_a_minute(house, guest, clock):
    guest().enrol_app(invited(house))
    assert waits(guest(), clock, times=8) == [2, 4, 8, 16, 32, 60, 60, 60]


def test_a_browser_that_the_person_used_waits_up_to_a_quarter_of_an_hour(house, guest, clock):
    ama = guest()
    ama.enrol_app(invited(house))
    found = waits(ama, clock, times=11)
    assert found == [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]
    assert all(one <= two for one, two in pairwise(found))


def test_strangers_slow_neither_the_owner_nor_another_network(house, guest, clock):
    ama = guest()
    ama.enrol_app(invited(house))
    waits(guest(), clock, times=6)
    assert guest().types("ama", app="000000").status_code == 422
    assert guest().types("ama", app="000000").status_code == 429
    assert guest(ama).types("ama", printed=ama.printed[0]).status_code == 429
    assert ama.types("ama", app=ama.app_code()).status_code == 303
    away = guest(ama, address="198.51.100.7")
    assert away.types("ama", printed=ama.printed[0]).status_code == 303


def test_the_network_of_ipv6_is_one(house, guest, clock):
    guest().enrol_app(invited(house))
    waits(guest(address="2001:db8:1:2::1"), clock, times=3)
    guesser = guest(address="2001:db8:1:2::1")
    while guesser.types("ama", app="000000").status_code != 429:
        pass
    assert guest(address="2001:db8:1:2:ffff::9").types("ama", app="1").status_code == 429
    assert guest(address="2001:db8:1:3::1").types("ama", app="1").status_code == 422


def test_what_is_tried_before_its_time_is_neither_looked_at_nor_counted(house, guest, clock):
    ama = guest()
    ama.enrol_app(invited(house))
    guesser = guest(ama)
    while guesser.types("ama", app="000000").status_code != 429:
        pass
    for _ in range(20):
        answer = guesser.types("ama", printed=ama.printed[0])
        assert (answer.status_code, answer.headers["retry-after"]) == (429, "2")
    clock.now += 2
    assert guesser.types("ama", printed=ama.printed[0]).status_code == 303
    assert guesser.types("ama", app="000000").status_code == 422


def test_a_day_forgets(house, guest, clock):
    guest().enrol_app(invited(house))
    waits(guest(), clock, times=6)
    clock.now += 86_401
    house.database.sweep(clock())
    assert waits(guest(), clock, times=1) == [2]


def test_an_address_of_ipv4_is_the_same_in_both_ways_of_writing_it():
    assert network("::ffff:192.0.2.1") == network("192.0.2.1") == "192.0.2.1"
    assert network("::ffff:192.0.2.2") != network("192.0.2.1")
