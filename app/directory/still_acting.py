"""Whether whoever began a long act still acts for the office: asked where the act is written."""

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import update
from sqlmodel import Session

from app.access.policy import P, ensure
from app.access.viewer import Viewer
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.core.i18n import N_
from app.directory.models import Office
from app.directory.viewers import seats_of
from app.items.models import Item
from app.items.queries import Matter

item = table(Item)

TO_ITSELF = {"key_share": True}
"""How an office is held: others can name it in what they write, and cannot act for it."""

NO_LONGER = N_(
    "Meanwhile your office changed hands or came under review, so nothing was stored. Sign in anew."
)


def ensure_still_acts(db: Session, viewer: Viewer) -> Viewer:
    """Hold the viewer's office until the act is done; pass who still holds it or stands in for it.

    Return the viewer as the office is now: whether it is in the interim may have changed. Whoever
    puts an office under review, ends it or hands it over comes before or after this act.

    Raises:
        Conflict: when the office has changed hands, or is under review.
    """
    if viewer.office is None or viewer.person_id is None:
        raise Conflict(NO_LONGER)
    db.get_one(Office, viewer.office.id, with_for_update=TO_ITSELF)
    seats = seats_of(db.connection(), [viewer.person_id])
    for _person, office in seats:
        if office.id == viewer.office.id:
            return replace(viewer, office=office)
    raise Conflict(NO_LONGER)


def hold_written(
    db: Session, viewer: Viewer, permission: P, matter: Matter, stages: Collection[str]
) -> None:
    """Hold office and item until an act on what is being written is done, asked again under both.

    Whoever submits, withdraws or takes the office meanwhile was first. The version rises, so that
    nobody submits what was not on the page that was read.

    Raises:
        Conflict: when either has changed so that this can no longer be done.
    """
    viewer = ensure_still_acts(db, viewer)
    newer = (
        update(item)
        .where(item.c.id == matter.id, item.c.stage.in_(sorted(stages)))
        .values(version=item.c.version + 1, changed_at=clock.now())
    )
    if db.execute(newer.returning(item.c.id)).first() is None:
        raise Conflict
    ensure(viewer, permission, matter)
