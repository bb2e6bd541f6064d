"""What is under way when ways in are removed ends with them; of two at once one counts."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from threading import Barrier, BrokenBarrierError

import pytest

from provider.house import accounts, resets
from provider.house.left import Left
from provider.house.tables import app, browser, passkey, printed, reset
from provider.house.words import WORDS
from tests.provider_house.guest import heading, invited, said, ticket_of

WRONG = WORDS["wrong"]
WAIT = 0.3
"""Long enough for another thread to come to the row that is held."""


def clears(house) -> None:
    with house.database.writing() as conn:
        accounts.clear(conn, accounts.by_name(conn, "ama"), house.clock())


def ways(house) -> int:
    """Return how many rows could let somebody in."""
    with house.database.reading() as conn:
        tables = (passkey, app, printed, browser)
        return sum(len(conn.execute(one.select()).all()) for one in tables)


@contextmanager
def beside(house, act: Callable[[], object]) -> Iterator[Future[object]]:
    """Begin an act while the ways in are being removed; it goes on when that is done."""
    with ThreadPoolExecutor(1) as pool:
        with house.database.writing() as conn:
            accounts.clear(conn, accounts.by_name(conn, "ama"), house.clock())
            begun = pool.submit(act)
            with pytest.raises(TimeoutError):
                begun.result(WAIT)
        yield begun


@pytest.mark.parametrize("way", ["app", "passkey"])
def test_a_way_in_that_is_being_made_is_not_made_after_a_reset(house, guest, way):
    address, ama = invited(house), guest()
    if way == "app":
        shown = ama.proves_app(ama.begin(address, "app"), address)
    else:
        shown = ama.proves_passkey(address)
    clears(house)
    assert ama.keeps(shown, address).status_code == 404
    assert ways(house) == 0


def test_an_enrolment_that_came_first_is_seen_by_the_reset(house, guest, monkeypatch):
    """The reset waits for the act under way and removes what it made."""
    address, ama = invited(house), guest()
    shown = ama.proves_passkey(address)
    inside, go = Barrier(2), Barrier(2)
    renew = type(house.browsers).renew

    def slow(*given):
        made = renew(*given)
        inside.wait()
        go.wait()
        return made

    monkeypatch.setattr(type(house.browsers), "renew", slow)
    with ThreadPoolExecutor(2) as pool:
        keeping = pool.submit(ama.keeps, shown, address)
        inside.wait()
        clearing = pool.submit(clears, house)
        with pytest.raises(TimeoutError):
            clearing.result(WAIT)
        go.wait()
        assert heading(keeping.result()) == WORDS["made"]
        clearing.result()
    assert ways(house) == 0


def test_a_sign_in_that_waited_for_the_reset_lets_nobody_in(house, guest):
    ama = guest()
    ama.enrol_passkey(invited(house))
    page = ama.asks()
    with beside(house, lambda: ama.shows_passkey(page)) as answer:
        assert said(answer.result()) == WRONG
    assert ways(house) == 0


def test_codes_that_waited_for_the_reset_let_nobody_in(house, guest):
    ama = guest()
    ama.enrol_passkey(invited(house))
    page = ama.asks()
    with beside(house, lambda: ama.types("ama", page, printed=ama.printed[0])) as answer:
        assert said(answer.result()) == WRONG
    assert ways(house) == 0


def test_codes_and_tokens_of_a_sign_in_end_with_the_reset_and_others_stay(house, guest):
    ama, kofi = guest(), guest()
    ama.enrol_passkey(invited(house))
    kofi.enrol_passkey(invited(house, "kofi", None))
    code, token = ama.back(ama.shows_passkey())["code"], fresh_token(ama)
    his_code, his_token = kofi.back(kofi.shows_passkey())["code"], fresh_token(kofi)
    clears(house)
    assert ama.exchange(code).json()["error"] == "invalid_grant"
    assert kofi.exchange(his_code).status_code == 200
    assert (told(ama, token), told(kofi, his_token)) == (401, 200)


def fresh_token(ama) -> str:
    return ama.exchange(ama.back(ama.shows_passkey())["code"]).json()["access_token"]


def told(ama, token: str) -> int:
    bearer = {"Authorization": f"Bearer {token}"}
    return ama.http.get("/userinfo", headers=bearer).status_code


def test_who_was_about_to_go_on_is_stopped_by_the_reset(house, guest):
    ama = guest()
    ama.enrol_passkey(invited(house))
    page = ama.shows_list(0)
    clears(house)
    on = ama.http.post("/authorize", data={"on": ticket_of(page, "on")})
    assert (on.status_code, WORDS["late"] in on.text) == (400, True)


def test_no_code_is_kept_for_a_proof_from_before_the_reset(house, guest, monkeypatch):
    ama = guest()
    ama.enrol_passkey(invited(house))
    page, taken = ama.shows_list(0), Left.taken

    def then_cleared(*given):
        found = taken(*given)
        clears(house)
        return found

    monkeypatch.setattr(Left, "taken", then_cleared)
    answer = ama.goes_on(page)
    assert ama.exchange(ama.back(answer)["code"]).json()["error"] == "invalid_grant"


@pytest.mark.parametrize("kind", ["ticket", "printed", "app"])
def test_of_many_presses_at_once_one_counts(house, guest, clock, kind):
    ama = guest()
    ama.enrol_app(invited(house))
    clock.now += 30
    together, page = Barrier(4), ama.asks()
    pages = [page if kind == "ticket" else ama.asks() for _ in range(4)]
    typed = {"app": ama.app_code()} if kind == "app" else {"printed": ama.printed[0]}

    def press(page) -> bool:
        together.wait()
        sent = {"interaction": ticket_of(page), "name": "ama", **typed}
        return ama.http.post("/authorize", data=sent).status_code in {200, 303}

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(press, pages)) == 1


def test_of_two_who_keep_a_list_at_once_one_makes_the_way_in(house, guest):
    address, ama = invited(house), guest()
    shown = ama.proves_passkey(address)
    together = Barrier(4)

    def press(_: int) -> bool:
        together.wait()
        return ama.keeps(shown, address).status_code == 200

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(press, range(4))) == 1


def test_two_who_decided_about_each_other_are_shut_at_once(house, monkeypatch):
    for name in ("ama", "kofi"):
        invited(house, name, None)
    with house.database.writing() as conn:
        ama, kofi = (accounts.by_name(conn, name) for name in ("ama", "kofi"))
        row = {"proposed_at": 0.0, "due_at": 0.0, "digest": "", "expires_at": 9e9}
        for whose, by in ((ama, kofi), (kofi, ama)):
            values = {"account_id": whose.subject, "proposed_by": by.subject, **row}
            conn.execute(reset.insert().values(**values))
    together, clear = Barrier(2), accounts.clear

    def slowly(*given):
        """Wait until the other holds its own account too, which it must not."""
        clear(*given)
        with suppress(BrokenBarrierError):
            together.wait(WAIT)

    monkeypatch.setattr(accounts, "clear", slowly)

    def shuts(whom) -> None:
        with house.database.writing() as conn:
            resets.shut(conn, house, whom)

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(shuts, one) for one in (ama, kofi)]:
            done.result(10)
    with house.database.reading() as conn:
        assert conn.execute(reset.select()).all() == []
