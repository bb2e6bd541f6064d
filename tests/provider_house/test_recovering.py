"""A new way in by an application's word: one browser, one decision, stopped by signing in."""

import hmac
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey
from sqlalchemy import select

from provider.house import accounts
from provider.house.store import SqlStore
from provider.house.tables import kept, reset
from provider.house.words import WORDS
from provider.models import Code
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
    ticket_of,
    told,
)

STATE, HOUR = "the state", 3600


def hashed(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def key(secret: str = CLIENT_SECRET, use: str = "reset") -> OctKey:
    what = f"statements by which accounts are {use}".encode()
    return OctKey.import_key(hmac.digest(secret.encode(), what, sha256))


@pytest.fixture
def house(house, tmp_path):
    """The same house, which takes the portal's word for resets, but not the other's."""
    given = [one.model_dump() for one in house.settings.applications]
    given[0]["resets_accounts"] = given[1]["makes_accounts"] = True
    more = {"secret": house.settings.secret, "applications": given, "secretariat": ("sec",)}
    settings = settings_of(house.settings.database_url, tmp_path / "house", **more)
    return replace(house, settings=settings)


@pytest.fixture
def person(house, guest) -> Callable[[str], Guest]:
    """Return what makes somebody with an account and an app."""

    def come(handle: str) -> Guest:
        one = guest()
        assert one.enrol_app(invited(house, handle, f"{handle}@mfa.example")).status_code == 200
        with house.database.reading() as conn:
            one.subject = accounts.by_name(conn, handle).subject
        return one

    return come


@pytest.fixture
def opens(clock) -> Callable[..., httpx.Response]:
    """Return what brings the portal's word, changed as told; None takes a claim out."""

    def open_page(guest: Guest, whose: str, *, signed: OctKey | None = None, **changes: Any):
        head = {"alg": "HS256", "typ": changes.pop("typ", "reset-statement+jwt")}
        now = int(clock())
        good = {
            "iss": CLIENT_ID, "aud": ISSUER, "sub": hashed("link"), "jti": hashed("one"),
            "state": hashed(STATE), "iat": now, "exp": now + 600, "account": whose,
            "since": now - HOUR,
        }  # fmt: skip
        claims = {name: value for name, value in (good | changes).items() if value is not None}
        return guest.asks(reset_statement=jwt.encode(head, claims, signed or key()))

    return open_page


def goes_on(guest: Guest, page: httpx.Response, **more: str) -> httpx.Response:
    sent = {"reset": ticket_of(page, "reset"), **more}
    return guest.http.post("/authorize", data=sent)


def test_a_new_way_in_is_made_and_signed_in_and_the_old_ones_end(  # noqa: PLR0913, PLR0917 - parts
    clock, guest, noted, opens, person, post
):
    ama, kofi = person("ama"), person("kofi")
    clock.now += 2 * HOUR
    before, fresh = noted(), guest()
    page = opens(fresh, ama.subject)
    assert (heading(page), told(page).startswith("For Ama Mensah.")) == (WORDS["reset"], True)
    host = CALLBACK.partition("/sign-in")[0]
    assert f"form-action 'self' {host}" in page.headers["content-security-policy"]
    assert noted() == before
    where = goes_on(fresh, page).headers["location"]
    assert noted()[len(before) :] == [("reset-opened", "statement")]
    assert post.deliver() == [("ama@mfa.example", WORDS["letter-word"])]
    assert guest().http.get(where).status_code == 404  # in one browser only
    done = fresh.enrol_passkey(where)
    assert fresh.subject == ama.subject
    back = fresh.back(done)
    claims = fresh.read(fresh.exchange(back["code"]).json()["id_token"])
    assert (claims["sub"], claims["amr"]) == (ama.subject, ["pop", "user", "mfa", "enrolled-anew"])
    assert noted()[len(before) + 1 :] == [("ways-in-removed", ""), ("way-in-enrolled", "passkey")]
    assert ama.types("ama", printed=ama.printed[0]).status_code == 422
    assert kofi.types("kofi", printed=kofi.printed[0]).status_code == 303
    clock.now += 1
    later = fresh.claims(fresh.shows_passkey())
    assert (later["sub"], later["amr"]) == (ama.subject, ["pop", "user", "mfa"])
    spent = opens(fresh, ama.subject, jti=hashed("two"), since=int(clock()) + 1)
    assert (spent.status_code, told(spent)) == (409, WORDS["reset-spent"])


@pytest.mark.parametrize("moment", ["before", "on the page", "at the making"])
def test_whoever_signs_in_since_it_was_asked_for_stops_it_for_good(
    moment, clock, guest, opens, person
):
    ama, fresh = person("ama"), guest()
    clock.now += 2 * HOUR
    since, page, where = int(clock()), None, ""
    if moment != "before":
        page = opens(fresh, ama.subject, since=since)
        where = goes_on(fresh, page).headers["location"] if moment == "at the making" else ""
    assert ama.types("ama", printed=ama.printed[0]).status_code == 303
    if where:
        ended = fresh.http.get(where)
        assert (ended.status_code, told(ended)) == (404, WORDS["over"])
    if page and not where:
        ended = goes_on(fresh, page)
        assert (ended.status_code, told(ended)) == (409, WORDS["reset-none"])
    again = opens(fresh, ama.subject, since=since, jti=hashed("two"))
    assert (again.status_code, told(again)) == (409, WORDS["reset-none"])
    assert ama.types("ama", printed=ama.printed[1]).status_code == 303


def test_a_sign_in_within_the_difference_of_two_clocks_stops_it_too(clock, guest, opens, person):
    ama = person("ama")
    clock.now += 2 * HOUR
    assert ama.types("ama", printed=ama.printed[0]).status_code == 303
    at = int(clock())
    stopped = opens(guest(), ama.subject, since=at + 60)
    assert (stopped.status_code, told(stopped)) == (409, WORDS["reset-none"])
    assert opens(guest(), ama.subject, since=at + 61, jti=hashed("two")).status_code == 400
    clock.now += 1
    assert opens(guest(), ama.subject, since=at + 61, jti=hashed("two")).status_code == 200


def test_of_the_list_that_is_shown_nothing_is_kept_where_the_owner_signs_in(
    guest, clock, opens, person
):
    ama, fresh = person("ama"), guest()
    clock.now += 2 * HOUR
    where = goes_on(fresh, opens(fresh, ama.subject)).headers["location"]
    shown = fresh.proves_app(fresh.begin(where, "app"), where)
    assert ama.types("ama", printed=ama.printed[0]).status_code == 303
    assert fresh.keeps(shown, where).status_code == 404
    assert fresh.types("ama", printed=fresh.printed[0]).status_code == 422
    assert ama.types("ama", printed=ama.printed[1]).status_code == 303


def test_a_way_in_that_was_shut_stops_nothing_any_more(clock, guest, house, opens, person):
    ama, fresh = person("ama"), guest()
    since = int(clock()) - 1
    assert ama.types("ama", printed=ama.printed[0]).status_code == 303  # the thief's, say
    assert opens(fresh, ama.subject, since=since).status_code == 409
    with house.database.writing() as conn:
        accounts.clear(conn, accounts.by_name(conn, "ama"), clock())
    page = opens(fresh, ama.subject, since=since, jti=hashed("two"))
    fresh.back(fresh.enrol_app(goes_on(fresh, page).headers["location"]))


@pytest.mark.parametrize("shut", [True, False])
def test_what_the_new_way_in_ends_comes_back_by_nothing_under_way(  # noqa: PLR0913, PLR0917 - parts
    shut, clock, guest, house, opens, person
):
    """A sign-in that was proven before counts no more, nor does the new one after a `shut`."""
    ama, fresh = person("ama"), guest()
    clock.now += 2 * HOUR
    where = goes_on(fresh, opens(fresh, ama.subject)).headers["location"]
    store, before = SqlStore(house.database), code_of(ama.subject, clock(), ())
    made = fresh.back(fresh.enrol_app(where))
    if shut:
        with house.database.writing() as conn:
            accounts.clear(conn, accounts.by_name(conn, "ama"), clock())
        after = code_of(ama.subject, clock(), ("otp", "enrolled-anew"))
        store.put_code(after, clock())
        assert store.spend_code(after.digest, CLIENT_ID, clock()) is None
    store.put_code(before, clock())
    assert store.spend_code(before.digest, CLIENT_ID, clock()) is None
    assert fresh.exchange(made["code"]).status_code == (400 if shut else 200)


def code_of(subject: str, at: float, amr: tuple[str, ...]) -> Code:
    return Code(
        digest=hashed(f"{amr}"), sid="s", client_id=CLIENT_ID, subject=subject,
        redirect_uri=CALLBACK, scope="openid", nonce=None, auth_time=int(at), amr=amr,
        code_challenge="c", code_challenge_method="S256", expires_at=at + 60,
    )  # fmt: skip


WRONG: dict[str, dict[str, Any]] = {
    "over this second": {"iat": 1_699_999_400, "exp": 1_700_000_000},
    "for another provider": {"aud": "https://id.other.example"},
    "for another request": {"state": hashed("another state")},
    "for no account": {"account": None},
    "for an account that is none": {"account": 7},
    "for everybody": {"account": ""},
    "for a long one": {"account": "a" * 44},
    "since never": {"since": None},
    "since a word": {"since": "1700000000"},
    "since a time to come": {"since": 1_700_000_061},
    "since long ago": {"since": 1_700_000_000 - 61 * 86_400},
    "of the other kind": {"typ": "account-statement+jwt"},
    "by the other kind's key": {"signed": key(use="made")},
    "by the secret itself": {"signed": OctKey.import_key(CLIENT_SECRET)},
    "by another application": {"iss": OTHER_ID, "signed": key(OTHER_SECRET)},
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_word_that_is_not_exactly_right_opens_nothing(wrong, guest, house, noted, opens):
    invited(house)
    before = noted()
    page = opens(guest(), "somebody", **WRONG[wrong])
    assert (page.status_code, told(page)) == (400, WORDS["statement"])
    with house.database.reading() as conn:
        assert (conn.execute(select(kept)).all(), noted()) == ([], before)


def test_nobody_the_secretariat_and_who_goes_back_get_nothing(clock, guest, house, opens, person):
    ama, sec = person("ama"), person("sec")
    clock.now += 2 * HOUR
    for number, whose in enumerate(("nobody", sec.subject)):
        page = opens(guest(), whose, jti=hashed(f"{number}"))
        assert (page.status_code, told(page)) == (409, WORDS["reset-none"])
    fresh, thief = guest(), guest()
    page = opens(fresh, ama.subject)
    assert told(opens(thief, ama.subject)) == WORDS["reset-spent"]
    assert (
        thief.http.post("/authorize", data={"reset": ticket_of(page, "reset")}).status_code == 400
    )
    page = opens(fresh, ama.subject)
    assert fresh.back(goes_on(fresh, page, cancel="yes"))["error"] == "access_denied"
    assert goes_on(fresh, page).status_code == 400  # a ticket counts once
    with house.database.reading() as conn:
        assert conn.execute(select(reset)).all() == []


def test_the_other_application_makes_accounts_and_resets_none(clock, guest, house, person):
    ama, now = person("ama"), int(clock())
    claims = {
        "iss": OTHER_ID, "aud": ISSUER, "sub": hashed("link"), "jti": hashed("one"),
        "state": hashed(STATE), "iat": now, "exp": now + 600, "account": ama.subject, "since": now,
    }  # fmt: skip
    head = {"alg": "HS256", "typ": "reset-statement+jwt"}
    said = jwt.encode(head, claims, key(OTHER_SECRET))
    ways = {"client_id": OTHER_ID, "redirect_uri": OTHER_CALLBACK}
    page = guest().asks(**ways, reset_statement=said)
    assert (page.status_code, told(page)) == (400, WORDS["statement"])
    settings = house.settings
    assert [settings.vouching(OTHER_ID, resets=one) for one in (False, True)] == [
        OTHER_SECRET, None,
    ]  # fmt: skip
