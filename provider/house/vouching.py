"""What an application says for a browser: that it may make an account, or a new way in to one.

The statement is a JWT over a key that both make of the client secret, another for each of the two
things; it is short, and for one request. It names the request by the
hash of its ``state``, so it goes with no other, and what entitles to it by a hash that tells us
nothing. It says nothing of the person, but for a new way in to which account.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from provider.house.settings import HouseSettings
from provider.models import digest
from provider.store import Pairs

ALGORITHM = "HS256"
LASTS, EARLY = 600, 60
"""Seconds that a statement counts at most, and that the clocks of two machines may differ."""
LONGEST, HASH, LONGEST_ID = 2_000, 64, 43
OLDEST = 60 * 86_400
"""So long ago at most was asked for what two people of an application have decided since."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a statement is for: where it stands, what it calls itself, what makes its key."""

    parameter: str
    type: str
    use: bytes


MAKES = Kind("account_statement", "account-statement+jwt", b"statements by which accounts are made")
RESETS = Kind("reset_statement", "reset-statement+jwt", b"statements by which accounts are reset")


class Unfounded(Exception):
    """A statement that was not made for this request, by this application, or not just now."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What was vouched for: by which name the statement goes, what entitles to it, until when.

    For a new way in also to which account, and since when that was asked for.
    """

    name: str
    entitled: str
    until: float
    account: str = ""
    since: float = 0.0


def key_of(client_secret: str, kind: Kind) -> bytes:
    """Return the key for statements; the secret itself signs nothing."""
    return hmac.digest(client_secret.encode(), kind.use, sha256)


def heard(settings: HouseSettings, pairs: Pairs, now: float, kind: Kind = MAKES) -> Statement:
    """Return what the application that asks says for the browser.

    Raises:
        Unfounded: for anything that is not exactly right.
    """
    asked = dict(pairs)
    client_id, said = asked.get("client_id", ""), asked.get(kind.parameter, "")
    secret = settings.vouching(client_id, resets=kind == RESETS)
    if secret is None or len(said) > LONGEST or not said.isascii():
        raise Unfounded
    try:
        token = jwt.decode(said, OctKey.import_key(key_of(secret, kind)), algorithms=[ALGORITHM])
    except (
        JoseError,
        ValueError,
        TypeError,
        KeyError,
    ) as error:  # strangers' words fail in many ways
        raise Unfounded from error
    claims = token.claims
    meant = {"iss": client_id, "aud": settings.issuer, "state": digest(asked.get("state", ""))}
    if token.header.get("typ") != kind.type or any(claims.get(k) != v for k, v in meant.items()):
        raise Unfounded
    if not asked.get("state") or not _lasts(claims, now):
        raise Unfounded
    made = Statement(_hash(claims, "jti"), _hash(claims, "sub"), float(claims["exp"]))
    return made if kind == MAKES else replace(made, **_whose(claims, now))


def _whose(claims: Mapping[str, Any], now: float) -> Mapping[str, Any]:
    account, since = claims.get("account"), claims.get("since")
    if not isinstance(account, str) or not 1 <= len(account) <= LONGEST_ID:
        raise Unfounded
    if type(since) is not int or not now - OLDEST <= since <= now + EARLY:
        raise Unfounded
    return {"account": account, "since": float(since)}


def _lasts(claims: Mapping[str, Any], now: float) -> bool:
    begins, ends = claims.get("iat"), claims.get("exp")
    if type(begins) is not int or type(ends) is not int:
        return False
    return begins <= now + EARLY and now < ends <= begins + LASTS


def _hash(claims: Mapping[str, Any], name: str) -> str:
    found = claims.get(name)
    if (
        not isinstance(found, str)
        or len(found) != HASH
        or not set(found) <= set("0123456789abcdef")
    ):
        raise Unfounded
    return found
