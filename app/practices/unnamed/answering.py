"""The word of a member on what was entered by its letter and published without its name.

No record, notice or letter says who gave it: whoever may know opens whose the practice is.
"""

from sqlalchemy import select
from sqlmodel import Session

from app.access.labels import SECRETARIAT
from app.access.policy import P, ensure
from app.access.viewer import ANYONE, Viewer
from app.audit import actions as audit
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict, NotFound
from app.core.i18n import N_
from app.core.seal import Seal
from app.directory.still_acting import ensure_still_acts
from app.following import happenings
from app.following.rules import What as Followed
from app.items.models import Item
from app.items.queries import Matter, readers
from app.notifications import actions as notifications
from app.notifications.post import Post
from app.practices import afterwards, journal, letters, searching, views
from app.practices.holding import confirm_from, entry_of, row_of
from app.practices.models import Practice
from app.practices.rules import What
from app.practices.unnamed import sealed
from app.practices.unnamed.known import answered

practice = table(Practice)

ANSWERED = N_(
    "Your member has confirmed or refused this practice, or did not ask for it by letter."
    " Write to the Secretariat to have it withdrawn."
)


def confirm(  # noqa: PLR0913 - who, what, until when, and how it is known whose it is
    db: Session, viewer: Viewer, matter: Matter, seal: Seal, months: int | None, *, version: int
) -> None:
    """Say that the words are right; readers see the day, and nobody who said so.

    Raises:
        NotFound: for whoever it is not of.
        Conflict: when it was answered, or has changed since it was read.
    """
    ensure(ensure_still_acts(db, viewer), P.PRACTICE_WRITE)
    _answer(db, viewer, matter, seal, version)
    kept = select(practice.c.confirm_months).where(practice.c.item_id == matter.id)
    confirm_from(db, matter.id, clock.today(), months or db.execute(kept).scalar_one())
    views.forget(db, matter.id)
    journal.note(db, matter.id)
    entry = entry_of(db, (SECRETARIAT,), matter.id)
    searching.put(db, entry, readers(db.connection(), matter.id))
    happenings.note(db, ANYONE, matter.id, Followed.CONFIRMED)
    audit.record(db, Event.PRACTICE_CONFIRMED, subject=matter.id)


def refuse(  # noqa: PLR0913 - who, what, why, and how to tell
    db: Session,
    viewer: Viewer,
    matter: Matter,
    seal: Seal,
    reason: str,
    *,
    post: Post,
    version: int,
) -> None:
    """Take it out, with a reason that the Secretariat reads.

    Raises:
        NotFound: for whoever it is not of.
        Conflict: when it was answered, or has changed since it was read.
    """
    ensure(ensure_still_acts(db, viewer), P.PRACTICE_NAME)
    held = _answer(db, viewer, matter, seal, version)
    afterwards.withdraw(db, ANYONE, matter, version=held.version)
    db.execute(row_of(matter.id).values(reason=reason))
    notifications.tell(db, matter.id, {SECRETARIAT}, What.REFUSED)
    letters.write_to_secretariat(db, post, entry_of(db, (SECRETARIAT,), matter.id), What.REFUSED)
    audit.record(db, Event.PRACTICE_REFUSED, subject=matter.id)


def _answer(db: Session, viewer: Viewer, matter: Matter, seal: Seal, version: int) -> Item:
    """Hold a practice of the viewer's member as it was read, and note that it has its word."""
    held = db.get_one(Item, matter.id, with_for_update=True, populate_existing=True)
    if not sealed.is_owner(db.connection(), seal, viewer, matter):
        raise NotFound
    if (held.version, held.stage) != (version, matter.stage):
        raise Conflict
    if not answered(db, held.id, clock.today()):
        raise Conflict(ANSWERED)
    held.version += 1
    db.flush()
    return held
