"""Attaching and removing files.

A file is stored first and its row written in the act: where the act fails, what lies there opens
for nobody, and is swept away a day later.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import delete, insert, select
from sqlmodel import Session

from app.access.viewer import Viewer
from app.audit import actions as audit
from app.audit.actions import Plain
from app.audit.events import Event
from app.core import clock
from app.core.db import Database
from app.core.errors import NotFound, Refusal
from app.core.ids import new_id
from app.core.seal import Key, Seal
from app.files import examining, names, sealing
from app.files.examining import Patience
from app.files.queries import attachment, used_by
from app.files.rules import (
    MEGABYTE,
    MOST_OF_ITEM,
    QUOTA,
    THERE_ALREADY,
    TOO_MANY,
    NotKept,
)
from app.files.store import NotStored, Store
from app.files.verdict import Kind

ORPHANED = timedelta(days=1)
"""So long a file without a row is left: an act under way, or a backup, may still want it."""
AT_ONCE = 500


class NotTaken(Refusal):
    """A file does not fit beside what is attached already."""

    status = 422


@dataclass(frozen=True, slots=True)
class Ready:
    """A file that was examined and stored, and waits for its row."""

    id: str
    name: str
    kind: Kind
    size: int
    sha256: str
    place: str
    key: Key


@dataclass(frozen=True, slots=True)
class Room:
    """How much room there is: the owners of an item, their megabytes, and the keys."""

    seal: Seal
    owners: Collection[str]
    most: int


def make_ready(store: Store, given_name: str, content: bytes, patience: Patience) -> Ready:
    """Examine a file and store what may be kept of it, encrypted.

    Raises:
        verdict.Refused: when it is not taken.
        NotKept: when the store does not take it.
    """
    found = examining.examine(content, patience)
    made = new_id()
    locked = sealing.lock(found.content, made)
    try:
        place = store.put(locked.content)
    except NotStored as wrong:
        raise NotKept from wrong
    return Ready(
        id=made,
        name=names.cleaned(given_name, found.kind),
        kind=found.kind,
        size=len(found.content),
        sha256=sha256(found.content).hexdigest(),
        place=place,
        key=locked.key,
    )


def attach(db: Session, viewer: Viewer, item_id: str, ready: Ready, room: Room) -> None:
    """Attach a stored file to an item that this act holds.

    Raises:
        NotTaken: when it is there already, or there is no room for it.
    """
    of_item = attachment.c.item_id == item_id
    there = db.execute(select(attachment.c.sha256).where(of_item)).scalars().all()
    if ready.sha256 in there:
        raise NotTaken(THERE_ALREADY)
    if len(there) >= MOST_OF_ITEM:
        raise NotTaken(TOO_MANY)
    if used_by(db.connection(), room.owners) + ready.size > room.most * MEGABYTE:
        raise NotTaken(QUOTA, most=room.most)
    values = {
        "id": ready.id,
        "item_id": item_id,
        "name": ready.name,
        "kind": str(ready.kind),
        "size": ready.size,
        "sha256": ready.sha256,
        "place": ready.place,
        "wrapped": sealing.wrap(db, room.seal, ready.key, item_id, ready.id),
        "person_id": viewer.person_id,
        "office_id": viewer.office.id if viewer.office else None,
        "at": clock.now(),
    }
    db.execute(insert(attachment).values(values))
    detail: dict[str, Plain] = {"file": ready.id, "kind": str(ready.kind), "size": ready.size}
    audit.record(db, Event.FILE_ATTACHED, viewer=viewer, subject=item_id, detail=detail)


def remove(db: Session, viewer: Viewer, item_id: str, file_id: str) -> None:
    """Take a file off an item that this act holds: from the commit on nobody can open it.

    Raises:
        NotFound: when it is not attached to this item.
    """
    wanted = attachment.c.id == file_id, attachment.c.item_id == item_id
    gone = db.execute(delete(attachment).where(*wanted).returning(attachment.c.id)).first()
    if gone is None:
        raise NotFound
    audit.record(db, Event.FILE_REMOVED, viewer=viewer, subject=item_id, detail={"file": file_id})


def sweep(database: Database, store: Store) -> int:
    """Delete stored files that have had no row for a day; return how many."""
    before = clock.wall() - ORPHANED
    old = [place for place, written_at in store.places() if written_at < before]
    done = 0
    for first in range(0, len(old), AT_ONCE):
        some = old[first : first + AT_ONCE]
        for place in _without_row(database, some):
            store.delete(place)
            done += 1
    return done


def _without_row(database: Database, places: Sequence[str]) -> list[str]:
    with database.read() as conn:
        wanted = select(attachment.c.place).where(attachment.c.place.in_(places))
        there = set(conn.execute(wanted).scalars())
    return [place for place in places if place not in there]
