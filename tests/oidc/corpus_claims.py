"""Tokens with a right signature and a wrong claim."""

from dataclasses import replace
from typing import Any

from app.identity.oidc import Reason as Why
from tests.oidc.corpus import AT_HASH, AZP, HONEST, MANY_AUDIENCES, MAX_AGE, NBF, Row
from tests.oidc.hostile_provider import CLIENT_ID, DROP, Now


def foreign(**changes: Any) -> Any:
    return lambda good: replace(good, **changes)


CLAIMS = [
    Row("nonce wrong", HONEST, {"claims": {"nonce": "n" * 43}}, Why.NONCE),
    Row("nonce missing", HONEST, {"claims": {"nonce": DROP}}, Why.NONCE),
    Row("nonce is a list", HONEST, {"claims": {"nonce": lambda good: [good]}}, Why.NONCE),
    Row("nonce of an earlier sign-in", HONEST, {"transaction": foreign(nonce="m" * 43)}, Why.NONCE),
    Row("aud of another", HONEST, {"claims": {"aud": "other"}}, Why.AUDIENCE),
    Row("aud missing", HONEST, {"claims": {"aud": DROP}}, Why.AUDIENCE),
    Row("aud empty", HONEST, {"claims": {"aud": []}}, Why.AUDIENCE),
    Row("aud holds a number", MANY_AUDIENCES, {"claims": {"aud": [CLIENT_ID, 7]}}, Why.AUDIENCE),
    Row("aud list without us", MANY_AUDIENCES, {"claims": {"aud": ["a", "b"]}}, Why.AUDIENCE),
    Row("aud of another with azp ours", AZP,
        {"claims": {"aud": "other"}}, Why.AUDIENCE),
    Row("several audiences, azp of another", MANY_AUDIENCES, {"claims": {"azp": "other"}},
        Why.AUTHORIZED_PARTY),
    Row("several audiences without azp", MANY_AUDIENCES, {"claims": {"azp": DROP}},
        Why.AUTHORIZED_PARTY),
    Row("azp of another", AZP, {"claims": {"azp": "other"}}, Why.AUTHORIZED_PARTY),
    Row("iss wrong", HONEST, {"claims": {"iss": "https://other.example"}}, Why.ISSUER),
    Row("iss with a slash", HONEST, {"claims": {"iss": lambda good: good + "/"}}, Why.ISSUER),
    Row("iss missing", HONEST, {"claims": {"iss": DROP}}, Why.ISSUER),
    Row("expired by 60 s", HONEST, {"claims": {"exp": Now(-60)}}, Why.EXPIRED),
    Row("exp missing", HONEST, {"claims": {"exp": DROP}}, Why.CLAIM_MISSING),
    Row("exp is text", HONEST, {"claims": {"exp": str}}, Why.CLAIM_MALFORMED),
    Row("exp is true", HONEST, {"claims": {"exp": True}}, Why.CLAIM_MALFORMED),
    Row("exp beyond the calendar", HONEST, {"claims": {"exp": 10**400}}, Why.CLAIM_MALFORMED),
    Row("exp before the calendar", HONEST, {"claims": {"exp": -1}}, Why.CLAIM_MALFORMED),
    Row("iat in the future by 61 s", HONEST, {"claims": {"iat": Now(61)}}, Why.NOT_YET_VALID),
    Row("iat missing", HONEST, {"claims": {"iat": DROP}}, Why.CLAIM_MISSING),
    Row("iat before the sign-in began", HONEST, {"claims": {"iat": Now(-64)}}, Why.TOO_OLD),
    Row("nbf in the future by 61 s", NBF, {"claims": {"nbf": Now(61)}}, Why.NOT_YET_VALID),
    Row("nbf is text", NBF, {"claims": {"nbf": "now"}}, Why.CLAIM_MALFORMED),
    Row("sub missing", HONEST, {"claims": {"sub": DROP}}, Why.SUBJECT),
    Row("sub empty", HONEST, {"claims": {"sub": ""}}, Why.SUBJECT),
    Row("sub of 256 characters", HONEST, {"claims": {"sub": "s" * 256}}, Why.SUBJECT),
    Row("sub not ASCII", HONEST, {"claims": {"sub": "pérson"}}, Why.SUBJECT),
    Row("sub with a line break", HONEST, {"claims": {"sub": "person-1\n"}}, Why.SUBJECT),
    Row("sub with outer space", HONEST, {"claims": {"sub": " person-1"}}, Why.SUBJECT),
    Row("sub is a number", HONEST, {"claims": {"sub": 1}}, Why.SUBJECT),
    Row("at_hash wrong", AT_HASH, {"claims": {"at_hash": "A" * 22}}, Why.ACCESS_TOKEN_HASH),
    Row("at_hash is null", AT_HASH, {"claims": {"at_hash": None}}, Why.ACCESS_TOKEN_HASH),
    Row("at_hash of another token", AT_HASH, {"token": {"access_token": "another"}},
        Why.ACCESS_TOKEN_HASH),
    Row("auth_time missing though asked", MAX_AGE, {"claims": {"auth_time": DROP}},
        Why.CLAIM_MISSING),
    Row("signed in too long ago", MAX_AGE, {"claims": {"auth_time": Now(-661)}},
        Why.AUTHENTICATION_AGE),
    Row("auth_time is text", MAX_AGE, {"claims": {"auth_time": "noon"}}, Why.CLAIM_MALFORMED),
]  # fmt: skip
