"""Attaching and removing files.

A file is stored first and its row written in the act: where the act fails, what lies there opens
for nobody, and is swept away a day later.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from hashlib import sha256

from sqlalchemy import delete, insert, select
from sqlmodel import Session

from app.access.viewer import Viewer
from app.audit import actions as audit
from app.audit.actions import Plain
from app.audit.events import Event
from app.core import clock
from app.core.errors import NotFound, Refusal
from app.core.ids import new_id
from app.core.seal import CannotOpen, Key, Seal
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
from app.files.verdict import Kind, Refused, Why
from app.sealing.keys import Opened


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
    """How much room there is: the members it is taken from, their megabytes, and the keys.

    ``record`` is the item where it is confidential: its files hang on its key, names as well.
    """

    seal: Seal
    owners: Collection[str]
    most: int
    record: Opened | None = None

    def take(self, db: Session, viewer: Viewer, thing_id: str, ready: Ready) -> None:
        """Attach a stored file to the item; raises as ``attach``."""
        attach(db, viewer, thing_id, ready, self)


@dataclass(frozen=True, slots=True)
class Under:
    """Where a file is kept: ``key`` is that of its record, ``secret`` seals its name as well.

    ``item`` is None where the file is its own record; what happened is recorded of ``subject``.
    """

    subject: str
    item: str | None
    key: Key = field(repr=False)
    digest: str
    secret: bool


def make_ready(
    store: Store,
    given_name: str,
    content: bytes,
    patience: Patience,
    kinds: Collection[Kind] = tuple(Kind),
) -> Ready:
    """Examine a file and store what may be kept of it, encrypted, where it is one of ``kinds``.

    Raises:
        verdict.Refused: when it is not taken.
        NotKept: when the store does not take it.
    """
    found = examining.examine(content, patience)
    if found.kind not in kinds:
        raise Refused(Why.NOT_PAPER)
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
        CannotOpen: when the item is sealed for others.
    """
    secret = room.record is not None
    of_item = (room.record or sealing.open_to_all(db, room.seal, item_id)).key
    if of_item is None:
        raise CannotOpen("The item is sealed for others.")
    digest = of_item.mark(ready.sha256) if secret else ready.sha256
    _ensure_room(db, item_id, digest, ready.size, room)
    keep(db, viewer, ready, Under(item_id, item_id, of_item, digest, secret=secret))


def keep(db: Session, viewer: Viewer, ready: Ready, under: Under) -> None:
    """Write the row of a stored file, and that it was attached; the caller saw that it fits."""
    secret, record = under.secret, under.item or ready.id
    values = {
        "id": ready.id,
        "item_id": under.item,
        "name": "" if secret else ready.name,
        "sealed_name": sealing.seal_name(ready.key, ready.name, ready.id) if secret else None,
        "kind": str(ready.kind),
        "size": ready.size,
        "sha256": under.digest,
        "place": ready.place,
        "wrapped": sealing.wrap(under.key, ready.key, record, ready.id),
        "person_id": viewer.person_id,
        "office_id": viewer.office.id if viewer.office else None,
        "member": viewer.member,
        "at": clock.now(),
    }
    db.execute(insert(attachment).values(values))
    detail: dict[str, Plain] = {"file": ready.id, "kind": str(ready.kind), "size": ready.size}
    audit.record(db, Event.FILE_ATTACHED, viewer=viewer, subject=under.subject, detail=detail)


def _ensure_room(db: Session, item_id: str, digest: str, size: int, room: Room) -> None:
    of_item = attachment.c.item_id == item_id
    there = db.execute(select(attachment.c.sha256).where(of_item)).scalars().all()
    if digest in there:
        raise NotTaken(THERE_ALREADY)
    if len(there) >= MOST_OF_ITEM:
        raise NotTaken(TOO_MANY)
    ensure_space(db, room.owners, size, room.most)


def ensure_space(db: Session, owners: Collection[str], size: int, most: int) -> None:
    """Let a file of ``size`` bytes be kept in the ``most`` megabytes of ``owners``.

    Raises:
        NotTaken: when it has no room there.
    """
    of_members = next(iter(attachment.c.member.foreign_keys)).column
    held = select(of_members).where(of_members.in_(owners)).order_by(of_members)
    db.execute(held.with_for_update(key_share=True))  # two at once would find the same room
    if used_by(db.connection(), owners) + size > most * MEGABYTE:
        raise NotTaken(QUOTA, most=most)


def remove(db: Session, viewer: Viewer, item_id: str, file_id: str) -> None:
    """Take a file off an item that this act holds: from the commit on nobody can open it.

    Raises:
        NotFound: when it is not attached to this item, or by another member.
    """
    wanted = (
        attachment.c.id == file_id,
        attachment.c.item_id == item_id,
        attachment.c.member == viewer.member,
    )
    gone = db.execute(delete(attachment).where(*wanted).returning(attachment.c.id)).first()
    if gone is None:
        raise NotFound
    audit.record(db, Event.FILE_REMOVED, viewer=viewer, subject=item_id, detail={"file": file_id})
