"""Files that belong to no item: each is a record, its key wrapped for exactly those who read it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, select
from sqlmodel import Session

from app.access.viewer import Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.core.reading import Reading
from app.core.seal import CannotOpen, Seal
from app.files import actions
from app.files.actions import NotTaken, Under
from app.files.queries import KEPT, SCANNED, Kept, attachment, kept
from app.files.readying import Ready
from app.files.rules import THERE_ALREADY
from app.items.queries import LABELS, labels_given
from app.sealing import wrapping
from app.sealing.keys import Keys, wrapped_for

OF_RECORD = wrapped_for(attachment.c.id, LABELS).label("of_record")
"""The key of a file's record, wrapped for whoever reads; None where it is for others."""
_ONE = Reading(
    select(*KEPT, OF_RECORD).where(
        attachment.c.id == bindparam("id"), attachment.c.item_id.is_(None), SCANNED
    )
)


@dataclass(frozen=True, slots=True)
class Apart:
    """Whose files these become, and what there is already.

    ``readers`` are labels. What a member attaches is taken from its ``most`` megabytes; the
    Secretariat has no such room, since it keeps what is everybody's record.
    """

    seal: Seal
    readers: Collection[str]
    most: int
    there: Collection[str]


def attach(db: Session, viewer: Viewer, subject: str, ready: Ready, apart: Apart) -> None:
    """Keep a stored file as a record of its own; the caller binds it to ``subject``.

    Raises:
        NotTaken: when it is there already, or there is no room for it.
        CannotOpen: when what is there already is sealed for others.
    """
    if _is_there(db, viewer, ready, apart):
        raise NotTaken(THERE_ALREADY)
    if viewer.member:
        actions.ensure_space(db, [viewer.member], ready.size, apart.most)
    key = wrapping.begin(db, apart.seal, ready.id, apart.readers).key
    if key is None:
        raise CannotOpen("A record that was just begun is open.")
    under = Under(subject, None, key, key.mark(ready.sha256), secret=True)
    actions.keep(db, viewer, ready, under)


def find(conn: Connection, labels: Sequence[str], file_id: str) -> Kept | None:
    """Return a file whose key is wrapped for one of ``labels``, None for every other."""
    row = _ONE.first(conn, {"id": file_id, **labels_given(labels)})
    return None if row is None or row.of_record is None else kept(row)


def hand_on(
    db: Session, viewer: Viewer, seal: Seal, files: Collection[str], readers: Collection[str]
) -> None:
    """Let exactly ``readers`` open files that the viewer can open."""
    for one in files:
        wrapping.rewrap(db, seal, one, viewer.labels, readers)


def remove(db: Session, viewer: Viewer, subject: str, file_id: str) -> None:
    """Take a file of ``subject`` away: from the commit on nobody can open it."""
    forget(db, [file_id])
    record(db, Event.FILE_REMOVED, viewer=viewer, subject=subject, detail={"file": file_id})


def forget(db: Session, files: Collection[str]) -> None:
    """Take files away, and shred their keys: nobody opens what lies there until it is swept.

    An older backup that has the row has the key beside it, and comes back whole.
    """
    mine = attachment.c.id.in_(files), attachment.c.item_id.is_(None)
    gone = db.execute(delete(attachment).where(*mine).returning(attachment.c.id)).scalars().all()
    wrapping.forget(db, gone)


def _is_there(db: Session, viewer: Viewer, ready: Ready, apart: Apart) -> bool:
    """Whether one of the files there has the same content; each is marked by its own key."""
    keys = Keys(db.connection(), apart.seal, viewer.labels)
    wanted = attachment.c.id.in_(apart.there), OF_RECORD.is_not(None)
    rows = db.execute(
        select(attachment.c.id, attachment.c.sha256, OF_RECORD).where(*wanted),
        labels_given(viewer.labels),
    )
    return any(
        keys.unwrap(row.id, bytes(row.of_record)).mark(ready.sha256) == row.sha256 for row in rows
    )
