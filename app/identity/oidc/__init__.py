"""A strict OpenID Connect client: code flow with PKCE, and nothing believed that was not checked.

**Who does what.** Authlib does the protocol's carpentry: the address of the authorization
request with the S256 challenge, the token request, client authentication, the bearer header and
the half hash of ``at_hash``. joserfc does the signatures. Everything that decides *whether to
believe an answer* is ours, because the libraries' defaults do not: the exact issuer of the
discovery document and of the token, the allowlist of algorithms, ``aud`` and ``azp``, RFC 9207's
``iss``, ages, the compulsory id_token, userinfo's ``sub``, and what a connection may cost.

**What the caller keeps.** ``begin`` returns an address and a ``Transaction``. Store the
transaction on the server under a hash of its state, bound to the browser that began it (a
short-lived cookie), one per tab, and *delete it before* calling ``finish``: that makes a state
single-use, which this package cannot see. Give each provider a callback address of its own.

**Staleness.** Discovery and keys are fresh for 10 minutes. When a provider cannot be reached, a
discovery document up to 24 hours old still serves (it says where to go, not whom to trust);
a document that *arrives* and is wrong is refused at once. Keys are never used stale. An unknown
key id fetches the keys again at most every 30 seconds.

**Signed userinfo** (application/jwt) is refused: we never ask for it, so nobody honest sends it.

Importing this package is cheap; Authlib, joserfc and httpx2 load with the first relying party.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from app.identity.oidc.refusals import Reason, Refused, SignInFailed, Unreachable
from app.identity.oidc.values import ALGORITHMS, Begun, Claims, Provider, Transaction

if TYPE_CHECKING:
    from httpx2 import AsyncBaseTransport

    from app.identity.oidc.client import RelyingParty

__all__ = [
    "ALGORITHMS",
    "Begun",
    "Claims",
    "Provider",
    "Reason",
    "Refused",
    "SignInFailed",
    "Transaction",
    "Unreachable",
    "relying_party",
]


def relying_party(
    *,
    now: Callable[[], datetime],
    allow_loopback: bool = False,
    transport: "Callable[[], AsyncBaseTransport] | None" = None,
    seconds: float = 5.0,
) -> "RelyingParty":
    """Build the one client of this process; close it with ``await party.aclose()``.

    Args:
        now: the wall clock, in UTC.
        allow_loopback: whether ``http`` is taken on the machine itself.
        transport: opens the connections (default: TCP with verified certificates).
        seconds: what one exchange with a provider may take at most.
    """
    from app.identity.oidc.client import RelyingParty  # noqa: PLC0415 - 0.4 s and 15 MB, at need

    return RelyingParty(
        now=now, allow_loopback=allow_loopback, transport=transport, seconds=seconds
    )
