"""What the application says for a browser that may make an account, as the portal says it."""

import hmac
from hashlib import sha256
from typing import Any

from joserfc import jwt
from joserfc.jwk import OctKey

from tests.provider_house.guest import CLIENT_ID, CLIENT_SECRET, ISSUER

STATE = "the state"


def hashed(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def key(secret: str = CLIENT_SECRET) -> OctKey:
    use = b"statements by which accounts are made"
    return OctKey.import_key(hmac.digest(secret.encode(), use, sha256))


def statement(
    now: float, *, signed: OctKey | None = None, head: dict[str, str] | None = None, **changes: Any
) -> str:
    """Return what the portal says, changed as told; None takes a claim out."""
    good = {
        "iss": CLIENT_ID, "aud": ISSUER, "sub": hashed("invitation"), "jti": hashed("one"),
        "state": hashed(STATE), "iat": int(now), "exp": int(now) + 600,
    }  # fmt: skip
    claims = {name: value for name, value in (good | changes).items() if value is not None}
    header = {"alg": "HS256", "typ": "account-statement+jwt", **(head or {})}
    return jwt.encode(header, claims, signed or key(), algorithms=[header["alg"]])
