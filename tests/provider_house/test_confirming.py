"""A work address is kept once its code came back; until then nothing but the code goes to it."""

import httpx
import pytest
from sqlalchemy import update
from starlette.testclient import TestClient

from provider.house import accounts, tables
from provider.house.application import create_app
from provider.house.mailed import LASTS, MOST_TRIES
from provider.house.parts import House
from provider.house.words import WORDS
from tests.provider_house.conftest import settings_of
from tests.provider_house.guest import ISSUER, Guest, heading, invited, said, ticket_of, told
from tests.provider_house.test_making import people, sends

MAIL, CODE = "ama@mfa.example", WORDS["letter-address"]


@pytest.fixture
def fresh(house, guest, opens):
    """Ama's browser on the page that asks for the code, just after she made her account."""
    guest().enrol_passkey(invited(house, "kofi", "kofi@mfa.example"))
    ama = guest()
    where = sends(ama, opens(ama), email="Ama@mfa.example").headers["location"]
    return ama, ama.enrol_passkey(where)


def goes(browser: Guest, page: httpx.Response, **typed: str) -> httpx.Response:
    return browser.http.post("/address", data={"whose": ticket_of(page, "whose"), **typed})


def shows(browser: Guest) -> httpx.Response:
    """Prove by the passkey on the page for addresses."""
    return browser.proof_of_passkey(browser.http.get("/address"), "/address")


def told_of(browser: Guest, answer: httpx.Response) -> tuple[str | None, bool | None]:
    """Return which address the application is told, and whether it is checked."""
    tokens = browser.exchange(browser.back(answer)["code"]).json()
    head = {"Authorization": f"Bearer {tokens['access_token']}"}
    claims = browser.http.get("/userinfo", headers=head).json()
    return claims.get("email"), claims.get("email_verified")


def test_the_code_confirms_the_address_on_the_way_back(fresh, house, post, guest, noted):
    ama, page = fresh
    assert (page.status_code, heading(page)) == (200, WORDS["address-code"])
    assert people(house) == [("ama", None), ("kofi", "kofi@mfa.example")]
    assert post.deliver() == [(MAIL, CODE)]
    asked = guest(address="192.0.2.9").wants_code(MAIL)  # it lets nobody in before
    assert (asked.status_code, post.deliver()) == (200, [])
    wrong = goes(ama, page, code="00000-00000")
    assert (wrong.status_code, said(wrong)) == (422, WORDS["address-code-wrong"])
    assert told_of(ama, goes(ama, wrong, code=post.code().lower())) == (MAIL, True)
    assert people(house) == [("ama", MAIL), ("kofi", "kofi@mfa.example")]
    assert noted()[-2:] == [("code-mailed", ""), ("address-confirmed", "")]
    assert post.deliver() == []
    stranger = guest(address="192.0.2.10")
    stranger.wants_code(MAIL)
    assert post.deliver() == [(MAIL, WORDS["letter-mailed"])]


def test_who_goes_on_without_has_no_address_and_can_confirm_one_later(fresh, house, post):
    ama, page = fresh
    assert told_of(ama, goes(ama, page, without="yes")) == (None, False)
    assert people(house) == [("ama", None), ("kofi", "kofi@mfa.example")]
    assert post.deliver() == [(MAIL, CODE)]
    late = goes(ama, page, code=post.code())
    assert (late.status_code, told(late)) == (400, WORDS["late"])  # a ticket counts once

    page = shows(ama)
    assert (heading(page), told(page)) == (WORDS["address-work"], WORDS["address-lede"])
    page = goes(ama, page, mail="no address")
    assert (page.status_code, said(page)) == (422, WORDS["address-wrong"])
    page = goes(ama, page, mail="typo@mfa.example")
    page = goes(ama, goes(ama, page, other="yes"), mail=MAIL)
    assert post.deliver() == [("typo@mfa.example", CODE), (MAIL, CODE)]
    done = goes(ama, page, code=post.code())
    assert (done.status_code, heading(done)) == (200, WORDS["address-kept"])
    assert people(house) == [("ama", MAIL), ("kofi", "kofi@mfa.example")]
    assert heading(shows(ama)) == WORDS["address-kept"]  # one that is kept is not changed here
    assert told_of(ama, ama.shows_passkey()) == (MAIL, True)


