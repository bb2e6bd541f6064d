"""Keys of files: each file has its own, wrapped by the key of the item it belongs to.

Whoever cannot open the item's key cannot open its files, and where that key is destroyed they are
noise. A request and an offer have their key for their words, wrapped for those who read them; what
hangs there has its name sealed too. A practice has no confidential words and so no key until
something is attached: it gets one, wrapped for the party ``files``, which every portal with the
installation's key can open; who reads a practice is decided by its labels alone.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import Connection, select
from sqlmodel import Session

from app.core.seal import CannotOpen, Key, Seal
from app.sealing import wrapping
from app.sealing.keys import Keys, Opened, record_key

PARTY = "files"
PARTIES = (PARTY,)
VERSION = b"\x01"


@dataclass(frozen=True, slots=True)
class Locked:
    """A file encrypted under a key of its own."""

    content: bytes
    key: Key = field(repr=False)


def lock(content: bytes, attachment: str) -> Locked:
    """Return ``content`` encrypted for ``attachment``, an id, and for no other."""
    key = Key.new()
    return Locked(VERSION + key.seal(content, _meant(attachment)), key)


def lock_original(key: Key, content: bytes, attachment: str) -> bytes:
    """Return a file as it came, encrypted by the ``key`` of what is kept of it."""
    return VERSION + key.seal(content, _original(attachment))


def open_to_all(db: Session, seal: Seal, item: str) -> Opened:
    """Return an item whose files every portal opens; it gets a key where it has none."""
    return wrapping.held(db, seal, item, PARTIES) or wrapping.begin(db, seal, item, PARTIES)


def wrap(of_item: Key, key: Key, item: str, attachment: str) -> bytes:
    """Return the key of a file wrapped by that of its item."""
    return of_item.wrap(key, _bound(item, attachment))


def unlocker(of_item: Key, item: str, attachment: str, wrapped: bytes) -> "Unlocker":
    """Return what opens a file of ``item``, whose key is ``of_item``.

    Raises:
        CannotOpen: where the row was changed.
    """
    return Unlocker(of_item.unwrap(wrapped, _bound(item, attachment)), attachment)


def key_of_item(conn: Connection, seal: Seal, item: str, labels: Collection[str]) -> Key:
    """Return the key of an item for who reads by ``labels``.

    Raises:
        CannotOpen: where it is gone, or is wrapped for others.
    """
    parties = {*labels, *PARTIES}
    wanted = record_key.c.record == item, record_key.c.party.in_(parties)
    row = conn.execute(select(record_key.c.wrapped).where(*wanted)).first()
    if row is None:
        raise CannotOpen("The key of this item is not there.")
    return Keys(conn, seal, parties).unwrap(item, bytes(row.wrapped))


def seal_name(key: Key, name: str, attachment: str) -> bytes:
    """Return the name of a file sealed by its own ``key``."""
    return VERSION + key.seal(name.encode(), _named(attachment))


@dataclass(frozen=True, slots=True)
class Unlocker:
    """The key of one file in the hands of who may read it."""

    key: Key = field(repr=False)
    attachment: str

    def open(self, content: bytes) -> bytes:
        """Return a file as it was before it was encrypted.

        Raises:
            CannotOpen: for another file, or a changed one.
        """
        if content[:1] != VERSION:
            raise CannotOpen("This is not a file of a known version.")
        return self.key.open(content[1:], _meant(self.attachment))

    def original(self, content: bytes) -> bytes:
        """Return a file as it came.

        Raises:
            CannotOpen: as ``open``.
        """
        return self.key.open(content[1:], _original(self.attachment))

    def name(self, sealed: bytes) -> str:
        """Return the name that was sealed by the file's key.

        Raises:
            CannotOpen: for the name of another file, or a changed one.
        """
        return self.key.open(sealed[1:], _named(self.attachment)).decode()


def _named(attachment: str) -> bytes:
    return f"attachment-name\x1f{attachment}".encode()


def _original(attachment: str) -> bytes:
    return f"attachment-original\x1f{attachment}".encode()


def _meant(attachment: str) -> bytes:
    return f"attachment\x1f{attachment}".encode()


def _bound(item: str, attachment: str) -> bytes:
    return f"attachment-key\x1f{item}\x1f{attachment}".encode()
