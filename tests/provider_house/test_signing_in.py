"""Ways in: what each needs, what it is worth, and what is refused; on both databases."""

import pytest
from authlib.oidc.core.util import create_half_hash

from provider.house.words import WORDS
from tests.provider_house.guest import CLIENT_ID, ISSUER, heading, invited, said, told
from tests.support.authenticator import PRESENT, Odd

WRONG = WORDS["wrong"]


def test_a_passkey_names_its_owner_and_is_two_factors(house, guest, clock, noted):
    ama = guest()
    assert heading(ama.enrol_passkey(invited(house))) == WORDS["made"]
    clock.now += 1000
    answer = ama.shows_passkey()
    back = ama.back(answer)
    assert back == {"code": back["code"], "state": "the state", "iss": ISSUER}
    tokens = ama.exchange(back["code"]).json()
    claims = ama.read(tokens["id_token"])
    assert claims == {
        "iss": ISSUER, "sub": ama.subject, "aud": CLIENT_ID, "nonce": "the nonce",
        "iat": int(clock.now), "exp": int(clock.now) + 600, "auth_time": int(clock.now),
        "acr": "two-factors", "amr": ["pop", "user", "mfa"], "sid": claims["sid"],
        "at_hash": create_half_hash(tokens["access_token"], "RS256").decode(),
    }  # fmt: skip
    told = ama.http.get("/userinfo", headers={"Authorization": f"Bearer {tokens['access_token']}"})
    assert told.json() == {
        "sub": ama.subject, "name": "Ama Mensah", "locale": "en",
        "email": "ama@mfa.example", "email_verified": True,
    }  # fmt: skip
    assert noted() == [
        ("account-made", ""), ("way-in-offered", ""), ("way-in-enrolled", "passkey"),
        ("signed-in", "passkey"),
    ]  # fmt: skip


def test_a_code_of_the_app_is_one_factor_and_enough_where_one_signed_in_before(house, guest, clock):
    ama = guest()
    ama.enrol_app(invited(house))
    clock.now += 30
    claims = ama.claims(ama.types(" AMA ", app=ama.app_code()))
    assert (claims["acr"], claims["amr"]) == ("one-factor", ["otp"])
    assert (claims["auth_time"], claims["nonce"]) == (int(clock.now), "the nonce")


def test_in_a_new_browser_an_app_needs_a_printed_code_with_it(house, guest, clock):
    ama = guest()
    ama.enrol_app(invited(house))
    elsewhere = guest(ama)
    clock.now += 30
    refused = elsewhere.types("ama", app=ama.app_code())
    assert (refused.status_code, said(refused)) == (422, WRONG)
    both = elsewhere.types("ama@MFA.example", app=ama.app_code(), printed=ama.printed[0])
    assert elsewhere.claims(both)["acr"] == "one-factor"
    clock.now += 30
    assert elsewhere.types("ama", app=ama.app_code()).status_code == 303


def test_the_same_step_of_an_app_never_counts_twice(house, guest, clock):
    ama = guest()
    ama.enrol_app(invited(house))
    assert said(ama.types("ama", app=ama.app_code())) == WRONG  # it was used to enrol
    clock.now += 30
    assert ama.types("ama", app=ama.app_code()).status_code == 303
    assert said(ama.types("ama", app=ama.app_code())) == WRONG
    assert said(ama.types("ama", app=ama.app_code(-30))) == WRONG
    assert ama.types("ama", app=ama.app_code(30)).status_code == 303
    assert said(ama.types("ama", app=ama.app_code(60))) == WRONG


def test_who_mistypes_one_of_two_codes_has_lost_neither(house, guest, clock):
    ama = guest()
    ama.enrol_app(invited(house))
    clock.now += 30
    elsewhere, right = guest(ama), {"app": ama.app_code(), "printed": ama.printed[0]}
    for wrong in ({"printed": "0" * 16}, {"app": "000000"}):
        assert said(elsewhere.types("ama", **{**right, **wrong})) == WRONG
    assert elsewhere.types("ama", **right).status_code == 303
    for used in (right, {**right, "printed": ama.printed[1]}):
        assert said(elsewhere.types("ama", **used)) == WRONG
    assert said(ama.types("ama", app=right["app"])) == WRONG
    assert ama.types("ama", printed=ama.printed[1]).status_code == 303


def test_a_printed_code_works_once_anywhere_however_it_is_typed(house, guest):
    ama = guest()
    ama.enrol_app(invited(house))
    assert len(set(ama.printed)) == 10
    loose = ama.printed[3].lower().replace("-", " ").replace("0", "o").replace("1", "l")
    elsewhere = guest(ama)
    claims = elsewhere.claims(elsewhere.types("ama", printed=loose))
    assert (claims["acr"], claims["amr"]) == ("one-factor", ["otp"])
    assert said(elsewhere.types("ama", printed=ama.printed[3])) == WRONG
    assert elsewhere.types("ama", printed=ama.printed[4]).status_code == 303


