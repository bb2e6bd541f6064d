"""Making an account by an application's word: for one browser, one invitation, one request."""

from typing import Any

import httpx
import pytest
from joserfc.jwk import OctKey
from sqlalchemy import select

from provider.house.fitness import problems
from provider.house.tables import account, kept
from provider.house.words import WORDS
from tests.provider_house.conftest import settings_of
from tests.provider_house.guest import (
    CALLBACK,
    CLIENT_ID,
    CLIENT_SECRET,
    ISSUER,
    OTHER_CALLBACK,
    OTHER_ID,
    OTHER_SECRET,
    Guest,
    heading,
    invited,
    said,
    ticket_of,
    told,
)
from tests.provider_house.vouched import STATE, hashed, key, statement

AMA = {"name": "Ama Mensah", "handle": "ama", "email": ""}


def sends(guest: Guest, page: httpx.Response, **typed: str) -> httpx.Response:
    data = {"account": ticket_of(page, "account"), **AMA, **typed}
    return guest.http.post("/authorize", data=data)


def people(house) -> list[tuple[str, str | None]]:
    with house.database.reading() as conn:
        rows = conn.execute(select(account.c.handle, account.c.email).order_by(account.c.handle))
        return [(row.handle, row.email) for row in rows]


WORTH = {"app": (["otp"], "one-factor"), "passkey": (["pop", "user", "mfa"], "two-factors")}


@pytest.mark.parametrize("way", WORTH)
def test_an_account_is_made_and_signed_in_in_one_go(house, guest, opens, noted, way):
    invited(house, "kofi", None)
    before = noted()
    ama = guest()
    page = opens(ama)
    assert heading(page) == WORDS["account"]
    assert (
        f"form-action 'self' {CALLBACK.partition('/sign-in')[0]}"
        in (page.headers["content-security-policy"])
    )
    where = sends(ama, page).headers["location"]
    assert where.startswith(f"{ISSUER}/enrol/")
    shown = ama.http.get(where)
    assert "Ama Mensah" in shown.text
    assert people(house) == [("kofi", None)]  # nothing is kept so far
    assert noted() == before

    done = ama.enrol_app(where) if way == "app" else ama.enrol_passkey(where)

    back = ama.back(done)
    assert (back["state"], back["iss"]) == (STATE, ISSUER)
    claims = ama.read(ama.exchange(back["code"]).json()["id_token"])
    assert (claims["amr"], claims["acr"], claims["nonce"]) == (*WORTH[way], "the nonce")
    assert people(house) == [("ama", None), ("kofi", None)]
    assert noted()[len(before) :] == [("account-made", "statement"), ("way-in-enrolled", way)]
    assert ama.http.get(where).status_code == 404  # and works once
    later = ama.shows_passkey() if way == "passkey" else ama.types("ama", printed=ama.printed[0])
    assert ama.claims(later)["sub"] == claims["sub"]


