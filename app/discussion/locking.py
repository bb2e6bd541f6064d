"""Nobody writes under an item while the Secretariat lets nobody: it says why in a sentence."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select
from sqlmodel import Session

from app.access.viewer import Viewer
from app.audit import actions as audit
from app.audit.events import Event
from app.core.db import table
from app.core.errors import Conflict
from app.core.i18n import N_
from app.core.reading import Reading
from app.discussion.models import CommentLock
from app.items.models import Item

lock_of = table(CommentLock)
item = table(Item)
_LOCKED = Reading(select(lock_of.c.id).where(lock_of.c.about == bindparam("about")))


class Locked(Conflict):
    """The Secretariat lets nobody write there for now."""

    message = N_("The Secretariat closed these comments, so nothing was written.")


def ensure_unlocked(conn: Connection, about: str) -> None:
    """Let pass while comments on an item are open.

    Raises:
        Locked: while they are not.
    """
    if _LOCKED.first(conn, {"about": about}) is not None:
        raise Locked


def lock(db: Session, viewer: Viewer, about: str, sentence: str, at: datetime) -> None:
    """Let nobody write under an item, and say why.

    Raises:
        Conflict: where somebody else did so meanwhile.
    """
    db.execute(select(item.c.id).where(item.c.id == about).with_for_update())
    if _LOCKED.first(db.connection(), {"about": about}) is not None:
        raise Conflict
    db.add(CommentLock(about=about, sentence=sentence, at=at))
    db.flush()
    audit.record(db, Event.COMMENTS_LOCKED, viewer=viewer, subject=about)


def unlock(db: Session, viewer: Viewer, about: str, seen: str) -> None:
    """Let people write under an item again; ``seen`` is the lock that was looked at.

    Raises:
        Conflict: where that lock is there no more.
    """
    gone = delete(lock_of).where(lock_of.c.about == about, lock_of.c.id == seen)
    if db.execute(gone.returning(lock_of.c.id)).first() is None:
        raise Conflict
    audit.record(db, Event.COMMENTS_UNLOCKED, viewer=viewer, subject=about)
