"""The letter of an office as a file: sealed for its member and the Secretariat, and for nobody."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete, insert, select
from sqlmodel import Session

from app.access.audience import labels_of_submitted
from app.access.viewer import Viewer
from app.core.db import table
from app.core.errors import NotFound
from app.core.i18n import N_
from app.core.seal import Seal
from app.files import apart
from app.files.actions import NotTaken
from app.files.apart import Apart
from app.files.readying import Ready
from app.practices.behalf.models import PracticeLetter

letter = table(PracticeLetter)

MOST = 3
"""Files of one letter."""
TOO_MANY = N_("At most 3 files belong to one letter.")


@dataclass(frozen=True, slots=True)
class Papers:
    """The letter of a practice of ``owners`` while an act holds it."""

    seal: Seal
    owners: Collection[str]

    def take(self, db: Session, viewer: Viewer, thing_id: str, ready: Ready) -> None:
        """Attach a stored file.

        Raises:
            NotTaken: when it is there already, or there are as many as may be.
        """
        wanted = select(letter.c.attachment_id).where(letter.c.item_id == thing_id)
        there = list(db.execute(wanted).scalars())
        if len(there) >= MOST:
            raise NotTaken(TOO_MANY)
        room = Apart(self.seal, labels_of_submitted(self.owners), 0, there)
        apart.attach(db, viewer, thing_id, ready, room)
        db.execute(insert(letter).values(attachment_id=ready.id, item_id=thing_id))


def remove(db: Session, viewer: Viewer, item_id: str, file_id: str) -> None:
    """Take a file of the letter away before the entry is published.

    Raises:
        NotFound: when it is none of these.
    """
    mine = (letter.c.item_id == item_id, letter.c.attachment_id == file_id)
    if db.execute(delete(letter).where(*mine).returning(letter.c.item_id)).first() is None:
        raise NotFound
    apart.remove(db, viewer, item_id, file_id)
