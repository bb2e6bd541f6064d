"""Attaching and removing files: the rows of what is stored already."""

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import delete, insert, select
from sqlmodel import Session

from app.access.viewer import Viewer
from app.audit import actions as audit
from app.audit.actions import Plain
from app.audit.events import Event
from app.core import clock
from app.core.errors import NotFound, Refusal
from app.core.seal import CannotOpen, Key, Seal
from app.files import sealing, waiting
from app.files.queries import attachment, used_by
from app.files.readying import Ready
from app.files.rules import MEGABYTE, MOST_OF_ITEM, QUOTA, SENTENCES, THERE_ALREADY, TOO_MANY
from app.files.verdict import Why
from app.sealing.keys import Opened


class NotTaken(Refusal):
    """A file does not fit beside what is attached already."""

    status = 422


@dataclass(frozen=True, slots=True)
class Room:
    """How much room there is: the members it is taken from, their megabytes, and the keys.

    ``record`` is the item where it is confidential: its files hang on its key, names as well.
    ``member`` is for whom is attached, None for the viewer's own.
    """

    seal: Seal
    owners: Collection[str]
    most: int
    record: Opened | None = None
    member: str | None = None

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
    member: str | None = None


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
    keep(db, viewer, ready, Under(item_id, item_id, of_item, digest, secret, room.member))


def keep(db: Session, viewer: Viewer, ready: Ready, under: Under) -> None:
    """Write the row of a stored file, and that it was attached; the caller saw that it fits.

    One that waits for the virus scanner is recorded of nothing: who reads the history of a thing
    learns of it when it is there.

    Raises:
        NotTaken: where as many wait as may, and always where what waits would be its own record.
    """
    if ready.original and not _may_wait(db, viewer, under):
        raise NotTaken(SENTENCES[Why.NOT_SCANNED])
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
        "original": ready.original,
        "wrapped": sealing.wrap(under.key, ready.key, record, ready.id),
        "person_id": viewer.person_id,
        "office_id": viewer.office.id if viewer.office else None,
        "member": under.member or viewer.member,
        "at": clock.now(),
    }
    db.execute(insert(attachment).values(values))
    detail: dict[str, Plain] = {"file": ready.id, "kind": str(ready.kind), "size": ready.size}
    event = Event.FILE_WAITS if ready.original else Event.FILE_ATTACHED
    subject = None if ready.original else under.subject
    audit.record(db, event, viewer=viewer, subject=subject, detail=detail)


def _may_wait(db: Session, viewer: Viewer, under: Under) -> bool:
    return under.item is not None and waiting.left(db.connection(), viewer.member) > 0


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


def remove(
    db: Session, viewer: Viewer, item_id: str, file_id: str, member: str | None = None
) -> None:
    """Take a file of ``member`` off an item that this act holds: from now on nobody can open it.

    None is the viewer's own.

    Raises:
        NotFound: when it is not attached to this item, or by another member.
    """
    wanted = (
        attachment.c.id == file_id,
        attachment.c.item_id == item_id,
        attachment.c.member == (member or viewer.member),
    )
    gone = db.execute(delete(attachment).where(*wanted).returning(attachment.c.original)).first()
    if gone is None:
        raise NotFound
    subject = None if gone.original else item_id
    audit.record(db, Event.FILE_REMOVED, viewer=viewer, subject=subject, detail={"file": file_id})
