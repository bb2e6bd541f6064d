"""A provider's public keys, and which one of them may have signed a given token."""

from dataclasses import dataclass
from typing import Any, cast

from joserfc.errors import JoseError
from joserfc.jwk import DictKey, Key, import_key
from joserfc.util import urlsafe_b64decode

from app.identity.oidc.refusals import Reason, Refused

_PUBLIC = {"RSA": ("n", "e"), "EC": ("crv", "x", "y"), "OKP": ("crv", "x")}
_SHORTEST, _LONGEST = 2048, 8192
_FITS = {
    **dict.fromkeys(("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"), ("RSA", None)),
    "ES256": ("EC", "P-256"),
    "ES384": ("EC", "P-384"),
    "ES512": ("EC", "P-521"),
    "EdDSA": ("OKP", "Ed25519"),
    "Ed25519": ("OKP", "Ed25519"),
}
_SAME = {"Ed25519": "EdDSA"}


@dataclass(frozen=True)
class SigningKey:
    """One usable public key and what it may be used for."""

    kid: str | None
    kind: tuple[str, str | None]
    algorithm: str | None
    key: Key

    def fits(self, algorithm: str) -> bool:
        """Whether a token signed with ``algorithm`` may be checked with this key."""
        named = self.algorithm is None or _same(self.algorithm) == _same(algorithm)
        return named and self.kind == _FITS[algorithm]


def read_keys(document: dict[str, Any]) -> tuple[SigningKey, ...]:
    """Return the usable keys of a JWK set; encryption, weak, secret and unknown keys fall out.

    Raises:
        Refused: KEYS_INVALID when there is no list of keys at all.
    """
    entries = document.get("keys")
    if not isinstance(entries, list):
        raise Refused(Reason.KEYS_INVALID)
    found = (_signing_key(entry) for entry in entries if isinstance(entry, dict))
    return tuple(key for key in found if key)


def choose(keys: tuple[SigningKey, ...], kid: str | None, algorithm: str) -> SigningKey | None:
    """Return the one key that fits; None when there is none.

    Raises:
        Refused: KEY_AMBIGUOUS when several fit, since we do not guess.
    """
    fitting = [key for key in keys if key.fits(algorithm) and kid in (None, key.kid)]
    if len(fitting) > 1:
        raise Refused(Reason.KEY_AMBIGUOUS)
    return fitting[0] if fitting else None


def _same(algorithm: str) -> str:
    return _SAME.get(algorithm, algorithm)


def _signing_key(entry: dict[str, Any]) -> SigningKey | None:
    kind, kid, algorithm = (entry.get(name) for name in ("kty", "kid", "alg"))
    if kind not in _PUBLIC or not _for_signatures(entry):
        return None
    if not all(isinstance(name, str | None) for name in (kid, algorithm)):
        return None
    public = {"kty": kind, **{name: entry.get(name) for name in _PUBLIC[kind]}}
    key = _import(public) if all(isinstance(value, str) for value in public.values()) else None
    return SigningKey(kid, (kind, public.get("crv")), algorithm, key) if key else None


def _import(public: dict[str, Any]) -> Key | None:
    try:
        return import_key(cast("DictKey", public)) if _sized(public) else None
    except (JoseError, ValueError, TypeError):
        return None


def _for_signatures(entry: dict[str, Any]) -> bool:
    operations = entry.get("key_ops", ["verify"])
    return (
        entry.get("use", "sig") == "sig"
        and isinstance(operations, list)
        and "verify" in operations
        and "d" not in entry
    )


def _sized(public: dict[str, Any]) -> bool:
    if public["kty"] != "RSA":
        return True
    modulus = int.from_bytes(urlsafe_b64decode(public["n"].encode()), "big")
    return _SHORTEST <= modulus.bit_length() <= _LONGEST
