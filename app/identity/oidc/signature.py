"""Is this token signed by the provider? Header first, then the key, then the signature."""

from collections.abc import Awaitable, Callable
from typing import Any

from joserfc import jws
from joserfc.errors import BadSignatureError, JoseError
from joserfc.jwa import JWSAlgModel
from joserfc.jws import JWSRegistry
from joserfc.util import urlsafe_b64decode

from app.identity.oidc.keys import SigningKey
from app.identity.oidc.refusals import Reason, Refused
from app.identity.oidc.strict import json_object

_KEY_MEMBERS = frozenset({"jwk", "jku", "x5u", "x5c"})
_SEGMENTS = 3
KeyFinder = Callable[[str | None, str], Awaitable[SigningKey]]


class _Allowlist(JWSRegistry):
    """joserfc's registry, reduced to names already checked; unknown header members are ignored."""

    max_header_length = 2048
    max_payload_length = 64 * 1024

    def __init__(self) -> None:
        super().__init__(strict_check_header=False)

    def get_alg(self, name: str) -> JWSAlgModel:
        """Return the algorithm without joserfc's warning about the older name of Ed25519."""
        return self.algorithms[name]


_REGISTRY = _Allowlist()


async def verified_claims(
    token: str, algorithms: frozenset[str], find_key: KeyFinder, *, kind: str | None = None
) -> tuple[dict[str, Any], str]:
    """Return the claims of ``token`` and its algorithm, once its signature is right.

    ``kind`` is the type that its header must name, for tokens that have one of their own.

    Raises:
        Refused: for a malformed token, a header that brings its own key or demands something
            critical, an algorithm outside ``algorithms``, no or several keys, a bad signature.
    """
    header = _header(token)
    if kind and not _is(kind, header.get("typ")):
        raise Refused(Reason.TOKEN_TYPE)
    algorithm = header["alg"]
    if algorithm not in algorithms:
        raise Refused(Reason.ALGORITHM)
    signer = await find_key(header.get("kid"), algorithm)
    return _payload(token, signer), algorithm


def _header(token: str) -> dict[str, Any]:
    segments = token.split(".")
    if len(segments) != _SEGMENTS or not token.isascii():
        raise Refused(Reason.ID_TOKEN_MALFORMED)
    header = _json(segments[0])
    if _KEY_MEMBERS & header.keys():
        raise Refused(Reason.KEY_IN_HEADER)
    if "crit" in header or "b64" in header:
        raise Refused(Reason.CRITICAL_HEADER)
    if not isinstance(header.get("alg"), str) or not isinstance(header.get("kid"), str | None):
        raise Refused(Reason.ID_TOKEN_MALFORMED)
    return header


def _is(kind: str, given: object) -> bool:
    """Whether a media type is meant, which RFC 7515 lets shorten and write in any case."""
    return isinstance(given, str) and given.lower().removeprefix("application/") == kind


def _json(segment: str) -> dict[str, Any]:
    try:
        return json_object(urlsafe_b64decode(segment.encode()))
    except (ValueError, Refused) as error:
        raise Refused(Reason.ID_TOKEN_MALFORMED) from error


def _payload(token: str, signer: SigningKey) -> dict[str, Any]:
    try:
        jws.deserialize_compact(token, signer.key, registry=_REGISTRY)
    except BadSignatureError as error:
        raise Refused(Reason.SIGNATURE) from error
    except (JoseError, ValueError, TypeError) as error:
        raise Refused(Reason.ID_TOKEN_MALFORMED) from error
    return _json(token.split(".")[1])
