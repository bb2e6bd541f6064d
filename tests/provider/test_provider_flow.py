"""The whole way, from discovery to sign-out, walked by two clients of different hands."""

import asyncio
import time
from urllib.parse import parse_qsl, urlsplit

import pytest
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oauth2.rfc8414 import AuthorizationServerMetadata
from authlib.oauth2.rfc9207 import AuthorizationServerMetadata as IssuerMetadata
from authlib.oidc.core.util import create_half_hash
from authlib.oidc.discovery import OpenIDProviderMetadata
from authlib.oidc.rpinitiated import OpenIDProviderMetadata as LogoutMetadata
from provider_party import AFTER, CALLBACK, CLIENT_ID, CLIENT_SECRET, HTML, Party, parse, query

from provider.discovery import metadata
from provider.personas import PERSONAS


def test_discovery_names_every_address_under_the_issuer(party: Party):
    document = party.http.get(party.url(".well-known/openid-configuration")).json()
    assert document == metadata(party.issuer)
    addresses = {k: v for k, v in document.items() if k.endswith(("_endpoint", "_uri"))}
    assert addresses == {
        "authorization_endpoint": party.url("authorize"),
        "token_endpoint": party.url("token"),
        "userinfo_endpoint": party.url("userinfo"),
        "jwks_uri": party.url("jwks"),
        "end_session_endpoint": party.url("end_session"),
    }


def test_discovery_holds_against_the_specifications():
    document = metadata("https://id.example.org/demo")
    assert document["issuer"] == "https://id.example.org/demo"
    OpenIDProviderMetadata(document).validate()
    AuthorizationServerMetadata(document).validate(
        metadata_classes=[IssuerMetadata, LogoutMetadata]
    )


def test_jwks_shows_the_public_half_only(party: Party):
    (key,) = party.http.get(party.url("jwks")).json()["keys"]
    assert sorted(key) == ["alg", "e", "kid", "kty", "n", "use"]
    assert (key["alg"], key["use"], key["kty"]) == ("RS256", "sig", "RSA")


@pytest.mark.parametrize("person", PERSONAS, ids=lambda person: person.persona)
def test_each_persona_goes_the_whole_way(party: Party, person):
    back = query(party.choose(party.ticket(), person.persona))
    assert back == {"code": back["code"], "state": party.state, "iss": party.issuer}
    before = int(time.time())
    reply = party.exchange(back["code"])
    tokens = reply.json()
    assert tokens == {
        "access_token": tokens["access_token"],
        "id_token": tokens["id_token"],
        "token_type": "Bearer",
        "expires_in": 600,
        "scope": "openid profile email",
    }
    claims = party.claims(tokens["id_token"])
    assert before - 1 <= claims["auth_time"] <= claims["iat"] <= time.time()
    assert claims == {
        "iss": party.issuer,
        "sub": f"demo-{person.persona}",
        "aud": CLIENT_ID,
        "nonce": party.nonce,
        "iat": claims["iat"],
        "exp": claims["iat"] + 600,
        "auth_time": claims["auth_time"],
        "at_hash": create_half_hash(tokens["access_token"], "RS256").decode(),
        "sid": claims["sid"],
        **({"amr": ["pwd", "otp", "mfa"]} if person.group == "secretariat" else {}),
    }
    assert party.userinfo(tokens["access_token"]).json() == {
        "sub": f"demo-{person.persona}",
        "name": person.name,
        "locale": "en",
        "email": f"{person.persona}@example.org",
        "email_verified": False,
    }


def test_scopes_bound_what_userinfo_tells(party: Party):
    tokens = party.tokens(scope="openid email unheard-of")
    assert tokens["scope"] == "openid email"
    assert sorted(party.userinfo(tokens["access_token"]).json()) == [
        *("email", "email_verified", "sub"),
    ]


def test_a_request_without_nonce_gets_a_token_without_one(party: Party):
    assert "nonce" not in party.claims(party.tokens(nonce=None)["id_token"])


