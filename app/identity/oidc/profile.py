"""What a provider tells about a person, reduced to clean values fit for display."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from app.identity.oidc.values import Claims

_LONGEST_NAME, _LONGEST_MAIL = 200, 254
LONGEST_SID = 255
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")
_MAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+")
_PRINTABLE = re.compile(r"[\x20-\x7e]+")
_WORD = re.compile(r"[\x21-\x7e]+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8}){0,4}")


def to_claims(token: Mapping[str, Any], userinfo: Mapping[str, Any], id_token: str) -> Claims:
    """Join a checked id_token with checked userinfo; userinfo wins for display values."""
    shown = {**token, **userinfo}
    acr, amr, moment = (token.get(name) for name in ("acr", "amr", "auth_time"))
    mail = _fitting(shown.get("email"), _MAIL, _LONGEST_MAIL)
    return Claims(
        issuer=token["iss"],
        subject=token["sub"],
        name=_name(shown.get("name")),
        email=mail,
        email_verified=mail is not None and shown.get("email_verified") is True,
        locale=_fitting(shown.get("locale"), _LANGUAGE, _LONGEST_NAME),
        acr=_fitting(acr, _WORD, _LONGEST_NAME),
        amr=_ways(amr),
        auth_time=None if moment is None else datetime.fromtimestamp(moment, UTC),
        id_token=id_token,
        sid=_fitting(token.get("sid"), _PRINTABLE, LONGEST_SID),
    )


def _ways(amr: object) -> tuple[str, ...]:
    ways = amr if isinstance(amr, list) else []
    return tuple(way for way in ways if _fitting(way, _WORD, _LONGEST_NAME))


def _name(value: object) -> str | None:
    """Signs that steer the direction of text or cannot be seen fall out; joiners stay."""
    if not isinstance(value, str):
        return None
    return " ".join(_UNSEEN.sub(" ", value).split())[:_LONGEST_NAME].strip() or None


def _fitting(value: object, shape: re.Pattern[str], longest: int) -> str | None:
    if not isinstance(value, str) or len(value) > longest or not value.isprintable():
        return None
    return value if shape.fullmatch(value) else None
