"""Confidential text at rest: AES-256-GCM tokens bound to the table, column and row they stand in.

A ``Sealed`` column takes and gives ``SealedText`` only; plain text is refused by its type, so that
confidential words cannot slip into a column, a letter or a search entry unsealed.
"""

import base64
import os
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Dialect, LargeBinary
from sqlalchemy.types import TypeDecorator

VERSION = b"\x01"
NONCE_BYTES = 12
KEY_BYTES = 32


class CannotOpen(Exception):
    """The token was made with another key, for another place, or was changed."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed text stands; a token opens nowhere else."""

    table: str
    column: str
    row: str

    @property
    def binding(self) -> bytes:
        """The bytes the token is bound to."""
        return f"{self.table}\x1f{self.column}\x1f{self.row}".encode()


@dataclass(frozen=True, slots=True)
class SealedText:
    """An encrypted text as it stands in the database."""

    token: bytes


class Seal:
    """Seals and opens text with one key."""

    def __init__(self, key: str) -> None:
        """Derive the key from ``key``, the base64 secret of the installation (32 bytes or more).

        Raises:
            ValueError: when ``key`` is not base64 of at least 32 bytes.
        """
        secret = base64.b64decode(key, altchars=b"-_", validate=True)
        if len(secret) < KEY_BYTES:
            raise ValueError("The sealing key needs at least 32 bytes.")
        derived = HKDF(SHA256(), KEY_BYTES, salt=None, info=b"focal-point-portal/seal/1")
        self._aead = AESGCM(derived.derive(secret))

    def seal(self, plain: str, place: Place) -> SealedText:
        """Return ``plain`` encrypted and bound to ``place``."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._aead.encrypt(nonce, plain.encode(), VERSION + place.binding)
        return SealedText(VERSION + nonce + sealed)

    def open(self, sealed: SealedText, place: Place) -> str:
        """Return the text sealed for ``place``.

        Raises:
            CannotOpen: for another key, another place or a changed token.
        """
        version, rest = sealed.token[:1], sealed.token[1:]
        nonce, body = rest[:NONCE_BYTES], rest[NONCE_BYTES:]
        if version != VERSION or len(nonce) < NONCE_BYTES:
            raise CannotOpen("This is not a sealed text of a known version.")
        try:
            return self._aead.decrypt(nonce, body, version + place.binding).decode()
        except InvalidTag as wrong:
            raise CannotOpen(
                "This text was sealed with another key or for another place."
            ) from wrong


def new_key() -> str:
    """Return a fresh sealing key, as it stands in the configuration."""
    return base64.urlsafe_b64encode(os.urandom(KEY_BYTES)).decode()


class Sealed(TypeDecorator[SealedText]):
    """Column type of confidential text."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: SealedText | None, dialect: Dialect) -> Any:  # noqa: ARG002 - SQLAlchemy's signature
        """Refuse anything that was not sealed."""
        if value is None:
            return None
        if not isinstance(value, SealedText):
            raise TypeError("A sealed column takes sealed text only.")
        return value.token

    def process_result_value(self, value: Any, dialect: Dialect) -> SealedText | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Give the token back as sealed text."""
        return None if value is None else SealedText(bytes(value))
