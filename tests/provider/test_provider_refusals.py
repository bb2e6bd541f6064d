"""Every wrong way in: a page without a redirect, an error to the client, or a plain no."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from provider_party import (
    AFTER,
    CALLBACK,
    CLIENT_ID,
    CLIENT_SECRET,
    Party,
    basic,
    challenge_of,
    query,
    words,
)
from starlette.testclient import TestClient

from provider.application import create_app
from provider.keys import signing_key
from provider.models import AccessToken, digest
from provider.store import MemoryStore
from provider.words import WORDS


def said(page: httpx.Response, status: int = 400) -> str:
    """Return which sentence a page says, having checked that it leads nowhere."""
    assert (page.status_code, page.headers.get("location")) == (status, None)
    assert "<form" not in page.text
    text, known = words(page), WORDS
    return next(key for key in known if text == f"{known['refused']} {known[key]}")


def wrong(reply: httpx.Response) -> tuple[int, str]:
    """Return status and error of a JSON answer."""
    return reply.status_code, reply.json()["error"]


@pytest.mark.parametrize(
    "address",
    [
        None,
        "https://evil.example/",
        CALLBACK + "/",
        CALLBACK + "?",
        CALLBACK + "?a=c",
        CALLBACK.upper(),
        CALLBACK.replace("127.0.0.1", "localhost"),
        CALLBACK.replace("8000", "8001"),
        CALLBACK.replace("http://", "http://x@"),
        CALLBACK + "#x",
        CALLBACK + "\n",
        "javascript:alert(1)",
        "//evil.example",
        "https://évil.example/“x”",
        AFTER,
        "https://other.example/back",
    ],
)
def test_an_unregistered_address_is_shown_and_never_followed(party: Party, address):
    assert said(party.authorize(redirect_uri=address)) == "address"
    assert said(party.authorize(redirect_uri=address, response_type="token")) == "address"
    assert said(party.authorize(redirect_uri=address, prompt="none")) == "address"


@pytest.mark.parametrize("client", [None, "nobody", "Portal", "portal ", "ü\x00"])
def test_an_unknown_client_is_told_so(party: Party, client):
    assert said(party.authorize(client_id=client)) == "client"
    assert said(party.authorize(client_id=client, response_type="token")) == "client"


def test_a_repeated_parameter_is_refused(party: Party):
    for name, value in party.request().items():
        pairs = [*party.request().items(), (name, value)]
        page = party.http.get(party.url("authorize"), params=pairs)
        assert said(page) == "request"


@pytest.mark.parametrize("raw", ["state=%ff", "state=%80", "&".join(f"a{n}=1" for n in range(60))])
def test_what_cannot_be_read_is_refused(party: Party, raw):
    page = party.http.get(httpx.URL(party.url("authorize"), query=raw.encode("latin-1")))
    assert said(page) == "request"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": None}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "code id_token"}, "unsupported_response_type"),
        ({"response_type": '“"\\\n'}, "unsupported_response_type"),
        ({"scope": None}, "invalid_scope"),
        ({"scope": "profile email"}, "invalid_scope"),
        ({"scope": "OpenID"}, "invalid_scope"),
        ({"code_challenge": None, "code_challenge_method": None}, "invalid_request"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": "s256"}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"code_challenge": challenge_of("x") + "\n"}, "invalid_request"),
        ({"prompt": "none"}, "login_required"),
        ({"prompt": "none login"}, "invalid_request"),
        ({"request": "e30."}, "request_not_supported"),
        ({"request_uri": "https://x.example"}, "request_uri_not_supported"),
        ({"registration": "{}"}, "registration_not_supported"),
        ({"response_mode": "fragment"}, "invalid_request"),
        ({"response_mode": "form_post"}, "invalid_request"),
    ],
)
def test_other_faults_go_back_to_the_client(party: Party, changes, error):
    back = query(party.authorize(**changes))
    expected = {"error": error, "state": party.state, "iss": party.issuer}
    assert {name: back[name] for name in back if name != "error_description"} == expected


@pytest.mark.parametrize(
    "state",
    [
        "a b+c&d=e#f%20%",
        "\"'><script>alert(1)</script>",
        "\r\nLocation: https://evil.example",
        "\x00\x1f\x7f",
        "état – الدولة – 国家 😀",
        "x" * 4000,
        "&iss=https://evil.example&code=1",
    ],
)
def test_state_and_nonce_come_back_letter_by_letter(party: Party, state):
    party.state = party.nonce = state
    assert query(party.authorize(prompt="none"))["state"] == state
    back = query(party.choose(party.ticket()))
    assert back == {"code": back["code"], "state": state, "iss": party.issuer}
    assert party.claims(party.exchange(back["code"]).json()["id_token"])["nonce"] == state


def test_an_unknown_person_costs_nothing(party: Party):
    ticket = party.ticket()
    for persona in ("", "nobody", "Editor", "demo-editor", "é\x00"):
        assert said(party.choose(ticket, persona)) == "person"
    assert query(party.choose(ticket))["state"] == party.state


def test_a_ticket_serves_once(party: Party):
    ticket = party.ticket()
    assert query(party.choose(ticket))["state"] == party.state
    assert said(party.choose(ticket)) == "late"


def test_a_ticket_serves_once_even_when_used_at_once(party: Party):
    ticket = party.ticket()
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda _: party.choose(ticket).status_code, range(16)))
    assert sorted(replies) == [303] + [400] * 15


def test_a_ticket_must_be_whole(party: Party):
    one, two = party.ticket(), party.ticket()
    forged = f"{one.partition('.')[0]}.{two.partition('.')[2]}"
    for ticket in (forged, one.partition(".")[0], "x", "é.é", two[:-1]):
        assert said(party.choose(ticket)) == "late"


def test_a_ticket_lives_ten_minutes(party: Party, clock):
    early, late = party.ticket(), party.ticket()
    clock.ahead = 595
    assert query(party.choose(early))["state"] == party.state
    clock.ahead = 601
    assert said(party.choose(late)) == "late"


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_choice_sent_by_another_site_is_refused(party: Party, headers):
    ticket = party.ticket()
    assert said(party.choose(ticket, **headers), 403) == "foreign"
    own = {"origin": party.issuer.removesuffix("/demo-provider"), "sec-fetch-site": "same-origin"}
    assert query(party.choose(ticket, **own))["state"] == party.state


def test_a_code_serves_once_and_its_replay_ends_the_sign_in(party: Party):
    code, bystander = party.code(), party.tokens()
    token = party.exchange(code).json()["access_token"]
    assert party.userinfo(token).status_code == 200
    assert wrong(party.exchange(code)) == (400, "invalid_grant")
    assert wrong(party.userinfo(token)) == (401, "invalid_token")
    assert party.userinfo(bystander["access_token"]).status_code == 200


def test_a_code_used_many_times_at_once_yields_at_most_one_token(party: Party):
    code = party.code()
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda _: party.exchange(code), range(16)))
    given = [reply.json()["access_token"] for reply in replies if reply.status_code == 200]
    assert len(given) <= 1
    assert [party.userinfo(token).status_code for token in given] == [401] * len(given)


class ReplayedStore(MemoryStore):
    """A store to which a thief presents the code while the first token is being made."""

    stolen = ""

    def put_token(self, token: AccessToken, now: float) -> bool:
        assert self.spend_code(self.stolen, CLIENT_ID, now) is None
        return super().put_token(token, now)


def test_a_replay_during_the_exchange_ends_it(make_config):
    issuer, store = "https://id.example.org", ReplayedStore()
    http = TestClient(create_app(make_config(issuer), store), issuer, follow_redirects=False)
    party = Party(http, issuer)
    code = party.code()
    store.stolen = digest(code)
    assert wrong(party.exchange(code)) == (400, "invalid_grant")


def test_a_code_lives_a_minute(party: Party, clock):
    early, late = party.code(), party.code()
    clock.ahead = 55
    assert party.exchange(early).status_code == 200
    clock.ahead = 61
    assert wrong(party.exchange(late)) == (400, "invalid_grant")


def test_an_access_token_lives_ten_minutes(party: Party, clock):
    token = party.tokens()["access_token"]
    clock.ahead = 595
    assert party.userinfo(token).status_code == 200
    clock.ahead = 601
    assert wrong(party.userinfo(token)) == (401, "invalid_token")


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_verifier": None}, "invalid_request"),
        ({"code_verifier": "x" * 43}, "invalid_grant"),
        ({"code_verifier": "short"}, "invalid_request"),
        ({"code_verifier": "é" * 43}, "invalid_request"),
        ({"redirect_uri": None}, "invalid_grant"),
        ({"redirect_uri": CALLBACK + "?a=b"}, "invalid_grant"),
        ({"redirect_uri": "https://evil.example/"}, "invalid_grant"),
        ({"code": None}, "invalid_request"),
        ({"code": "x"}, "invalid_grant"),
        ({"code": "é\x00"}, "invalid_grant"),
        ({"grant_type": None}, "unsupported_grant_type"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "refresh_token"}, "unsupported_grant_type"),
        ({"grant_type": '“"\n'}, "unsupported_grant_type"),
        ({"client_secret": CLIENT_SECRET, "client_id": CLIENT_ID}, "invalid_request"),
    ],
)
def test_a_wrong_token_request_gets_no_token(party: Party, changes, error):
    assert wrong(party.exchange(party.code(), **changes)) == (400, error)


def test_a_verifier_cannot_be_guessed_twice(party: Party):
    code = party.code()
    assert wrong(party.exchange(code, code_verifier="x" * 43)) == (400, "invalid_grant")
    assert wrong(party.exchange(code)) == (400, "invalid_grant")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        basic(CLIENT_ID, "wrong"),
        basic(CLIENT_ID, ""),
        basic("nobody", CLIENT_SECRET),
        basic("other", CLIENT_SECRET),
        {"Authorization": "Basic !!!"},
        {"Authorization": "Basic /w=="},
        {"Authorization": "Basic"},
        {"Authorization": b"Basic \xff\xfe"},
        {"Authorization": f"Bearer {CLIENT_SECRET.encode().hex()}"},
    ],
)
def test_a_client_that_does_not_prove_itself_gets_nothing(party: Party, headers):
    code = party.code()
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": CALLBACK,
        "code_verifier": party.verifier,
    }
    reply = party.http.post(party.url("token"), data=form, headers=headers)
    assert wrong(reply) == (401, "invalid_client")
    assert reply.headers["www-authenticate"].startswith("Basic ")
    assert party.exchange(code).status_code == 200  # a stranger cannot spend the code


def test_a_code_belongs_to_its_client(party: Party):
    code = party.code()
    assert wrong(party.exchange(code, auth=("other", "other secret"))) == (400, "invalid_grant")
    assert party.exchange(code).status_code == 200


@pytest.mark.parametrize(
    "kind", ["application/json", "multipart/form-data; boundary=x", "text/plain"]
)
def test_the_token_endpoint_takes_forms_only(party: Party, kind):
    headers = {"content-type": kind} | basic(CLIENT_ID, CLIENT_SECRET)
    reply = party.http.post(party.url("token"), content=b"{}", headers=headers)
    assert wrong(reply) == (400, "invalid_request")


def test_token_parameters_in_the_address_do_not_count(party: Party):
    form = {
        "grant_type": "authorization_code",
        "code": party.code(),
        "redirect_uri": CALLBACK,
        "code_verifier": party.verifier,
    }
    headers = {"content-type": "application/x-www-form-urlencoded"}
    headers |= basic(CLIENT_ID, CLIENT_SECRET)
    reply = party.http.post(party.url("token"), params=form, headers=headers)
    assert wrong(reply) == (400, "unsupported_grant_type")


@pytest.mark.parametrize(
    ("value", "error"),
    [
        (None, "missing_authorization"),
        ("Bearer", "unsupported_token_type"),
        ("Basic eDp5", "unsupported_token_type"),
        ("Bearer x", "invalid_token"),
        (b"Bearer \xff", "invalid_token"),
    ],
)
def test_userinfo_needs_a_living_token(party: Party, value, error):
    headers = {} if value is None else {"Authorization": value}
    reply = party.http.get(party.url("userinfo"), headers=headers)
    assert wrong(reply) == (401, error)
    assert reply.headers["www-authenticate"].lower().startswith("bearer ")


def test_an_id_token_is_no_access_token(party: Party):
    assert wrong(party.userinfo(party.tokens()["id_token"])) == (401, "invalid_token")


@pytest.mark.parametrize(
    "address", ["https://evil.example/", AFTER + "x", AFTER.rstrip("/"), CALLBACK, "é"]
)
def test_sign_out_leads_to_registered_addresses_only(party: Party, address):
    tokens = party.tokens()
    wish = {"id_token_hint": tokens["id_token"], "post_logout_redirect_uri": address}
    assert said(party.http.get(party.url("end_session"), params=wish)) == "token"
    assert party.userinfo(tokens["access_token"]).status_code == 200


def test_sign_out_without_a_proof_ends_nothing_and_leads_nowhere(party: Party):
    token = party.tokens()["access_token"]
    for wish in ({}, {"client_id": CLIENT_ID, "post_logout_redirect_uri": AFTER}):
        page = party.http.get(party.url("end_session"), params=wish)
        assert (page.status_code, page.headers.get("location")) == (200, None)
        assert words(page) == f"{WORDS['left']} {WORDS['left-body']}"
    assert party.userinfo(token).status_code == 200


def test_sign_out_refuses_proofs_that_are_not_ours(party: Party, key_path):
    ours, foreign = signing_key(key_path), RSAKey.generate_key(2048, auto_kid=True)
    claims = {"iss": party.issuer, "aud": CLIENT_ID, "sub": "demo-editor", "sid": "x"}
    header = {"alg": "RS256", "kid": ours.kid}
    good = jwt.encode(header, claims, ours)
    head, body, signature = good.split(".")
    proofs = [
        jwt.encode(
            header, claims, RSAKey.import_key(foreign.as_dict(private=True) | {"kid": ours.kid})
        ),
        jwt.encode({"alg": "RS256", "kid": foreign.kid}, claims, foreign),
        jwt.encode(
            {"alg": "PS256", "kid": ours.kid},
            claims,
            RSAKey.import_key({k: v for k, v in ours.as_dict(private=True).items() if k != "alg"}),
            ["PS256"],
        ),
        jwt.encode(header, claims | {"iss": "https://evil.example"}, ours),
        jwt.encode(header, claims | {"iat": "“soon”"}, ours),
        f"eyJhbGciOiJSUzI1NiIsImtpZCI6ImFcIsOpIn0.{body}.{signature}",  # kid: a"é
        f"{head}.{body}.",
        f"{head}.{body}.{signature[:-8]}",
        f"eyJhbGciOiJub25lIn0.{body}.",
        "x",
        "a.b.c",
        "é.é.é",
        "....",
    ]
    for proof in proofs:
        wish = {"id_token_hint": proof, "post_logout_redirect_uri": AFTER}
        assert said(party.http.get(party.url("end_session"), params=wish)) == "token", proof
    wish = {"id_token_hint": good, "post_logout_redirect_uri": AFTER}
    assert party.http.get(party.url("end_session"), params=wish).headers["location"] == AFTER
    assert (
        said(party.http.get(party.url("end_session"), params=wish | {"client_id": "other"}))
        == "token"
    )