def test_the_secret_may_stand_in_the_form(party: Party):
    reply = party.exchange(
        party.code(), auth=None, client_id=CLIENT_ID, client_secret=CLIENT_SECRET
    )
    assert (reply.status_code, reply.json()["token_type"]) == (200, "Bearer")


def test_userinfo_may_be_posted(party: Party):
    headers = {"Authorization": f"Bearer {party.tokens()['access_token']}"}
    reply = party.http.post(party.url("userinfo"), headers=headers)
    assert (reply.status_code, reply.json()["sub"]) == (200, "demo-focal-point-gha")


def test_the_authorization_request_may_be_posted(party: Party):
    page = party.http.post(party.url("authorize"), data=party.request())
    ticket = parse(page).find(f".//{HTML}input[@name='interaction']").get("value")
    assert query(party.choose(ticket))["state"] == party.state


def test_a_registered_query_is_kept(party: Party):
    back = query(party.choose(party.ticket(redirect_uri=f"{CALLBACK}?a=b")))
    assert back == {"a": "b", "code": back["code"], "state": party.state, "iss": party.issuer}


def test_the_visitor_may_go_back(party: Party):
    form = {"interaction": party.ticket(), "cancel": "yes"}
    assert query(party.http.post(party.url("authorize"), data=form)) == {
        "error": "access_denied",
        "error_description": "The resource owner or authorization server denied the request",
        "state": party.state,
        "iss": party.issuer,
    }


def test_two_tabs_do_not_disturb_each_other(party: Party):
    one, two = Party(party.http, party.issuer), Party(party.http, party.issuer)
    tickets = one.ticket(), two.ticket()
    assert query(two.choose(tickets[1]))["state"] == two.state
    assert query(one.choose(tickets[0]))["state"] == one.state


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_sign_out_ends_the_token_and_leads_back(party: Party, method: str):
    gone, kept = party.tokens(), party.tokens()
    wish = {
        "id_token_hint": gone["id_token"],
        "post_logout_redirect_uri": AFTER,
        "state": "a b&c#ü",
    }
    way = {"params" if method == "GET" else "data": wish}
    reply = party.http.request(method, party.url("end_session"), **way)
    assert reply.status_code == 303
    parts = urlsplit(reply.headers["location"])
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == AFTER
    assert parse_qsl(parts.query) == [("state", "a b&c#ü")]
    assert party.userinfo(gone["access_token"]).status_code == 401
    assert party.userinfo(kept["access_token"]).status_code == 200


def test_sign_out_takes_a_token_that_has_expired(party: Party, clock):
    tokens = party.tokens()
    clock.ahead = 4000
    wish = {"id_token_hint": tokens["id_token"], "post_logout_redirect_uri": AFTER}
    reply = party.http.get(party.url("end_session"), params=wish)
    assert (reply.status_code, reply.headers["location"]) == (303, AFTER)


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
def test_authlibs_own_client_goes_the_whole_way(party: Party, method: str):
    async def walk() -> tuple[dict, dict]:
        async with AsyncOAuth2Client(
            CLIENT_ID,
            CLIENT_SECRET,
            scope="openid profile email",
            redirect_uri=CALLBACK,
            code_challenge_method="S256",
            token_endpoint_auth_method=method,
        ) as client:
            url, state = client.create_authorization_url(
                party.url("authorize"), code_verifier=party.verifier, nonce=party.nonce
            )
            page = await client.request("GET", url, withhold_token=True)
            document = parse(page)
            ticket = document.find(f".//{HTML}input[@name='interaction']").get("value")
            back = await client.request(
                "POST",
                party.url("authorize"),
                data={"interaction": ticket, "persona": "editor"},
                withhold_token=True,
            )
            token = await client.fetch_token(
                party.url("token"),
                authorization_response=back.headers["location"],
                state=state,
                code_verifier=party.verifier,
            )
            about = await client.get(party.url("userinfo"))
            return dict(token), about.json()

    token, about = asyncio.run(walk())
    assert party.claims(token["id_token"])["sub"] == about["sub"] == "demo-editor"
    assert about["name"] == "Editor of the Secretariat (demonstration)"
