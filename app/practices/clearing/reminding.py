"""Three days before a practice should be back from clearance its office is reminded, once."""

from datetime import date

from sqlalchemy import ColumnElement, Connection, select, update

from app.clearing.rules import Stage
from app.core import clock
from app.core.db import table
from app.items.models import Item
from app.notifications.models import Waiting
from app.notifications.post import Post
from app.practices.clearing.models import PracticeRound
from app.practices.clearing.rules import BEFORE, What
from app.practices.clearing.telling import remind
from app.web.portal import Portal

rounds = table(PracticeRound)
item = table(Item)
waiting = table(Waiting)
AT_ONCE = 50


def remind_due(portal: Portal) -> int:
    """Remind of what should be back soon; return of how many."""
    with portal.db.read() as conn:
        due = _unreminded(conn, clock.today())
    return sum(_remind(portal, item_id) for item_id in due)


def _waits() -> ColumnElement[bool]:
    """Return that a round still waits: of a practice that was submitted none does."""
    return (
        select(waiting.c.item_id)
        .where(waiting.c.item_id == rounds.c.item_id, waiting.c.what == What.OUT)
        .exists()
    )


def _unreminded(conn: Connection, today: date) -> list[str]:
    found = (
        select(rounds.c.item_id)
        .join_from(rounds, item, item.c.id == rounds.c.item_id)
        .where(
            item.c.stage == Stage.OUT,
            rounds.c.deadline <= today + BEFORE,
            rounds.c.deadline >= today,
            rounds.c.reminded_on.is_(None),
            _waits(),
        )
        .order_by(rounds.c.deadline, rounds.c.item_id)
        .limit(AT_ONCE)
    )
    return list(conn.execute(found).scalars())


def _remind(portal: Portal, item_id: str) -> bool:
    """Remind of one, unless another worker has just done so or it is out no longer."""
    with portal.db.unit_of_work() as db:
        held = select(item.c.stage).where(item.c.id == item_id).with_for_update()
        if db.execute(held).scalar() != Stage.OUT:
            return False
        claimed = update(rounds).where(
            rounds.c.item_id == item_id, rounds.c.reminded_on.is_(None), _waits()
        )
        row = db.execute(
            claimed.values(reminded_on=clock.today()).returning(rounds.c.deadline, rounds.c.member)
        ).first()
        if row is None:
            return False
        number = db.get_one(Item, item_id).number or ""
        remind(db, Post.of(portal), item_id, number, row.deadline, row.member)
    return True
