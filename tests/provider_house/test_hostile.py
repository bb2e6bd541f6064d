"""The hostile corpus from the other side: what applications and strangers send, each refused."""

import base64
import hmac
import json
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from sqlalchemy import delete

from provider.house import accounts, tables
from provider.house.application import KEYS
from provider.house.keyring import KeyRing
from provider.house.words import WORDS
from tests.provider_house.guest import (
    AFTER,
    CALLBACK,
    CLIENT_ID,
    CLIENT_SECRET,
    ISSUER,
    OTHER_CALLBACK,
    OTHER_ID,
    OTHER_SECRET,
    invited,
    ticket_of,
    told,
)

SHOWN = {
    "no address": ({"redirect_uri": None}, "address"),
    "another host": ({"redirect_uri": "https://evil.example/"}, "address"),
    "a host that begins like ours": (
        {"redirect_uri": CALLBACK.replace("example", "example.evil.example")}, "address",
    ),
    "ours as a user name": (
        {"redirect_uri": CALLBACK.replace("https://", "https://portal.example@evil.example/")},
        "address",
    ),
    "without encryption": ({"redirect_uri": CALLBACK.replace("https", "http")}, "address"),
    "a path below": ({"redirect_uri": f"{CALLBACK}/x"}, "address"),
    "a way back up": ({"redirect_uri": f"{CALLBACK}/../steal"}, "address"),
    "a query more": ({"redirect_uri": f"{CALLBACK}?next=https://evil.example"}, "address"),
    "a fragment": ({"redirect_uri": f"{CALLBACK}#x"}, "address"),
    "other case": ({"redirect_uri": CALLBACK.upper()}, "address"),
    "a script": ({"redirect_uri": "javascript:alert(1)"}, "address"),
    "where sign-outs lead": ({"redirect_uri": AFTER}, "address"),
    "the address of another client": ({"redirect_uri": OTHER_CALLBACK}, "address"),
    "our address for another client": ({"client_id": OTHER_ID}, "address"),
    "no client": ({"client_id": None}, "client"),
    "a client nobody knows": ({"client_id": "Portal"}, "client"),
}  # fmt: skip
SENT_BACK = {
    "a token in the address": ({"response_type": "token"}, "unsupported_response_type"),
    "an id_token in the address": ({"response_type": "id_token"}, "unsupported_response_type"),
    "both": ({"response_type": "code id_token"}, "unsupported_response_type"),
    "nothing wanted": ({"response_type": None}, "invalid_request"),
    "no challenge": ({"code_challenge": None, "code_challenge_method": None}, "invalid_request"),
    "no method": ({"code_challenge_method": None}, "invalid_request"),
    "a plain challenge": ({"code_challenge_method": "plain"}, "invalid_request"),
    "a short challenge": ({"code_challenge": "short"}, "invalid_request"),
    "a padded challenge": ({"code_challenge": "A" * 43 + "="}, "invalid_request"),
    "no openid": ({"scope": "profile email"}, "invalid_scope"),
    "no scope": ({"scope": None}, "invalid_scope"),
    "a request object": ({"request": "eyJhbGciOiJub25lIn0.e30."}, "request_not_supported"),
    "one to be fetched": ({"request_uri": "https://evil.example/"}, "request_uri_not_supported"),
    "self-registration": ({"registration": "{}"}, "registration_not_supported"),
    "an answer in a form": ({"response_mode": "form_post"}, "invalid_request"),
    "an answer in a fragment": ({"response_mode": "fragment"}, "invalid_request"),
    "nobody asked": ({"prompt": "none"}, "login_required"),
    "nobody asked, and somebody": ({"prompt": "none login"}, "invalid_request"),
    "an age that is none": ({"max_age": "1e3"}, "invalid_request"),
}
TOKEN = {
    "no code": ({"code": None}, 400, "invalid_request"),
    "another code": ({"code": "x" * 43}, 400, "invalid_grant"),
    "no verifier": ({"code_verifier": None}, 400, "invalid_request"),
    "another verifier": ({"code_verifier": "v" * 64}, 400, "invalid_grant"),
    "the challenge as verifier": ({"code_verifier": "challenge"}, 400, "invalid_grant"),
    "no address": ({"redirect_uri": None}, 400, "invalid_grant"),
    "another address": ({"redirect_uri": OTHER_CALLBACK}, 400, "invalid_grant"),
    "a password": ({"grant_type": "password"}, 400, "unsupported_grant_type"),
    "the client itself": ({"grant_type": "client_credentials"}, 400, "unsupported_grant_type"),
    "a refresh": ({"grant_type": "refresh_token"}, 400, "unsupported_grant_type"),
    "no secret": ({"auth": None}, 401, "invalid_client"),
    "a public client": ({"auth": None, "client_id": CLIENT_ID}, 401, "invalid_client"),
    "a wrong secret": ({"auth": (CLIENT_ID, OTHER_SECRET)}, 401, "invalid_client"),
    "an empty secret": ({"auth": (CLIENT_ID, "")}, 401, "invalid_client"),
    "a client nobody knows": ({"auth": ("x", CLIENT_SECRET)}, 401, "invalid_client"),
    "the code of another client": ({"auth": (OTHER_ID, OTHER_SECRET)}, 400, "invalid_grant"),
    "both ways at once": ({"client_secret": CLIENT_SECRET}, 400, "invalid_request"),
    "an unsigned assertion": (
        {
            "auth": None, "client_assertion": "eyJhbGciOiJub25lIn0.eyJzdWIiOiJwb3J0YWwifQ.",
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        }, 401, "invalid_client",
    ),
}  # fmt: skip