def test_codes_of_somebody_else_are_worth_nothing(house, guest, clock):
    ama, kofi = guest(), guest()
    ama.enrol_app(invited(house))
    kofi.enrol_app(invited(house, "kofi", None))
    clock.now += 30
    for typed in (
        {"printed": ama.printed[0]}, {"app": ama.app_code()},
        {"app": kofi.app_code(), "printed": ama.printed[0]},
    ):  # fmt: skip
        assert said(kofi.types("kofi", **typed)) == WRONG
    assert ama.types("ama", printed=ama.printed[0]).status_code == 303


def test_nobody_learns_who_has_an_account(house, guest):
    ama = guest()
    ama.enrol_app(invited(house))
    stranger = guest()
    answers = [
        stranger.types(name, **typed)
        for name in ("ama", "ama@mfa.example", "nobody", "", "ama@")
        for typed in ({"app": "123456"}, {"printed": "A" * 16}, {})
    ]
    assert {(one.status_code, said(one)) for one in answers[:6]} == {(422, WRONG)}
    assert {one.status_code for one in answers[6:]} == {429}


def test_a_wrong_attempt_keeps_the_name_and_gets_a_fresh_ticket(house, guest):
    ama = guest()
    ama.enrol_app(invited(house))
    page = ama.asks()
    wrong = ama.types('am"a<', page, app="000000")
    assert 'value="am&#34;a&lt;"' in wrong.text
    late = ama.types("ama", page, printed=ama.printed[0])
    assert (late.status_code, heading(late)) == (400, WORDS["refused"])
    assert ama.types("ama", wrong, printed=ama.printed[0]).status_code == 303


def test_who_goes_back_is_not_signed_in(guest):
    visitor = guest()
    answer = visitor.types("", cancel="yes")
    assert visitor.back(answer)["error"] == "access_denied"


@pytest.mark.parametrize(
    "odd",
    [
        Odd(origin="https://evil.example"), Odd(domain="evil.example"), Odd(type="webauthn.create"),
        Odd(challenge="AAAA"), Odd(flags=PRESENT), Odd(flags=0), Odd(inside_another_site=True),
        Odd(signature=b"x" * 70), Odd(id="c29tZWJvZHkgZWxzZQ"),
    ],
)  # fmt: skip
def test_a_passkey_that_answers_wrongly_lets_nobody_in(house, guest, odd):
    ama = guest()
    ama.enrol_passkey(invited(house))
    refused = ama.shows_passkey(odd=odd)
    assert (refused.status_code, said(refused)) == (422, WRONG)
    assert ama.shows_passkey(refused).status_code == 303


def test_a_passkey_speaks_for_its_owner_only_and_for_one_ticket(house, guest):
    ama, kofi = guest(), guest()
    ama.enrol_passkey(invited(house))
    kofi.enrol_passkey(invited(house, "kofi", None))
    assert said(ama.shows_passkey(owner=kofi.subject)) == WRONG
    assert said(ama.shows_passkey(owner="")) == WRONG
    first, second = ama.asks(), ama.asks()
    used = ama.shows_passkey(first)
    assert used.status_code == 303
    again = ama.shows_passkey(first)
    assert heading(again) == WORDS["refused"]
    assert ama.shows_passkey(second).status_code == 303


def test_a_passkey_that_counts_backwards_is_refused_and_noted(house, guest, noted):
    ama = guest()
    ama.key = ama.key.counting(5)
    ama.enrol_passkey(invited(house))
    ama.key = ama.key.counting(6)
    assert ama.shows_passkey().status_code == 303
    for count in (6, 2):
        ama.key = ama.key.counting(count)
        assert said(ama.shows_passkey()) == WRONG
    assert noted()[-2:] == [("passkey-copied", "passkey"), ("refused", "passkey")]
    ama.key = ama.key.counting(7)
    assert ama.shows_passkey().status_code == 303


@pytest.mark.parametrize(
    ("wish", "error"),
    [
        ({"prompt": "none"}, "login_required"),
        ({"prompt": "none login"}, "invalid_request"),
        ({"max_age": "soon"}, "invalid_request"),
        ({"max_age": "-1"}, "invalid_request"),
    ],
)
def test_there_is_no_session_to_come_in_by(house, guest, wish, error):
    ama = guest()
    ama.enrol_passkey(invited(house))
    assert ama.shows_passkey().status_code == 303
    assert ama.back(ama.asks(**wish))["error"] == error


@pytest.mark.parametrize("wish", [{"prompt": "login"}, {"max_age": "0"}, {"max_age": "86400"}])
def test_every_sign_in_is_a_fresh_one(house, guest, clock, wish):
    ama = guest()
    ama.enrol_passkey(invited(house))
    assert ama.shows_passkey().status_code == 303
    clock.now += 100
    claims = ama.claims(ama.shows_passkey(ama.asks(**wish)))
    assert claims["auth_time"] == int(clock.now)


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}],
)
def test_a_form_of_another_site_is_refused(house, guest, headers):
    ama = guest()
    ama.enrol_app(invited(house))
    ama.http.headers.update(headers)
    refused = ama.types("ama", printed=ama.printed[0])
    assert (refused.status_code, told(refused)) == (403, WORDS["foreign"])
    for name in headers:
        del ama.http.headers[name]
    assert ama.types("ama", printed=ama.printed[0]).status_code == 303
