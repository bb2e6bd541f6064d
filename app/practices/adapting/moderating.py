"""The Secretariat hides what a member recorded, with a reason, and shows it again."""

from sqlmodel import Session

from app.access.viewer import Viewer
from app.audit.actions import record as note
from app.audit.events import Event
from app.notifications.post import Post
from app.practices.adapting import telling
from app.practices.adapting.holding import move, reopen
from app.practices.adapting.rules import (
    Act,
    What,
)
from app.practices.adapting.values import Adapted


def hide(  # noqa: PLR0913 - who, what, why, and how to tell
    db: Session, viewer: Viewer, found: Adapted, reason: str, post: Post | None, *, version: int
) -> None:
    """Let nobody read a record but its own office, which is told why, and the Secretariat.

    Raises:
        Conflict: when it is not shown, or changed since it was read.
    """
    moved, row = move(db, viewer, found, Act.HIDE, version)
    row.hidden_reason = reason
    reopen(db, moved, row)
    telling.author(db, post, moved, row.member, What.HIDDEN)
    note(db, Event.ADAPTATION_HIDDEN, viewer=viewer, subject=moved.id)


def show(db: Session, viewer: Viewer, found: Adapted, post: Post | None, *, version: int) -> None:
    """Let its readers read a record again that was hidden; its office is told.

    Raises:
        Conflict: when it is not hidden, or changed since it was read.
    """
    moved, row = move(db, viewer, found, Act.SHOW, version)
    row.hidden_reason = ""
    reopen(db, moved, row)
    telling.author(db, post, moved, row.member, What.SHOWN)
    note(db, Event.ADAPTATION_SHOWN, viewer=viewer, subject=moved.id)