def test_what_cannot_be_trusted_is_shown_and_never_followed(guest):
    stranger = guest()
    found = {}
    for name, (changes, _) in SHOWN.items():
        answer = stranger.asks(**changes)
        found[name] = (answer.status_code, "location" in answer.headers, told(answer))
    assert found == {name: (400, False, WORDS[key]) for name, (_, key) in SHOWN.items()}


def test_what_is_not_offered_is_sent_back_with_state_and_issuer(guest):
    stranger = guest()
    found = {}
    for name, (changes, _) in SENT_BACK.items():
        back = stranger.back(stranger.asks(**changes))
        found[name] = (back["error"], back.get("state"), back["iss"], "code" in back)
    assert found == {
        name: (error, "the state", ISSUER, False) for name, (_, error) in SENT_BACK.items()
    }


def test_a_parameter_that_stands_twice_is_refused(guest):
    stranger = guest()
    sent = stranger.request()
    for pair in sent.items():
        answer = stranger.http.get("/authorize", params=[*sent.items(), pair])
        assert (answer.status_code, told(answer)) == (400, WORDS["request"]), pair


@pytest.fixture
def ama(house, guest):
    made = guest()
    made.enrol_passkey(invited(house))
    return made


def code_of(ama) -> str:
    return str(ama.back(ama.shows_passkey())["code"])


def test_a_code_is_worth_nothing_in_wrong_hands(ama):
    found = {}
    for name, (changes, *_) in TOKEN.items():
        auth = changes.get("auth", (CLIENT_ID, CLIENT_SECRET))
        wrong = {k: v for k, v in changes.items() if k != "auth"}
        if wrong.get("code_verifier") == "challenge":
            wrong["code_verifier"] = ama.request()["code_challenge"]
        good = {
            "grant_type": "authorization_code", "code": code_of(ama), "redirect_uri": CALLBACK,
            "code_verifier": ama.verifier,
        }  # fmt: skip
        sent = {k: v for k, v in (good | wrong).items() if v is not None}
        answer = ama.http.post("/token", data=sent, auth=auth)
        found[name] = (answer.status_code, answer.json().get("error"))
    assert found == {name: (status, error) for name, (_, status, error) in TOKEN.items()}


def test_a_code_used_again_ends_what_the_first_use_gave(ama):
    code = code_of(ama)
    token = ama.exchange(code).json()["access_token"]
    assert userinfo(ama, token).status_code == 200
    again = ama.exchange(code)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    assert userinfo(ama, token).status_code == 401


def test_codes_and_tokens_end(ama, clock):
    late, token = code_of(ama), ama.exchange(code_of(ama)).json()["access_token"]
    clock.now += 59
    assert ama.exchange(code_of(ama)).status_code == 200
    clock.now += 1
    assert ama.exchange(late).json()["error"] == "invalid_grant"
    clock.now += 539
    assert userinfo(ama, token).status_code == 200
    clock.now += 1
    assert userinfo(ama, token).status_code == 401


def userinfo(ama, token: str) -> httpx.Response:
    return ama.http.get("/userinfo", headers={"Authorization": f"Bearer {token}"})


def test_userinfo_is_for_the_bearer_of_a_living_token_of_somebody_who_is_there(house, ama, clock):
    tokens = ama.exchange(code_of(ama)).json()
    good = tokens["access_token"]
    for wrong in ("", "x", tokens["id_token"], f"{good}x", good[:-1]):
        assert userinfo(ama, wrong).status_code == 401, wrong
    assert ama.http.get(f"/userinfo?access_token={good}").status_code == 401
    with house.database.writing() as conn:
        accounts.remove(conn, accounts.by_name(conn, "ama"), clock())
    assert userinfo(ama, good).status_code == 401


