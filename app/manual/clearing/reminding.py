"""Three days before a text should be back from clearance its office is reminded, once."""

from datetime import date

from sqlalchemy import Connection, select, update

from app.clearing.rules import OPEN
from app.core import clock
from app.core.db import table
from app.items.models import Item
from app.manual.clearing.models import Clearance
from app.manual.clearing.rules import BEFORE
from app.manual.clearing.telling import remind
from app.notifications.post import Post
from app.web.portal import Portal

clearance = table(Clearance)
item = table(Item)
AT_ONCE = 50


def remind_due(portal: Portal) -> int:
    """Remind of what should be back soon; return of how many."""
    with portal.db.read() as conn:
        due = _unreminded(conn, clock.today())
    return sum(_remind(portal, item_id) for item_id in due)


def _unreminded(conn: Connection, today: date) -> list[str]:
    found = (
        select(clearance.c.item_id)
        .join_from(clearance, item, item.c.id == clearance.c.item_id)
        .where(
            item.c.stage.in_(OPEN),
            clearance.c.deadline <= today + BEFORE,
            clearance.c.deadline >= today,
            clearance.c.reminded_on.is_(None),
        )
        .order_by(clearance.c.deadline, clearance.c.item_id)
        .limit(AT_ONCE)
    )
    return list(conn.execute(found).scalars())


def _remind(portal: Portal, item_id: str) -> bool:
    """Remind of one, unless another worker has just done so or it was closed meanwhile."""
    with portal.db.unit_of_work() as db:
        claimed = update(clearance).where(
            clearance.c.item_id == item_id, clearance.c.reminded_on.is_(None)
        )
        row = db.execute(
            claimed.values(reminded_on=clock.today()).returning(
                clearance.c.deadline, clearance.c.member
            )
        ).first()
        found = db.get_one(Item, item_id)
        if row is None or found.stage not in OPEN:
            return False
        remind(db, Post.of(portal), item_id, found.number or "", row.deadline, row.member)
    return True
