"""Protection of forms: a token bound to the session's cookie, and the browser's own word."""

import hmac
from collections.abc import Iterable, Mapping
from hashlib import sha256
from secrets import token_bytes

from app.core.errors import Refusal
from app.core.i18n import N_

FIELD = "csrf"
OWN_SITES = frozenset({"same-origin", "none"})


class FormExpired(Refusal):
    """The form does not belong to this session, or came from elsewhere."""

    status = 403
    title = N_("Open this form again")
    message = N_(
        "This form is no longer valid. Your text is below: copy it, then open the form again."
    )


def token(secret: str, seed: str) -> str:
    """Return the form token of a session (``seed`` is its cookie); empty without a session."""
    if not seed:
        return ""
    return hmac.new(secret.encode(), b"csrf:" + seed.encode(), sha256).hexdigest()


def masked(plain: str) -> str:
    """Return the token under a mask of its own: no two pages carry the same letters.

    Pages are compressed; a token that never changed could be guessed from the length of answers.
    """
    if not plain:
        return ""
    secret = bytes.fromhex(plain)
    mask = token_bytes(len(secret))
    return (mask + _mixed(mask, secret)).hex()


def _unmasked(given: str) -> str:
    """Return the token under the mask; nothing where there is none."""
    try:
        both = bytes.fromhex(given)
    except ValueError:
        return ""
    half = len(both) // 2
    return _mixed(both[:half], both[half:]).hex()


def _mixed(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=False))


def surely_own(headers: Mapping[str, str], origins: frozenset[str]) -> bool:
    """Whether the browser itself says, in both its ways, that a page of this site sent it."""
    own = headers.get("origin", "").lower() in origins
    return own and headers.get("sec-fetch-site") == "same-origin"


def ensure_own_form(
    secret: str,
    seeds: Iterable[str],
    given: str,
    headers: Mapping[str, str],
    origins: frozenset[str],
) -> None:
    """Let a form of this browser pass; ``seeds`` are the secrets of its cookies.

    ``Origin`` and ``Sec-Fetch-Site`` are checked where present: proxies strip them.

    Raises:
        FormExpired: for a missing or foreign token, or a request another site caused.
    """
    wanted = [token(secret, seed) for seed in seeds if seed]
    found = _unmasked(given)
    if not any(hmac.compare_digest(own, found) for own in wanted):
        raise FormExpired
    ensure_own_site(headers, origins)


def ensure_own_site(headers: Mapping[str, str], origins: frozenset[str]) -> None:
    """Let pass what no other site caused, as far as the headers say; nothing else is read for it.

    Raises:
        FormExpired: for a request another site caused.
    """
    origin = headers.get("origin")
    if origin is not None and origin.lower() not in origins:
        raise FormExpired
    if headers.get("sec-fetch-site", "none") not in OWN_SITES:
        raise FormExpired