def test_a_token_that_outlived_its_person_tells_nothing(house, ama):
    good = ama.exchange(code_of(ama)).json()["access_token"]
    assert userinfo(ama, good).status_code == 200
    with house.database.writing() as conn:
        conn.execute(delete(tables.account))
    assert userinfo(ama, good).status_code == 401


def test_a_code_of_somebody_who_was_removed_gives_nothing(house, ama, clock):
    code = code_of(ama)
    with house.database.writing() as conn:
        accounts.remove(conn, accounts.by_name(conn, "ama"), clock())
    assert ama.exchange(code).json()["error"] == "invalid_grant"


def test_addresses_take_their_own_methods_and_forms_only(ama):
    code = code_of(ama)
    sent = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK}
    assert ama.http.get("/token", params=sent).status_code == 405
    assert ama.http.post("/token", params=sent).status_code == 400
    assert ama.http.post("/token", json=sent).status_code == 400
    assert ama.http.post("/token", data={"code": "x" * 70_000}).status_code == 413
    assert ama.http.put("/authorize").status_code == 405


def test_a_ticket_is_signed_and_good_once(ama):
    ticket = ticket_of(ama.asks())
    name, _, signature = ticket.partition(".")
    for forged in (name, f"{name}.", f"{name}.{'0' * 64}", f"x{ticket}", f".{signature}"):
        sent = {"interaction": forged, "name": "ama", "printed": ama.printed[0]}
        answer = ama.http.post("/authorize", data=sent)
        assert (answer.status_code, told(answer)) == (400, WORDS["late"]), forged


def test_a_sign_out_is_proven_by_our_own_token_and_leads_to_registered_addresses(ama, house):
    tokens = ama.exchange(code_of(ama)).json()
    good, claims = tokens["id_token"], ama.read(tokens["id_token"])
    ours = KeyRing(house.settings.var_dir / KEYS, house.clock).signing()
    header = {"alg": "RS256", "kid": ours.kid}
    foreign = RSAKey.generate_key(2048).as_dict(private=True) | {"kid": ours.kid}
    body = good.split(".")[1]
    hashed = f"{part({'alg': 'HS256', 'kid': ours.kid})}.{body}"
    forged = {
        "unsigned": f"{part({'alg': 'none'})}.{body}.",
        "unsigned, our key": f"{part({'alg': 'none', 'kid': ours.kid})}.{body}.",
        "without its signature": good.rpartition(".")[0] + ".",
        "by another key of this name": jwt.encode(header, claims, RSAKey.import_key(foreign)),
        "by our public key": f"{hashed}.{by_public(hashed, ours)}",
        "of another issuer": jwt.encode(header, claims | {"iss": "https://evil.example"}, ours),
        "of nothing": "x",
    }
    for name, token in forged.items():
        assert told(leave(ama, token, AFTER)) == WORDS["token"], name
    for address in ("https://evil.example/", AFTER[:-1], f"{AFTER}x", CALLBACK):
        assert told(leave(ama, good, address)) == WORDS["token"], address
    assert userinfo(ama, tokens["access_token"]).status_code == 200
    assert leave(ama, good, AFTER).headers["location"] == AFTER
    assert userinfo(ama, tokens["access_token"]).status_code == 401


def by_public(signed: str, key: RSAKey) -> str:
    """Sign as if the public key were a shared secret; libraries refuse to do it."""
    made = hmac.digest(key.as_pem(private=False), signed.encode(), "sha256")
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode()


def part(said: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()


def leave(ama, token: str, address: str) -> httpx.Response:
    return ama.http.get(
        f"/end_session?id_token_hint={token}&post_logout_redirect_uri={quote(address)}"
    )


def test_every_answer_closes_itself_to_other_sites(house, ama):
    address = invited(house, "kofi", None)
    answers = {
        "sign-in": ama.asks(), "wrong": ama.types("x"), "enrol": ama.http.get(address),
        "app": ama.begin(address, "app"), "over": ama.http.get(f"{address}x"),
        "script": ama.http.get("/passkey.js"), "keys": ama.http.get("/jwks"),
    }  # fmt: skip
    scripted = {"sign-in", "wrong", "app"}
    for name, answer in answers.items():
        policy = answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "no-store", name
        assert policy.startswith("default-src 'none'; style-src 'self'; "), name
        assert "frame-ancestors 'none'" in policy, name
        assert ("script-src 'self'; " in policy) == (name in scripted), name
        assert "unsafe" not in policy, name
    assert (
        answers["sign-in"]
        .headers["content-security-policy"]
        .endswith("form-action 'self' https://portal.example")
    )
    cookie = ama.shows_passkey().headers["set-cookie"].lower()
    for word in ("__host-house-browser-", "secure", "httponly", "samesite=lax", "path=/"):
        assert word in cookie