WRONG: dict[str, dict[str, Any]] = {
    "over": {"iat": 1_699_999_399, "exp": 1_699_999_999},
    "over this second": {"iat": 1_699_999_400, "exp": 1_700_000_000},
    "for too long": {"exp": 1_700_000_601},
    "from a time to come": {"iat": 1_700_000_061, "exp": 1_700_000_300},
    "without an end": {"exp": None},
    "without a beginning": {"iat": None},
    "with an end in words": {"exp": "1700000300"},
    "with a yes for a time": {"iat": True},
    "for another provider": {"aud": "https://id.other.example"},
    "for two": {"aud": [ISSUER, "https://id.other.example"]},
    "for nobody": {"aud": None},
    "for the same with a slash": {"aud": f"{ISSUER}/"},
    "by another application": {"iss": OTHER_ID},
    "by nobody": {"iss": None},
    "for another request": {"state": hashed("another state")},
    "for no request": {"state": None},
    "without a name": {"jti": None},
    "with a name in other letters": {"jti": "A" * 64},
    "with a short name": {"jti": "a" * 63},
    "without what entitles": {"sub": None},
    "with the number of what entitles": {"sub": 7},
    "of another kind": {"head": {"typ": "JWT"}},
    "by a wrong key": {"signed": OctKey.import_key("k" * 32)},
    "by the secret itself": {"signed": OctKey.import_key(CLIENT_SECRET)},
    "by the key of another application": {"signed": key(OTHER_SECRET)},
    "by another algorithm": {"head": {"alg": "HS512"}, "signed": key(CLIENT_SECRET)},
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_statement_that_is_not_exactly_right_opens_nothing(house, guest, opens, wrong):
    page = opens(guest(), **WRONG[wrong])
    assert (page.status_code, told(page)) == (400, WORDS["statement"])
    with house.database.reading() as conn:
        assert conn.execute(select(kept)).all() == []


def test_words_that_are_no_statement_open_nothing(guest, clock):
    good = statement(clock())
    head, body, signature = good.split(".")
    unsigned = "eyJhbGciOiJub25lIiwidHlwIjoiYWNjb3VudC1zdGF0ZW1lbnQrand0In0"
    for odd in (
        "x", "..", f"{head}.{body}.", f"{unsigned}.{body}.", f"{head}.{body}.{signature[::-1]}",
        f"{good}.{body}", "é" * 10, "a" * 3000, "\0", f"{head}.bm90IGpzb24.{signature}",
    ):  # fmt: skip
        page = guest().asks(account_statement=odd)
        assert (page.status_code, told(page)) == (400, WORDS["statement"]), odd


def test_an_application_that_makes_no_accounts_vouches_for_nobody(guest, clock):
    word = statement(clock(), iss=OTHER_ID, signed=key(OTHER_SECRET))
    ways = {"client_id": OTHER_ID, "redirect_uri": OTHER_CALLBACK}
    page = guest().asks(**ways, account_statement=word)
    assert (page.status_code, told(page)) == (400, WORDS["statement"])


def test_a_statement_is_the_first_browsers_and_one_account_is_made_by_an_invitation(
    house, guest, opens, clock
):
    ama, thief = guest(), guest()
    page = opens(ama)
    stolen = opens(thief)
    assert (stolen.status_code, told(stolen)) == (409, WORDS["statement-spent"])
    again = opens(ama)  # who reloads loses nothing
    where = sends(ama, page).headers["location"]
    other = sends(ama, again, handle="ama2", email="").headers["location"]
    for path in (where, other):
        assert thief.http.get(path).status_code == 404  # the address alone is worth nothing
    late = sends(thief, opens(thief, jti=hashed("two"), sub=hashed("another")))
    assert late.status_code == 303

    over = ama.http.get(where)  # what the same browser began before
    assert (over.status_code, told(over)) == (404, WORDS["over"])
    ama.back(ama.enrol_app(other))
    for fresh in ("one", "three"):
        spent = opens(ama, jti=hashed(fresh))
        assert (spent.status_code, told(spent)) == (409, WORDS["statement-spent"])
    assert people(house) == [("ama2", None)]
    clock.now += 3600
    house.database.sweep(clock())
    spent = opens(guest(), jti=hashed("four"))  # a hundred hours later as well
    assert (spent.status_code, told(spent)) == (409, WORDS["statement-spent"])


def test_what_was_typed_wrongly_is_shown_again(house, guest, opens):
    invited(house, "kofi", "kofi@mfa.example")
    ama = guest()
    page = opens(ama)
    for typed, problem in (
        ({"name": ""}, "account-wrong"),
        ({"handle": "a b"}, "account-wrong"),
        ({"handle": "ama\u200b"}, "account-wrong"),
        ({"email": "ama@mfa.example\r\nBcc: all@mfa.example"}, "account-wrong"),
        ({"email": "ama"}, "account-wrong"),
        ({"handle": "KOFI", "email": "Ama@mfa.example"}, "account-taken"),
    ):
        page = sends(ama, page, **typed)
        assert (page.status_code, said(page)) == (422, WORDS[problem]), typed
        assert typed.get("name", "Ama Mensah") in page.text
    left = ama.http.post(
        "/authorize", data={"account": ticket_of(page, "account"), "cancel": "yes"}
    )
    assert ama.back(left)["error"] == "access_denied"
    assert people(house) == [("kofi", "kofi@mfa.example")]


def test_who_tries_many_names_waits_and_a_ticket_counts_once(house, guest, opens, clock):
    invited(house, "kofi", None)
    ama = guest()
    page = opens(ama)
    used = page
    for _ in range(6):
        page = sends(ama, page, handle="kofi")
        assert page.status_code == 422
    page = sends(ama, page)
    assert (page.status_code, page.headers["retry-after"]) == (429, "2")
    assert sends(ama, used).status_code == 400
    clock.now += 2
    assert sends(ama, page).status_code == 303
    page = opens(ama)
    ama.http.cookies.clear()
    lost = sends(ama, page)
    assert (lost.status_code, told(lost)) == (400, WORDS["late"])


def test_of_two_who_want_one_name_the_first_gets_it_and_nothing_is_left_of_the_other(
    house, guest, opens
):
    ama, efua = guest(), guest()
    one = sends(ama, opens(ama)).headers["location"]
    two = sends(efua, opens(efua, jti=hashed("two"), sub=hashed("another")), email="").headers[
        "location"
    ]
    ama.back(ama.enrol_app(one))
    lost = efua.enrol_app(two)
    assert (lost.status_code, told(lost)) == (409, WORDS["account-meanwhile"])
    assert people(house) == [("ama", None)]
    fresh = opens(efua, jti=hashed("three"), sub=hashed("another"))
    where = sends(efua, fresh, handle="efua", email="").headers["location"]
    efua.back(efua.enrol_app(where))
    assert people(house) == [("ama", None), ("efua", None)]


def test_half_an_hour_at_the_printer_is_no_loss_but_an_hour_is(guest, opens, clock):
    ama = guest()
    where = sends(ama, opens(ama)).headers["location"]
    clock.now += 3599
    assert ama.http.get(where).status_code == 200
    clock.now += 1
    assert ama.http.get(where).status_code == 404


def test_the_settings_name_who_may(tmp_path):
    settings = settings_of("", tmp_path)
    assert problems(settings) == []
    assert (settings.vouching(CLIENT_ID), settings.vouching(OTHER_ID)) == (CLIENT_SECRET, None)
    assert CALLBACK in settings.clients[0].redirect_uris
