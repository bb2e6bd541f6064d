"""What every act on a practice needs: moving it on of two that try, its row, and what it says."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Update, select, update
from sqlmodel import Session

from app.core import clock
from app.core.db import table
from app.core.errors import NotFound
from app.items import actions as items
from app.items.models import Item
from app.items.queries import Matter
from app.notifications import actions as notifications
from app.practices import queries
from app.practices.behalf.known import answered
from app.practices.entry import Entry
from app.practices.freshness import due_after
from app.practices.models import Practice
from app.practices.refusals import Gone
from app.practices.rules import CHANGEABLE, Act, What, after

practice = table(Practice)


def move(db: Session, matter: Matter, act: Act, version: int) -> Item:
    """Move a practice on and return it, held until the commit.

    Raises:
        Conflict: when the act does not start where it stands, or it has changed since it was read.
    """
    return items.move(
        db, matter.id, seen=matter.stage, to=after(act, matter.stage), version=version
    )


def hold(db: Session, item_id: str) -> Item:
    """Hold a practice that is out until the commit.

    Raises:
        Gone: when it no longer is.
    """
    held = db.get_one(Item, item_id, with_for_update=True, populate_existing=True)
    if held.stage not in CHANGEABLE:
        raise Gone
    return held


def row_of(item_id: str) -> Update:
    """Return the change of the row of one practice, to be given its values."""
    return update(practice).where(practice.c.item_id == item_id)


def stand_behind(db: Session, item_id: str) -> None:
    """Note that the owning office stands behind the words today, and until when that holds."""
    kept = select(practice.c.confirm_months).where(practice.c.item_id == item_id)
    confirm_from(db, item_id, clock.today(), db.execute(kept).scalar_one())


def confirm_from(db: Session, item_id: str, day: date | None, months: int) -> None:
    """Note that a practice was confirmed on ``day``, for so many months; it waits for nobody.

    What was entered for its office is thereby its own words.
    """
    values = {
        "confirmed_on": day,
        "confirm_months": months,
        "confirm_by": due_after(day, months) if day else None,
        "asked_on": None,
        "over_on": None,
    }
    db.execute(row_of(item_id).values(values))
    notifications.done_waiting(db, item_id, What.UNCONFIRMED)
    if day:
        answered(db, item_id, day)
        notifications.done_waiting(db, item_id, What.ENTERED)


def entry_of(db: Session, labels: Iterable[str], item_id: str) -> Entry:
    """Return what a practice says now to whoever reads by ``labels``.

    Raises:
        NotFound: when none of them sees it.
    """
    db.flush()
    entry = queries.entries_by(db.connection(), labels, [item_id]).get(item_id)
    if entry is None:
        raise NotFound
    return entry
