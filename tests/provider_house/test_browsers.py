"""Known browsers: the server draws what they keep, renews it, and bounds it."""

from http.cookies import SimpleCookie

import httpx
from sqlalchemy import select

from provider.house import accounts
from provider.house.browsers import LASTS, MOST, OVERLAP
from provider.house.tables import browser
from provider.house.words import WORDS
from tests.provider_house.guest import invited, said

WRONG = WORDS["wrong"]


def given(answer: httpx.Response) -> tuple[str, str]:
    """Return name and value of the one cookie that an answer sets."""
    ((name, morsel),) = SimpleCookie(answer.headers["set-cookie"]).items()
    assert morsel["max-age"] == str(LASTS)
    return name, morsel.value


def alone(guest, name: str, value: str) -> None:
    """Let a browser have this cookie and no other."""
    guest.http.cookies.clear()
    guest.http.cookies.set(name, value)


def signs_in(ama, clock) -> tuple[str, str]:
    clock.now += 30
    answer = ama.types("ama", app=ama.app_code())
    assert answer.status_code == 303
    return given(answer)


def test_a_value_that_the_caller_chose_is_never_taken(house, guest, clock):
    ama = guest()
    name, _ = given(ama.enrol_app(invited(house)))
    thief = guest(ama)
    alone(thief, name, "chosen")
    fresh = given(thief.shows_list(0))
    assert fresh[0] == name
    assert fresh[1] != "chosen"
    alone(thief, name, "chosen")
    clock.now += 30
    assert said(thief.types("ama", app=ama.app_code())) == WRONG


def test_each_sign_in_renews_the_value_and_the_one_before_counts_ten_minutes_more(
    house, guest, clock
):
    ama = guest()
    name, first = given(ama.enrol_app(invited(house)))
    _, second = signs_in(ama, clock)
    assert second != first
    alone(ama, name, first)  # the answer with the second was lost on the way
    _, third = signs_in(ama, clock)
    clock.now += OVERLAP
    for old in (first, second):
        thief = guest(ama)
        alone(thief, name, old)
        clock.now += 30
        refused = thief.types("ama", app=ama.app_code())
        assert refused.status_code == (422 if old == first else 303)
    alone(ama, name, third)
    signs_in(ama, clock)


def test_only_hashes_are_kept(house, guest):
    ama = guest()
    _, value = given(ama.enrol_app(invited(house)))
    with house.database.reading() as conn:
        (kept,) = conn.execute(select(browser.c.digest)).scalars()
    assert (len(kept), value in kept) == (64, False)


def test_a_browser_is_known_for_one_account_and_two_people_can_share_it(house, guest, clock):
    ama = guest()
    ama.enrol_app(invited(house))
    kofi = guest()
    kofi.http = ama.http
    kofi.enrol_app(invited(house, "kofi", None))
    clock.now += 30
    assert kofi.types("kofi", app=kofi.app_code()).status_code == 303
    assert ama.types("ama", app=ama.app_code()).status_code == 303
    jar = {one.name: one.value for one in ama.http.cookies.jar}
    assert (len(jar), len(set(jar.values()))) == (2, 2)
    hers, his = (house.browsers.name(subject_of(house, one)) for one in ("ama", "kofi"))
    alone(ama, hers, jar[his])
    clock.now += 30
    assert said(ama.types("ama", app=ama.app_code())) == WRONG


def subject_of(house, handle: str) -> str:
    with house.database.reading() as conn:
        return accounts.by_name(conn, handle).subject


def test_a_browser_is_known_for_half_a_year(house, guest, clock):
    ama = guest()
    ama.enrol_app(invited(house))
    clock.now += LASTS - 60
    signs_in(ama, clock)
    clock.now += LASTS - 60
    signs_in(ama, clock)
    clock.now += LASTS
    assert said(ama.types("ama", app=ama.app_code())) == WRONG


def test_the_browser_unused_for_longest_is_forgotten_for_one_too_many(house, guest, clock):
    ama = guest()
    ama.enrol_app(invited(house))
    others = [guest(ama) for _ in range(MOST - 1)]
    for n, other in enumerate(others):
        clock.now += 1
        assert other.types("ama", printed=ama.printed[n]).status_code == 303
    signs_in(ama, clock)
    clock.now += 30
    assert guest(ama).types("ama", printed=ama.printed[8]).status_code == 303
    assert said(others[0].types("ama", app=ama.app_code())) == WRONG
    for one in (*others[1:], ama):
        signs_in(one, clock)
    clock.now += OVERLAP
    house.database.sweep(clock())
    with house.database.reading() as conn:
        assert len(conn.execute(select(browser.c.digest)).all()) == MOST


def test_a_reset_forgets_every_browser(house, guest, clock):
    ama = guest()
    ama.enrol_app(invited(house))
    with house.database.writing() as conn:
        accounts.clear(conn, accounts.by_name(conn, "ama"), clock())
        assert conn.execute(select(browser.c.digest)).all() == []
