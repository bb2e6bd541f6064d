"""The letters by which offices asked for something: files apart, bound to their item by a table.

Each room that keeps such letters has a table with the columns ``attachment_id`` and ``item_id``.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select
from sqlmodel import Session

from app.access.audience import labels_of_submitted
from app.access.viewer import Viewer
from app.core.errors import NotFound
from app.core.i18n import N_
from app.core.seal import Seal
from app.files import apart
from app.files.actions import NotTaken
from app.files.apart import OF_RECORD, Apart
from app.files.queries import KEPT, Attached, Kept, attachment, kept, opened
from app.files.readying import Ready
from app.files.verdict import Kind
from app.items.queries import labels_given
from app.sealing.keys import Keys

MOST = 3
"""Files of one letter."""
TOO_MANY = N_("At most 3 files belong to one letter.")
KINDS = (Kind.PDF, Kind.PNG, Kind.JPEG, Kind.WEBP, Kind.TEXT)
"""A letter is a document, a picture of one, or the words of a mail."""


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters of one room, bound by ``letter``: sealed for a member and the Secretariat."""

    letter: Table

    def read(
        self, conn: Connection, labels: Sequence[str], seal: Seal, item_id: str
    ) -> Sequence[Attached]:
        """Return the letter by which an item was asked for, as far as ``labels`` open it."""
        wanted: Any = (
            select(*KEPT, OF_RECORD)
            .join_from(self.letter, attachment, attachment.c.id == self.letter.c.attachment_id)
            .where(self.letter.c.item_id == item_id)
            .order_by(attachment.c.at, attachment.c.id)
        )
        rows = conn.execute(wanted, labels_given(labels)).all()
        keys = Keys(conn, seal, labels)
        return [
            opened(kept(row), keys.unwrap(row.id, bytes(row.of_record)))[0]
            for row in rows
            if row.of_record is not None
        ]

    def find(
        self, conn: Connection, labels: Sequence[str], item_id: str, file_id: str
    ) -> Kept | None:
        """Return a file of a letter, None where it is none, or is sealed for others."""
        mine = (self.letter.c.item_id == item_id, self.letter.c.attachment_id == file_id)
        if conn.execute(select(self.letter.c.item_id).where(*mine)).first() is None:
            return None
        return apart.find(conn, labels, file_id)

    def files(self, conn: Connection, item_id: str) -> Sequence[str]:
        """Return the ids of the files of a letter."""
        wanted = select(self.letter.c.attachment_id).where(self.letter.c.item_id == item_id)
        return conn.execute(wanted).scalars().all()

    def remove(self, db: Session, viewer: Viewer, item_id: str, file_id: str) -> None:
        """Take a file of a letter away.

        Raises:
            NotFound: when it is none of these.
        """
        mine = (self.letter.c.item_id == item_id, self.letter.c.attachment_id == file_id)
        gone = delete(self.letter).where(*mine).returning(self.letter.c.item_id)
        if db.execute(gone).first() is None:
            raise NotFound
        apart.remove(db, viewer, item_id, file_id)


@dataclass(frozen=True, slots=True)
class Papers:
    """The letter of an item of ``owners`` while an act holds it."""

    letters: Letters
    seal: Seal
    owners: Collection[str]

    def take(self, db: Session, viewer: Viewer, thing_id: str, ready: Ready) -> None:
        """Attach a stored file.

        Raises:
            NotTaken: when it is there already, or there are as many as may be.
        """
        there = self.letters.files(db.connection(), thing_id)
        if len(there) >= MOST:
            raise NotTaken(TOO_MANY)
        room = Apart(self.seal, labels_of_submitted(self.owners), 0, there)
        apart.attach(db, viewer, thing_id, ready, room)
        bound = {"attachment_id": ready.id, "item_id": thing_id}
        db.execute(insert(self.letters.letter).values(bound))
