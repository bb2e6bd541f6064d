"""Checkpoints: every so often the portal signs how far its record goes and what its head is.

Before it signs, it follows the chain from the checkpoint before: it never vouches for a record
that no longer follows from what it vouched for.
"""

import base64
from collections.abc import Iterator
from datetime import timedelta
from enum import StrEnum
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import Connection, Row, bindparam, insert, select
from sqlmodel import Session

from app.audit.chain import audit, body_of, head, written
from app.audit.models import AuditCheckpoint
from app.audit.verify import BEGINNING, EXPORT, SIGNED, Broken, canonical, link, signed_line
from app.core import clock
from app.core.db import table

checkpoint = table(AuditCheckpoint)
KEY_BYTES = 32
EVERY = timedelta(hours=1)
EVERY_ENTRIES = 1_000
_LAST = select(checkpoint).order_by(checkpoint.c.number.desc()).limit(1)
_ENTRIES = select(audit).where(audit.c.id > bindparam("after")).order_by(audit.c.id).limit(2_000)


class Kind(StrEnum):
    """Why a checkpoint was made."""

    REGULAR = "regular"
    ANCHOR = "anchor"
    EXPORT = EXPORT


class Signer:
    """Signs for one portal with its Ed25519 key."""

    def __init__(self, key: str, portal: str) -> None:
        """Take ``key``, 32 bytes in URL-safe base64, and the portal's address.

        Raises:
            ValueError: when ``key`` is anything else.
        """
        secret = base64.b64decode(key, altchars=b"-_", validate=True)
        if len(secret) != KEY_BYTES:
            raise ValueError("The key of the record is 32 bytes.")
        self._key = Ed25519PrivateKey.from_private_bytes(secret)
        self.portal = portal

    @property
    def public(self) -> str:
        """The public key, in hexadecimal: what an export is checked with."""
        raw = self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return raw.hex()

    def end(self, number: int, kind: Kind, entries: int, found: str) -> dict[str, Any]:
        """Return checkpoint ``number`` over so many entries and the last one's hash, signed now."""
        row = {
            "number": number,
            "at": clock.wall(),
            "kind": str(kind),
            "portal": self.portal,
            "entries": entries,
            "hash": found,
            "key": self.public,
        }
        return {**row, "signature": self.seal(SIGNED, _said(row))}

    def seal(self, prefix: bytes, said: object) -> str:
        """Return the signature, in hexadecimal, over what is said; each purpose has its prefix."""
        return self._key.sign(prefix + canonical(said)).hex()


def last(conn: Connection) -> Row[Any] | None:
    """Return the last checkpoint."""
    return conn.execute(_LAST).first()


def is_due(conn: Connection) -> bool:
    """Whether the record has grown enough, or waited long enough, for a checkpoint."""
    found, (entries, _) = last(conn), head(conn)
    grown = entries - (found.entries if found else 0)
    waited = found is None or found.at <= clock.wall() - EVERY
    return grown >= EVERY_ENTRIES or (grown > 0 and waited)


def make(db: Session, signer: Signer, kind: Kind) -> dict[str, Any]:
    """Sign the record as it stands and keep the checkpoint.

    Raises:
        Broken: when the record does not follow from the last checkpoint.
    """
    conn = db.connection()
    before = last(conn)
    entries, found = _followed(conn, before)
    row = signer.end((before.number if before else 0) + 1, kind, entries, found)
    conn.execute(insert(checkpoint), row)
    return row


def _followed(conn: Connection, before: Row[Any] | None) -> tuple[int, str]:
    """Return number and hash of the head, having followed the chain from ``before``."""
    number, found = (before.entries, before.hash) if before else (0, BEGINNING)
    if number and number_and_hash(conn, number) != (number, found):
        raise Broken(f"Entry {number} is not what the last checkpoint signed.")
    for row in entries_after(conn, number):
        number += 1
        found = link(found, body_of(row))
        if (row["id"], row["hash"]) != (number, found):
            raise Broken(f"Entry {row['id']} does not follow from the entry before it.")
    return number, found


def number_and_hash(conn: Connection, number: int) -> tuple[int, str] | None:
    """Return the entry of that number as it stands."""
    row = conn.execute(select(audit.c.id, audit.c.hash).where(audit.c.id == number)).first()
    return (row.id, row.hash) if row else None


def entries_after(conn: Connection, number: int) -> Iterator[Any]:
    """Return the entries that come after ``number``, in order and not all at once."""
    while rows := conn.execute(_ENTRIES, {"after": number}).mappings().all():
        yield from rows
        number = rows[-1]["id"]


def line(row: Any) -> bytes:
    """Return a checkpoint's line in an export."""
    return signed_line(_said(row), row["key"], row["signature"])


def _said(row: Any) -> dict[str, Any]:
    """Return what a checkpoint says and its signature covers."""
    names = ("number", "kind", "portal", "entries", "hash")
    return {**{name: row[name] for name in names}, "at": written(row["at"])}


def new_key() -> str:
    """Return a fresh key, as it stands in the configuration."""
    return base64.urlsafe_b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode()
