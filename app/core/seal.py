"""Confidential text at rest: keys that seal, tokens bound to where they stand, the sealed column.

Three rings: the installation's keys (from the configuration, never in the database) wrap the keys
of parties, these wrap the keys of records, these seal texts (see ``app/sealing``). Everything is
AES-256-GCM. A ``Sealed`` column takes and gives ``SealedText`` only; plain text is refused by its
type, so that confidential words cannot slip into a column, a letter or a search entry unsealed.
"""

import base64
import hmac
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Dialect, LargeBinary
from sqlalchemy.types import TypeDecorator

OLD = b"\x01"
"""Texts that the installation's key sealed itself, before records had keys."""
VERSION = b"\x02"
NONCE_BYTES = 12
KEY_BYTES = 32
FINGERPRINT_BYTES = 8
WRONG = "This was sealed with another key or for another place, or was changed."


class CannotOpen(Exception):
    """The token was made with another key, for another place or party, or was changed."""


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

    @property
    def is_old(self) -> bool:
        """Whether the installation's key sealed it, and no key of a record."""
        return self.token[:1] == OLD


class Key:
    """A key that seals bytes, each token bound to what it is meant for."""

    __slots__ = ("_aead", "_secret")

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._aead = AESGCM(secret)

    @classmethod
    def new(cls) -> Self:
        """Return a fresh random key."""
        return cls(os.urandom(KEY_BYTES))

    def seal(self, plain: bytes, bound: bytes) -> bytes:
        """Return ``plain`` encrypted and bound to ``bound``."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._aead.encrypt(nonce, plain, bound)

    def open(self, token: bytes, bound: bytes) -> bytes:
        """Return what was sealed for ``bound``.

        Raises:
            CannotOpen: for another key, another meaning or a changed token.
        """
        nonce, body = token[:NONCE_BYTES], token[NONCE_BYTES:]
        try:
            return self._aead.decrypt(nonce, body, bound)
        except (InvalidTag, ValueError) as wrong:
            raise CannotOpen(WRONG) from wrong

    def wrap(self, other: "Key", bound: bytes) -> bytes:
        """Return the key ``other`` sealed with this one."""
        return self.seal(other._secret, bound)  # noqa: SLF001 - a key's own class

    def unwrap(self, token: bytes, bound: bytes) -> "Key":
        """Return the key that was wrapped for ``bound``.

        Raises:
            CannotOpen: as ``open``.
        """
        return Key(self.open(token, bound))

    def mark(self, plain: str) -> str:
        """Return what tells two texts apart under this key, and nothing to who has not got it."""
        return hmac.new(self._secret, f"mark\x1f{plain}".encode(), "sha256").hexdigest()

    def seal_text(self, plain: str, place: Place) -> SealedText:
        """Return ``plain`` encrypted and bound to ``place``."""
        return SealedText(VERSION + self.seal(plain.encode(), VERSION + place.binding))

    def open_text(self, sealed: SealedText, place: Place) -> str:
        """Return the text sealed for ``place``.

        Raises:
            CannotOpen: for another key, another place or a changed token.
        """
        if sealed.token[:1] != VERSION:
            raise CannotOpen("This is not a sealed text of a known version.")
        return self.open(sealed.token[1:], VERSION + place.binding).decode()


@dataclass(frozen=True, slots=True)
class Master:
    """One of the installation's keys: its name that tells nothing of it, and what it does."""

    fingerprint: str
    wrapping: Key = field(repr=False)
    old: Key = field(repr=False)

    @classmethod
    def of(cls, written: str) -> Self:
        """Return the key written as base64 of 32 bytes or more.

        Raises:
            ValueError: when it is anything else.
        """
        secret = base64.b64decode(written, altchars=b"-_", validate=True)
        if len(secret) < KEY_BYTES:
            raise ValueError("The sealing key needs at least 32 bytes.")
        name = _derived(secret, b"focal-point-portal/fingerprint/1", FINGERPRINT_BYTES)
        return cls(
            fingerprint=name.hex(),
            wrapping=Key(_derived(secret, b"focal-point-portal/wrap/1", KEY_BYTES)),
            old=Key(_derived(secret, b"focal-point-portal/seal/1", KEY_BYTES)),
        )


def _derived(secret: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt=None, info=info).derive(secret)


@dataclass(frozen=True, slots=True)
class Party:
    """A party's key, opened."""

    name: str
    key: Key = field(repr=False)


class Seal:
    """The installation's keys, and those of parties that this process has opened with them."""

    def __init__(self, keys: str) -> None:
        """Read ``keys``: base64 of 32 bytes or more each, separated by white space, newest first.

        Raises:
            ValueError: when one of them is anything else, or there is none.
        """
        self.masters: Sequence[Master] = [Master.of(one) for one in keys.split() or [""]]
        self.parties: dict[str, Party] = {}
        """By the id of the key; an id never gets another key, so nothing here grows old."""

    @property
    def newest(self) -> Master:
        """The key that wraps; all of them unwrap."""
        return self.masters[0]

    def master(self, fingerprint: str) -> Master:
        """Return the key of that fingerprint.

        Raises:
            CannotOpen: when it is not among ours.
        """
        for one in self.masters:
            if one.fingerprint == fingerprint:
                return one
        raise CannotOpen(f"The key {fingerprint} is not in PORTAL_SEAL_KEY.")

    def open_old(self, sealed: SealedText, place: Place) -> str:
        """Return a text that was sealed before records had keys.

        Raises:
            CannotOpen: for another key, another place or a changed token.
        """
        for one in self.masters:
            try:
                return one.old.open(sealed.token[1:], OLD + place.binding).decode()
            except CannotOpen:
                continue
        raise CannotOpen(WRONG)


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
