"""Is this token for us, for this sign-in, and of now? Every claim that decides, one check each."""

import hmac
import re
from datetime import UTC, datetime
from typing import Any

from authlib.oidc.core.util import create_half_hash

from app.identity.oidc.refusals import Reason, Refused
from app.identity.oidc.values import Provider, Transaction

SKEW = 60
_SUBJECT = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?")
_LAST_SECOND = datetime(9999, 12, 31, tzinfo=UTC).timestamp()


def check_claims(
    claims: dict[str, Any], provider: Provider, transaction: Transaction, now: datetime
) -> None:
    """Check the claims of a signed id_token.

    Raises:
        Refused: with the reason of the first claim that is wrong.
    """
    if claims.get("iss") != provider.issuer:
        raise Refused(Reason.ISSUER)
    check_subject(claims.get("sub"))
    check_audience(claims, provider.client_id)
    _check_times(claims, transaction, now.timestamp())
    _check_nonce(claims.get("nonce"), transaction.nonce)
    _check_authentication_age(claims, transaction, now.timestamp())


def check_subject(subject: object) -> str:
    """Return ``subject`` when it is 1 to 255 printable ASCII characters, none of them outer space.

    Raises:
        Refused: SUBJECT.
    """
    if not isinstance(subject, str) or not _SUBJECT.fullmatch(subject):
        raise Refused(Reason.SUBJECT)
    return subject


def check_access_token_hash(claims: dict[str, Any], access_token: str, algorithm: str) -> None:
    """Check ``at_hash`` where the token carries one.

    Raises:
        Refused: ACCESS_TOKEN_HASH.
    """
    if "at_hash" not in claims:
        return
    name = "EdDSA" if algorithm == "Ed25519" else algorithm
    expected = create_half_hash(access_token, name)
    if not _equal(claims["at_hash"], expected.decode()):
        raise Refused(Reason.ACCESS_TOKEN_HASH)


def check_audience(claims: dict[str, Any], client_id: str) -> None:
    """Check that the token is for us, and that nobody else is its authorized party.

    Raises:
        Refused: AUDIENCE, AUTHORIZED_PARTY.
    """
    audience = claims.get("aud")
    audiences = [audience] if isinstance(audience, str) else audience
    if not isinstance(audiences, list) or not all(isinstance(name, str) for name in audiences):
        raise Refused(Reason.AUDIENCE)
    if client_id not in audiences:
        raise Refused(Reason.AUDIENCE)
    if ("azp" in claims or len(audiences) > 1) and claims.get("azp") != client_id:
        raise Refused(Reason.AUTHORIZED_PARTY)


def _check_times(claims: dict[str, Any], transaction: Transaction, now: float) -> None:
    """``iat`` may not precede the sign-in: the nonce inside was not born yet."""
    expires, issued = seconds_of(claims, "exp"), seconds_of(claims, "iat")
    not_before = seconds_of(claims, "nbf") if "nbf" in claims else issued
    if expires <= now - SKEW:
        raise Refused(Reason.EXPIRED)
    if max(issued, not_before) > now + SKEW:
        raise Refused(Reason.NOT_YET_VALID)
    if issued < transaction.created.timestamp() - SKEW:
        raise Refused(Reason.TOO_OLD)


def _check_nonce(nonce: object, expected: str) -> None:
    if not _equal(nonce, expected):
        raise Refused(Reason.NONCE)


def _check_authentication_age(claims: dict[str, Any], transaction: Transaction, now: float) -> None:
    if "auth_time" not in claims:
        if transaction.max_age is not None:
            raise Refused(Reason.CLAIM_MISSING)
        return
    age = now - seconds_of(claims, "auth_time")
    if transaction.max_age is not None and age > transaction.max_age + SKEW:
        raise Refused(Reason.AUTHENTICATION_AGE)


def seconds_of(claims: dict[str, Any], name: str) -> float:
    """Return a moment of the claims in seconds since 1970.

    Raises:
        Refused: CLAIM_MISSING, CLAIM_MALFORMED.
    """
    if name not in claims:
        raise Refused(Reason.CLAIM_MISSING)
    value = claims[name]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Refused(Reason.CLAIM_MALFORMED)
    if not 0 <= value <= _LAST_SECOND:
        raise Refused(Reason.CLAIM_MALFORMED)
    return float(value)


def _equal(given: object, expected: str) -> bool:
    return isinstance(given, str) and hmac.compare_digest(given.encode(), expected.encode())
