"""Signing keys: made once, kept in a file that only its owner may read."""

import json
import os
import secrets
from pathlib import Path
from typing import Protocol

from joserfc.jwk import KeyParameters, KeySet, RSAKey

ALGORITHM = "RS256"  # the one that every OpenID Connect provider must offer
_BITS = 3072


class Keys(Protocol):
    """The key that signs now, and all that are published."""

    def signing(self) -> RSAKey:
        """Return the key that signs now."""

    def published(self) -> KeySet:
        """Return the public halves of the keys that sign, signed lately or soon will."""


class OneKey:
    """One key for as long as its file lies there."""

    def __init__(self, path: Path) -> None:
        self._key = signing_key(path)

    def signing(self) -> RSAKey:
        """See ``Keys``."""
        return self._key

    def published(self) -> KeySet:
        """See ``Keys``."""
        return public_keys(self._key)


def signing_key(path: Path) -> RSAKey:
    """Return the key kept at ``path``; the first call makes it.

    Raises:
        PermissionError: when others than the owner may read or write the file.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _make(path)
    if path.stat().st_mode & 0o077:
        raise PermissionError(f"Others can read the signing key {path}; run: chmod 600 {path}")
    return RSAKey.import_key(json.loads(path.read_text()))


def public_keys(*keys: RSAKey) -> KeySet:
    """Return what everybody may know of the keys, as a set."""
    return KeySet([RSAKey.import_key(key.as_dict(private=False)) for key in keys])


def new_key() -> RSAKey:
    """Return a fresh key."""
    parameters: KeyParameters = {"use": "sig", "alg": ALGORITHM}
    return RSAKey.generate_key(_BITS, parameters, auto_kid=True)


def _make(path: Path) -> None:
    """Write a new key beside ``path`` and link it there, unless another process was faster."""
    key = new_key()
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(key.as_dict(private=True), file)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink(missing_ok=True)
