"""Keys of files: each file has its own, wrapped by the key of the item it belongs to.

Whoever cannot open the item's key cannot open its files, and where that key is destroyed they are
noise. A practice has no confidential words and so no key until something is attached: it gets one,
wrapped for the party ``files``, which every portal with the installation's key can open; who reads
a practice is decided by its labels alone.
"""

from dataclasses import dataclass, field

from sqlalchemy import Connection, select
from sqlmodel import Session

from app.core.seal import CannotOpen, Key, Seal
from app.sealing import wrapping
from app.sealing.keys import Keys, record_key

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


def wrap(db: Session, seal: Seal, key: Key, item: str, attachment: str) -> bytes:
    """Return the key of a file wrapped by that of its item, which gets one where it has none."""
    opened = wrapping.held(db, seal, item, PARTIES) or wrapping.begin(db, seal, item, PARTIES)
    if opened.key is None:
        raise CannotOpen("The item is sealed for others.")
    return opened.key.wrap(key, _bound(item, attachment))


def unlocker(
    conn: Connection, seal: Seal, item: str, attachment: str, wrapped: bytes
) -> "Unlocker":
    """Return what opens a file of ``item``.

    Raises:
        CannotOpen: where the item's key is gone, or the row was changed.
    """
    wanted = record_key.c.record == item, record_key.c.party.in_(PARTIES)
    row = conn.execute(select(record_key.c.wrapped).where(*wanted)).first()
    if row is None:
        raise CannotOpen("The key of this item is not there.")
    of_item = Keys(conn, seal, PARTIES).unwrap(item, bytes(row.wrapped))
    return Unlocker(of_item.unwrap(wrapped, _bound(item, attachment)), attachment)


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


def _meant(attachment: str) -> bytes:
    return f"attachment\x1f{attachment}".encode()


def _bound(item: str, attachment: str) -> bytes:
    return f"attachment-key\x1f{item}\x1f{attachment}".encode()
