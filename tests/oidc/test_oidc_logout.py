"""The corpus of logout tokens: every lie is refused for its own reason, honest variants pass."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pytest

from app.identity.oidc import Reason as Why
from app.identity.oidc import SignInFailed, relying_party
from app.identity.oidc.logout import EVENT, LoggedOut
from tests.oidc.corpus import EC, ED, HONEST, TWO_KEYS
from tests.oidc.hostile_provider import (
    CLIENT_ID,
    CLIENT_SECRET,
    DROP,
    Edits,
    HonestProvider,
    Now,
    edited,
    hmac_signed,
    key,
    public,
    signed,
    unsigned_as,
)

TYPE = "logout+jwt"


@dataclass(frozen=True)
class Told:
    """A logout token, by what it departs from an honest one."""

    name: str
    why: Why | None = None
    claims: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=dict)
    base: Edits = HONEST
    sign: Any = signed
    signer: str = ""
    cut: Any = str


def _exchanged(good: str) -> str:
    head, _claims, signature = good.split(".")
    return f"{head}.{signed({'alg': 'RS256'}, {'sub': 'x'}, 'rsa').split('.')[1]}.{signature}"


HONESTLY = (
    Told("sid and sub"),
    Told("sid alone", claims={"sub": DROP}),
    Told("sub alone", claims={"sid": DROP}),
    Told("without exp", claims={"exp": DROP}),
    Told("audience in a list", claims={"aud": [CLIENT_ID]}),
    Told("issued 60 s ahead", claims={"iat": Now(60)}),
    Told("issued ten minutes ago", claims={"iat": Now(-600)}),
    Told("expired 59 s ago", claims={"exp": Now(-59)}),
    Told("type with application/", header={"typ": "application/logout+jwt"}),
    Told("type in capitals", header={"typ": "Logout+JWT"}),
    Told("another event beside", claims={"events": lambda good: {**good, "urn:x": {}}}),
    Told("event with members", claims={"events": {EVENT: {"x": 1}}}),
    Told("ES256", base=EC, signer="ec"),
    Told("EdDSA", base=ED, signer="ed"),
    Told("several keys", base=TWO_KEYS),
)
LIES = (
    Told("an id_token", Why.TOKEN_TYPE, header={"typ": "JWT"}),
    Told("no type", Why.TOKEN_TYPE, header={"typ": DROP}),
    Told("an access token", Why.TOKEN_TYPE, header={"typ": "at+jwt"}),
    Told("type in a list", Why.TOKEN_TYPE, header={"typ": [TYPE]}),
    Told("type with more behind", Why.TOKEN_TYPE, header={"typ": "logout+jwt2"}),
    Told("iss of another", Why.ISSUER, claims={"iss": "https://other.example"}),
    Told("iss with a slash", Why.ISSUER, claims={"iss": lambda good: f"{good}/"}),
    Told("iss missing", Why.ISSUER, claims={"iss": DROP}),
    Told("aud of another", Why.AUDIENCE, claims={"aud": "other"}),
    Told("aud list without us", Why.AUDIENCE, claims={"aud": ["a", "b"]}),
    Told("aud missing", Why.AUDIENCE, claims={"aud": DROP}),
    Told("azp of another", Why.AUTHORIZED_PARTY, claims={"azp": "other"}),
    Told("iat missing", Why.CLAIM_MISSING, claims={"iat": DROP}),
    Told("iat is text", Why.CLAIM_MALFORMED, claims={"iat": "now"}),
    Told("iat beyond the calendar", Why.CLAIM_MALFORMED, claims={"iat": 10**400}),
    Told("iat is true", Why.CLAIM_MALFORMED, claims={"iat": True}),
    Told("issued 61 s ahead", Why.NOT_YET_VALID, claims={"iat": Now(61)}),
    Told("issued long ago", Why.TOO_OLD, claims={"iat": Now(-601)}),
    Told("expired", Why.EXPIRED, claims={"exp": Now(-60)}),
    Told("exp is text", Why.CLAIM_MALFORMED, claims={"exp": "never"}),
    Told("a nonce", Why.LOGOUT_NONCE, claims={"nonce": "n"}),
    Told("a nonce of null", Why.LOGOUT_NONCE, claims={"nonce": None}),
    Told("no events", Why.LOGOUT_EVENT, claims={"events": DROP}),
    Told("events empty", Why.LOGOUT_EVENT, claims={"events": {}}),
    Told("another event only", Why.LOGOUT_EVENT, claims={"events": {"urn:x": {}}}),
    Told("events in a list", Why.LOGOUT_EVENT, claims={"events": [EVENT]}),
    Told("events is text", Why.LOGOUT_EVENT, claims={"events": EVENT}),
    Told("event is null", Why.LOGOUT_EVENT, claims={"events": {EVENT: None}}),
    Told("event is text", Why.LOGOUT_EVENT, claims={"events": {EVENT: "yes"}}),
    Told("jti missing", Why.LOGOUT_ID, claims={"jti": DROP}),
    Told("jti empty", Why.LOGOUT_ID, claims={"jti": ""}),
    Told("jti is a number", Why.LOGOUT_ID, claims={"jti": 7}),
    Told("jti without end", Why.LOGOUT_ID, claims={"jti": "j" * 256}),
    Told("neither sub nor sid", Why.LOGOUT_NOBODY, claims={"sub": DROP, "sid": DROP}),
    Told("sid empty", Why.LOGOUT_NOBODY, claims={"sid": ""}),
    Told("sid in a list", Why.LOGOUT_NOBODY, claims={"sid": ["sid-1"]}),
    Told("sub in a list", Why.SUBJECT, claims={"sub": ["person-1"]}),
    Told("sub empty", Why.SUBJECT, claims={"sub": ""}),
    Told("unsigned", Why.ALGORITHM, sign=unsigned_as("none")),
    Told("HS256 with the secret", Why.ALGORITHM, sign=hmac_signed(CLIENT_SECRET.encode())),
    Told("another key", Why.SIGNATURE, signer="rsa-other", header={"kid": "rsa"}),
    Told("a key nobody knows", Why.KEY_UNKNOWN, signer="rsa-other"),
    Told("a key in the header", Why.KEY_IN_HEADER, header={"jwk": public("rsa")}),
    Told("a critical header", Why.CRITICAL_HEADER, header={"crit": ["x"], "x": 1}),
    Told("no token at all", Why.ID_TOKEN_MALFORMED, cut=lambda _good: "x"),
    Told("two tokens", Why.ID_TOKEN_MALFORMED, cut=lambda good: f"{good}.{good}"),
    Told("claims exchanged", Why.SIGNATURE, cut=_exchanged),
)  # fmt: skip


def token(at: HonestProvider, told: Told) -> str:
    """Write the token as it departs from an honest one."""
    now = int(at.clock().timestamp())
    signer = told.signer or at.edits.signer
    claims = {
        "iss": at.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 120, "jti": "jti-1",
        "events": {EVENT: {}}, "sub": "person-1", "sid": "sid-1",
    }  # fmt: skip
    header = {"alg": at.edits.algorithm, "kid": signer, "typ": TYPE}
    wrong = edited(claims, told.claims, now)
    return str(told.cut(told.sign(edited(header, told.header), wrong, signer)))


def read(at: HonestProvider, told: Told) -> LoggedOut:
    async def run() -> LoggedOut:
        async with relying_party(now=at.clock, allow_loopback=True) as party:
            return await party.logged_out(at.provider, token(at, told))

    return asyncio.run(run())


@pytest.mark.parametrize("told", HONESTLY, ids=lambda told: told.name)
def test_an_honest_logout_token_names_whose_session_ended(town, clock, told):
    at = town.settle(clock, told.base)
    sub, sid = (
        None if told.claims.get(name) is DROP else value
        for name, value in (("sub", "person-1"), ("sid", "sid-1"))
    )

    assert read(at, told) == LoggedOut(at.issuer, "jti-1", sub, sid)


@pytest.mark.parametrize("told", LIES, ids=lambda told: told.name)
def test_a_lie_is_refused_for_its_own_reason(town, clock, told):
    at = town.settle(clock, told.base)
    with pytest.raises(SignInFailed) as failed:
        read(at, told)

    assert failed.value.reason is told.why


def test_an_id_token_of_a_real_sign_in_logs_nobody_out(town, clock, sign_in):
    at = town.settle(clock)
    given = sign_in(at).id_token

    async def run() -> LoggedOut:
        async with relying_party(now=at.clock, allow_loopback=True) as party:
            return await party.logged_out(at.provider, given)

    with pytest.raises(SignInFailed) as failed:
        asyncio.run(run())
    assert failed.value.reason is Why.TOKEN_TYPE


def test_a_logout_token_signs_nobody_in(town, clock, sign_in):
    """Given in place of the id_token, it has no nonce of the sign-in."""
    at = town.settle(clock)
    at.edits = Edits(id_token=lambda _good: token(at, Told("as an id_token")))
    with pytest.raises(SignInFailed) as failed:
        sign_in(at)
    assert failed.value.reason is Why.NONCE


def test_the_corpus_is_long_enough_and_speaks_of_each_case_once():
    names = [told.name for told in (*HONESTLY, *LIES)]

    assert len(set(names)) == len(names)
    assert len(LIES) >= 40
    assert len(HONESTLY) >= 8
    assert key("rsa")