def test_a_code_is_of_one_address_and_one_account_and_dies(fresh, house, post, clock):
    ama, page = fresh
    post.deliver()
    first = post.code()
    page = goes(ama, goes(ama, page, other="yes"), mail="boss@mfa.example")
    page = goes(ama, page, code=first)  # which was sent to another address
    assert said(page) == WORDS["address-code-wrong"]
    post.deliver()
    for _ in range(MOST_TRIES - 1):
        page = goes(ama, page, code="00000-00000")
    assert said(goes(ama, page, code=post.code())) == WORDS["address-code-wrong"]
    page = goes(ama, shows(ama), mail=MAIL)
    post.deliver()
    clock.now += LASTS
    late = goes(ama, page, code=post.code())
    assert (late.status_code, told(late)) == (400, WORDS["late"])
    page = goes(ama, shows(ama), mail=MAIL)
    post.deliver()
    code = post.code()
    with house.database.writing() as conn:  # an operator begins anew with the account
        account = accounts.by_name(conn, "ama")
        assert account
        accounts.clear(conn, account, clock())
    assert goes(ama, page, code=code).status_code == 400
    assert people(house) == [("ama", None), ("kofi", "kofi@mfa.example")]


def test_an_address_of_another_account_is_not_told_before_its_mailbox_is_proven(fresh, house, post):
    ama, page = fresh
    page = goes(ama, goes(ama, page, other="yes"), mail="Kofi@mfa.example")
    assert heading(page) == WORDS["address-code"]  # as for any address
    assert post.deliver() == [(MAIL, CODE), ("kofi@mfa.example", CODE)]
    page = goes(ama, page, code=post.code())
    assert (page.status_code, said(page)) == (422, WORDS["address-taken"])
    assert people(house) == [("ama", None), ("kofi", "kofi@mfa.example")]
    assert told_of(ama, goes(ama, page, without="yes")) == (None, False)


def test_sending_is_slowed_and_a_found_sheet_is_not_enough(fresh, guest):
    ama, page = fresh
    statuses = []
    while 429 not in statuses:
        page = goes(ama, goes(ama, page, other="yes"), mail=f"{len(statuses)}@mfa.example")
        statuses.append(page.status_code)
    assert statuses == [200] * 5 + [429]
    assert said(page) == WORDS["address-wait"] % {"seconds": 2}
    thief = guest()
    page = thief.http.get("/address")
    sent = {"interaction": ticket_of(page), "name": "ama", "printed": ama.printed[0]}
    assert thief.http.post("/address", data=sent).status_code == 422
    assert thief.http.post("/address", data={"whose": ticket_of(page)}).status_code == 400
    assert thief.http.post("/address", data={}).status_code == 400


@pytest.mark.parametrize("version", [2, 3, tables.VERSION])
def test_what_people_typed_and_no_code_confirmed_is_forgotten_at_every_preparation(
    version, fresh, house, post
):
    """An older process may serve on, and keep such an address after a preparation."""
    ama, page = fresh
    row = tables.account.c.handle == "ama"
    for forget in (house.database.prepare, lambda: house.database.sweep(house.clock())):
        with house.database.writing() as conn:
            conn.execute(update(tables.account).where(row).values(email=MAIL))
            conn.execute(update(tables.version).values(number=version))
        forget()
        assert people(house) == [("ama", None), ("kofi", "kofi@mfa.example")]
    house.database.prepare()
    assert house.database.ready()
    post.deliver()
    goes(ama, page, code=post.code())
    house.database.prepare()  # what a code confirmed stays, as does what an operator gave
    house.database.sweep(house.clock())
    assert people(house) == [("ama", MAIL), ("kofi", "kofi@mfa.example")]


def test_without_a_mail_server_no_address_is_asked_for(database_url, tmp_path, clock, opens):
    quiet = House.of(settings_of(database_url, tmp_path / "house", smtp_url=""), clock)
    with TestClient(create_app(quiet), ISSUER, follow_redirects=False) as http:
        ama = Guest(http, clock)
        page = opens(ama)
        assert WORDS["account-mail"] not in page.text
        where = sends(ama, page, email="ama@mfa.example").headers["location"]
        assert told_of(ama, ama.enrol_app(where)) == (None, False)
        assert people(quiet) == [("ama", None)]
        assert WORDS["address-work"] not in ama.asks().text
        assert http.get("/address").status_code == 404
    quiet.database.close()
