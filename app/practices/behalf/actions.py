"""The acts on what is entered for an office: begun, published unconfirmed, refused by its office.

That the office confirms it is the confirmation of any practice (``practices.holding``).
"""

from datetime import date

from sqlalchemy import insert
from sqlmodel import Session

from app.access.audience import labels_of_submitted
from app.access.labels import SECRETARIAT
from app.access.policy import P, ensure
from app.access.viewer import Viewer
from app.audit import actions as audit
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.core.i18n import N_
from app.directory.still_acting import ensure_still_acts
from app.items import actions as items
from app.items.models import Item
from app.items.queries import Matter
from app.notifications import actions as notifications
from app.notifications.post import Post
from app.practices import actions, afterwards, embargo, letters, telling
from app.practices.behalf.known import answered
from app.practices.behalf.models import PracticeBehalf
from app.practices.behalf.papers import LETTERS
from app.practices.behalf.queries import Seat
from app.practices.entry import Changes
from app.practices.holding import entry_of, move, row_of
from app.practices.refusals import NoLetter, NotSourced
from app.practices.rules import SERIES, Act, Stage, What

behalf = table(PracticeBehalf)

ANSWERED = N_(
    "Your office has confirmed this entry, or the Secretariat did not make it for your office."
    " Withdraw or change it instead."
)


def begin(db: Session, viewer: Viewer, seat: Seat, asked_on: date, changes: Changes) -> Item:
    """Begin an entry for an office, whose own it is: it and the Secretariat see it from now on."""
    viewer = ensure_still_acts(db, viewer)
    made = actions.create(db, viewer, [seat.member], changes, stage=Stage.ON_BEHALF)
    made.office_id = seat.id
    db.flush()
    db.execute(
        insert(behalf).values(item_id=made.id, office_id=seat.id, asked_on=asked_on, refused=False)
    )
    return made


def enter(db: Session, viewer: Viewer, matter: Matter, post: Post, *, version: int) -> Stage:
    """Publish an entry for its office, today or for the day it wishes; return the stage.

    The office is told, and it waits for its word; where nobody holds it, for the next holder.

    Raises:
        NoLetter: while the letter is not attached.
        NotSourced: when it does not say where it comes from.
        Conflict: when it has changed since it was read.
    """
    viewer = ensure_still_acts(db, viewer)
    ensure(viewer, P.PRACTICE_ENTER, matter)
    entry = entry_of(db, (SECRETARIAT,), matter.id)
    later = embargo.waits(entry)
    moved = move(db, matter, Act.ENTER_LATER if later else Act.ENTER, version)
    if not LETTERS.files(db.connection(), matter.id):
        raise NoLetter
    if not entry.is_sourced:
        raise NotSourced
    moved.number = moved.number or items.next_number(db, SERIES)
    audit.record(db, Event.PRACTICE_ENTERED, viewer=viewer, subject=matter.id)
    if later:
        items.relabel(db, moved, labels_of_submitted(matter.owners))
        telling.of_publication(db, post, entry_of(db, (SECRETARIAT,), matter.id))
        return Stage.APPROVED
    actions.announce(db, viewer, moved, matter, post)
    return Stage.PUBLISHED


def refuse(  # noqa: PLR0913 - who, what, why, and how to tell
    db: Session, viewer: Viewer, matter: Matter, reason: str, post: Post, *, version: int
) -> None:
    """Take out what was entered for the viewer's office, with a reason to the Secretariat.

    Raises:
        Conflict: when the office has answered already, or it has changed since it was read.
        Forbidden: when the office may no longer do this.
    """
    ensure(ensure_still_acts(db, viewer), P.PRACTICE_REFUSE, matter)
    afterwards.withdraw(db, viewer, matter, version=version)
    if not answered(db, matter.id, clock.today(), refused=True):
        raise Conflict(ANSWERED)
    db.execute(row_of(matter.id).values(reason=reason))
    notifications.tell(db, matter.id, {SECRETARIAT}, What.REFUSED)
    letters.write_to_secretariat(db, post, entry_of(db, viewer.labels, matter.id), What.REFUSED)
    audit.record(db, Event.PRACTICE_REFUSED, viewer=viewer, subject=matter.id)
