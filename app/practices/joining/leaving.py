"""An owner gives up its share, or is taken out because nobody holds its offices."""

from sqlmodel import Session

from app.access.labels import labels_of_members
from app.access.policy import P, ensure
from app.access.viewer import Viewer
from app.audit.events import Event
from app.core.errors import NotFound
from app.directory.still_acting import ensure_still_acts
from app.items.queries import Matter
from app.notifications import actions as notifications
from app.practices.clearing import telling as clearing
from app.practices.joining import owning, queries
from app.practices.joining.actions import record
from app.practices.joining.agreement import held_at, owners_of
from app.practices.joining.refusals import Held, LastOwner
from app.practices.joining.rules import What


def leave(db: Session, viewer: Viewer, matter: Matter, *, version: int) -> None:
    """Give up the share of the viewer's member; the last owner cannot.

    Raises:
        LastOwner: for the only owner.
        Conflict: when the practice has changed since it was read.
    """
    viewer = ensure_still_acts(db, viewer)
    ensure(viewer, P.PRACTICE_LEAVE, matter)
    _take_out(db, viewer, matter, viewer.member or "", What.LEFT, version=version)
    record(db, Event.OWNER_LEFT, viewer, matter.id, viewer.member or "")


def part(db: Session, viewer: Viewer, matter: Matter, code: str, *, version: int) -> None:
    """Take out an owner whose offices nobody holds, so that the others can go on.

    While it is contested who holds them, somebody does.

    Raises:
        Held: when somebody does.
        LastOwner: when it is the only owner.
        Conflict: when the practice has changed since it was read.
    """
    viewer = ensure_still_acts(db, viewer)
    ensure(viewer, P.PRACTICE_PART, matter)
    owners = queries.owners(db.connection(), viewer, matter.id)
    if any(one.code == code and one.held for one in owners):
        raise Held
    _take_out(db, viewer, matter, code, What.PARTED, version=version)
    notifications.tell(db, matter.id, labels_of_members([code]), What.PARTED)
    record(db, Event.OWNER_PARTED, viewer, matter.id, code)


def _take_out(  # noqa: PLR0913 - who, what, whom, from where, and what is said
    db: Session, viewer: Viewer, matter: Matter, code: str, what: What, *, version: int
) -> None:
    held = held_at(db, matter, version)
    rest = owners_of(db, matter.id) - {code}
    if code not in matter.owners:
        raise NotFound
    if not rest:
        raise LastOwner
    owning.give(db, viewer, held, rest)
    clearing.hush(db, matter.id, code)
    notifications.tell(db, matter.id, labels_of_members(rest), what)
