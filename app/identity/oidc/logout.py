"""Back-channel logout: what a provider's logout token must say, and of whom it speaks."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.identity.oidc.claims import SKEW, check_audience, check_subject, seconds_of
from app.identity.oidc.profile import LONGEST_SID
from app.identity.oidc.refusals import Reason, Refused
from app.identity.oidc.values import Provider

LOGOUT_TYPE = "logout+jwt"
EVENT = "http://schemas.openid.net/event/backchannel-logout"
OLDEST = 600
"""A logout token is sent at once; one that comes later than ten minutes is somebody's game."""


@dataclass(frozen=True)
class LoggedOut:
    """Whose sessions ended: one of the provider's by ``sid``, or all of a subject."""

    issuer: str
    jti: str = field(repr=False)
    subject: str | None = field(repr=False)
    sid: str | None = field(repr=False)


def check_logout(claims: dict[str, Any], provider: Provider, now: datetime) -> LoggedOut:
    """Check the claims of a signed logout token.

    Raises:
        Refused: with the reason of the first claim that is wrong.
    """
    if claims.get("iss") != provider.issuer:
        raise Refused(Reason.ISSUER)
    check_audience(claims, provider.client_id)
    _check_times(claims, now.timestamp())
    if "nonce" in claims:
        raise Refused(Reason.LOGOUT_NONCE)
    events = claims.get("events")
    if not isinstance(events, dict) or not isinstance(events.get(EVENT), dict):
        raise Refused(Reason.LOGOUT_EVENT)
    subject = check_subject(claims["sub"]) if "sub" in claims else None
    sid = _text(claims["sid"], Reason.LOGOUT_NOBODY) if "sid" in claims else None
    if subject is None and sid is None:
        raise Refused(Reason.LOGOUT_NOBODY)
    return LoggedOut(provider.issuer, _text(claims.get("jti"), Reason.LOGOUT_ID), subject, sid)


def _check_times(claims: dict[str, Any], now: float) -> None:
    issued = seconds_of(claims, "iat")
    if issued > now + SKEW:
        raise Refused(Reason.NOT_YET_VALID)
    if issued < now - OLDEST:
        raise Refused(Reason.TOO_OLD)
    if "exp" in claims and seconds_of(claims, "exp") <= now - SKEW:
        raise Refused(Reason.EXPIRED)


def _text(value: object, reason: Reason) -> str:
    if not isinstance(value, str) or not value.isprintable() or not 0 < len(value) <= LONGEST_SID:
        raise Refused(reason)
    return value
