"""Files of a practice: attached and removed while its office writes it, and not later."""

from collections.abc import Sequence

from sqlalchemy import update
from sqlmodel import Session

from app.access.policy import P, ensure
from app.access.viewer import Viewer
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.directory.still_acting import ensure_still_acts
from app.files import actions as files
from app.files.actions import NotTaken, Ready, Room
from app.items.models import Item
from app.items.queries import Matter
from app.practices.rules import BEING_WRITTEN
from app.web.portal import Portal

item = table(Item)
Refusals = Sequence[tuple[str, NotTaken]]


def attach(
    db: Session, portal: Portal, viewer: Viewer, matter: Matter, ready: Sequence[Ready]
) -> Refusals:
    """Attach files that were examined; return those for which there is no room, each with why.

    Raises:
        Conflict: when the practice is no longer written, or the office no longer the viewer's.
    """
    hold(db, viewer, matter)
    room, refused = Room(portal.seal, matter.owners, portal.settings.files_quota), []
    for one in ready:
        try:
            files.attach(db, viewer, matter.id, one, room)
        except NotTaken as why:
            refused.append((one.name, why))
    return refused


def remove(db: Session, viewer: Viewer, matter: Matter, file_id: str) -> None:
    """Take a file off a practice.

    Raises:
        Conflict: as ``attach``.
        NotFound: when it is not attached.
    """
    hold(db, viewer, matter)
    files.remove(db, viewer, matter.id, file_id)


def hold(db: Session, viewer: Viewer, matter: Matter) -> None:
    """Hold office and practice until the act is done: the rule is asked again under both.

    Examining takes time. Whoever submits, withdraws or takes the office meanwhile was first. The
    version rises, so that nobody submits what was not on the page that was read.

    Raises:
        Conflict: when either has changed so that this can no longer be done.
    """
    ensure_still_acts(db, viewer)
    being_written = (item.c.id == matter.id, item.c.stage.in_(sorted(BEING_WRITTEN)))
    newer = (
        update(item)
        .where(*being_written)
        .values(version=item.c.version + 1, changed_at=clock.now())
    )
    if db.execute(newer.returning(item.c.id)).first() is None:
        raise Conflict
    ensure(viewer, P.PRACTICE_EDIT, matter)
