"""What was made, sealed for one person: its key is wrapped for that person's label and no other."""

import logging
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import partial

from sqlalchemy import Connection, select
from sqlmodel import Session

from app.access.labels import person_label
from app.core.db import after_commit
from app.core.seal import CannotOpen, Key, Seal
from app.files.store import NotStored, Store
from app.sealing import wrapping
from app.sealing.keys import Keys, party_key, record_key

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Locked:
    """What lies in the store at ``place``, and the key that opens it."""

    place: str
    key: Key = field(repr=False)


def lock(store: Store, content: bytes, order_id: str) -> Locked:
    """Put ``content`` into the store, encrypted for that order and no other.

    Raises:
        NotStored: when the store does not take it.
    """
    key = Key.new()
    return Locked(store.put(key.seal(content, _meant(order_id))), key)


def wrap(db: Session, seal: Seal, order_id: str, person_id: str, key: Key) -> bytes:
    """Give the order its key, wrapped for the person alone; return ``key`` wrapped by it."""
    opened = wrapping.begin(db, seal, order_id, (person_label(person_id),))
    if opened.key is None:
        raise CannotOpen("A new record has a key.")
    return opened.key.wrap(key, _bound(order_id))


def opened(  # noqa: PLR0913, PLR0917 - what opens it, and what is opened
    conn: Connection, seal: Seal, store: Store, labels: Collection[str], order_id: str,
    place: str, wrapped: bytes,
) -> bytes:  # fmt: skip
    """Return what was locked, in the hands of whoever carries one of ``labels``.

    Raises:
        CannotOpen: for everybody but the person, or where the key is gone.
        NotStored: when the store does not give it.
    """
    wanted = record_key.c.record == order_id, record_key.c.party.in_(tuple(labels))
    row = conn.execute(select(record_key.c.wrapped).where(*wanted)).first()
    if row is None:
        raise CannotOpen("The key of this order is not there.")
    of_order = Keys(conn, seal, labels).unwrap(order_id, bytes(row.wrapped))
    return of_order.unwrap(wrapped, _bound(order_id)).open(store.get(place), _meant(order_id))


def discard(db: Session, store: Store | None, places: Collection[str]) -> None:
    """Delete what lies in the store once the act is done; what stays there is noise, and is swept.

    Without a ``store`` all of it waits to be swept.
    """
    if store is not None:
        for place in places:
            after_commit(db, partial(delete, store, place))


def delete(store: Store, place: str) -> None:
    """Delete what lies at ``place``; where the store does not answer, it is swept later."""
    try:
        store.delete(place)
    except NotStored as wrong:
        _log.warning("what was made for somebody stays in the store for now: %s", wrong)


def forget_party(db: Session, person_id: str) -> None:
    """Delete the keys of a person as a party, when nothing is wrapped for that person any more."""
    db.execute(party_key.delete().where(party_key.c.party == person_label(person_id)))


def _meant(order_id: str) -> bytes:
    return f"work-order\x1f{order_id}".encode()


def _bound(order_id: str) -> bytes:
    return f"work-order-key\x1f{order_id}".encode()
