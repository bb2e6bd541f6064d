"""A practice that is out is retired by its office, or hidden by the Secretariat; both come back.

Retired, its readers still read it, with the reason, and it is not listed unless asked for. Hidden,
its office and the Secretariat alone see it.
"""

from sqlmodel import Session

from app.access.audience import labels_of_draft, labels_of_submitted
from app.access.labels import SECRETARIAT
from app.access.policy import P, ensure
from app.access.viewer import Viewer
from app.audit import actions as audit
from app.audit.events import Event
from app.core import clock
from app.directory.still_acting import ensure_still_acts
from app.following import happenings
from app.following.rules import What as Followed
from app.items import actions as items
from app.items.models import Item
from app.items.queries import Matter
from app.notifications import actions as notifications
from app.notifications.post import Post
from app.practices import around, letters, searching, telling
from app.practices.actions import open_to
from app.practices.holding import entry_of, move, row_of, stand_behind
from app.practices.joining import agreement
from app.practices.joining.rules import Act as Together
from app.practices.rules import Act, What


def retire(db: Session, viewer: Viewer, matter: Matter, reason: str, *, version: int) -> None:
    """Say why a published practice is no longer used; its readers go on reading it, with that.

    Raises:
        Conflict: when it has changed since it was read, the office has changed hands, or not all
            its owners agreed.
        Forbidden: when the office may no longer do this.
    """
    ensure(ensure_still_acts(db, viewer), P.PRACTICE_RETIRE, matter)
    agreement.ensure_agreed(db, matter, Together.RETIRE)
    moved = move(db, matter, Act.RETIRE, version)
    _set_aside(db, moved, retired_reason=reason, retired_on=clock.today())
    open_to(db, moved, matter.owners)
    happenings.note(db, viewer, moved.id, Followed.RETIRED)
    audit.record(db, Event.PRACTICE_RETIRED, viewer=viewer, subject=moved.id)


def revive(db: Session, viewer: Viewer, matter: Matter, *, version: int) -> None:
    """Say that a retired practice is used again, as it stands: it is confirmed by that.

    Raises:
        Conflict: when it has changed since it was read, or the office has changed hands.
        Forbidden: when the office may no longer do this.
    """
    ensure(ensure_still_acts(db, viewer), P.PRACTICE_RETIRE, matter)
    moved = move(db, matter, Act.REVIVE, version)
    _set_aside(db, moved, retired_reason=None, retired_on=None)
    stand_behind(db, moved.id)
    open_to(db, moved, matter.owners)
    audit.record(db, Event.PRACTICE_REVIVED, viewer=viewer, subject=moved.id)


def _set_aside(db: Session, moved: Item, **why: object) -> None:
    """Note why a practice rests, or that it does not; what was wished of its readers is gone."""
    db.execute(row_of(moved.id).values(**why, wished=None, reason=None))
    notifications.done_waiting(db, moved.id)


def hide(  # noqa: PLR0913 - who, what, why, and how to tell
    db: Session, viewer: Viewer, matter: Matter, reason: str, post: Post, *, version: int
) -> None:
    """Take a practice out of its readers' sight, with a reason to its office.

    Raises:
        Conflict: when it has changed since it was read.
    """
    moved = move(db, matter, Act.HIDE, version)
    _set_aside(db, moved, hidden_reason=reason)
    items.relabel(db, moved, labels_of_submitted(matter.owners))
    searching.remove(db, moved.id)
    around.hush(db, moved.id)
    _tell(db, matter, What.HIDDEN, post)
    audit.record(db, Event.PRACTICE_HIDDEN, viewer=viewer, subject=moved.id)


def show(db: Session, viewer: Viewer, matter: Matter, post: Post, *, version: int) -> None:
    """Let the readers of a hidden practice see it again, as it was: published, or retired.

    Raises:
        Conflict: when it has changed since it was read.
    """
    retired = entry_of(db, (SECRETARIAT,), matter.id).retired_on is not None
    moved = move(db, matter, Act.SHOW_RETIRED if retired else Act.SHOW, version)
    db.execute(row_of(moved.id).values(hidden_reason=None))
    telling.wait_for_word(db, open_to(db, moved, matter.owners))
    _tell(db, matter, What.SHOWN, post)
    audit.record(db, Event.PRACTICE_SHOWN, viewer=viewer, subject=moved.id)


def _tell(db: Session, matter: Matter, what: What, post: Post) -> None:
    notifications.tell(db, matter.id, labels_of_draft(matter.owners), what)
    letters.write(db, post, entry_of(db, (SECRETARIAT,), matter.id), what)
