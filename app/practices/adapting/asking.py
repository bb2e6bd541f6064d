"""A year after something was made of a practice, its member is asked what came of it."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, or_, select, update

from app.core import clock
from app.core.db import table
from app.items.models import Item
from app.notifications.post import Post
from app.practices.adapting import telling
from app.practices.adapting.models import Adaptation
from app.practices.adapting.rules import REMINDED, Stage
from app.web.portal import Portal

adaptation = table(Adaptation)
item = table(Item)
AT_ONCE = 50


def ask_due(portal: Portal) -> int:
    """Ask members what came of what they recorded a year ago; return how many were asked."""
    with portal.db.read() as conn:
        due = _due(conn, clock.today())
    return sum(_ask(portal, item_id) for item_id in due)


def _wanted(today: date) -> Any:
    lately = adaptation.c.asked_on > today - REMINDED
    return (adaptation.c.result_due <= today) & or_(adaptation.c.asked_on.is_(None), ~lately)


def _due(conn: Connection, today: date) -> list[str]:
    found = (
        select(adaptation.c.item_id)
        .join_from(adaptation, item, item.c.id == adaptation.c.item_id)
        .where(item.c.stage == Stage.RECORDED, _wanted(today))
        .order_by(adaptation.c.item_id)
        .limit(AT_ONCE)
    )
    return list(conn.execute(found).scalars())


def _ask(portal: Portal, item_id: str) -> bool:
    """Ask about one, unless another worker has just done so or it was answered meanwhile."""
    today = clock.today()
    with portal.db.unit_of_work() as db:
        held = select(item.c.stage).where(item.c.id == item_id).with_for_update()
        if db.execute(held).scalar() != Stage.RECORDED:
            return False
        claimed = update(adaptation).where(adaptation.c.item_id == item_id, _wanted(today))
        row = db.execute(claimed.values(asked_on=today).returning(adaptation.c.member)).first()
        if row is None:
            return False
        telling.ask(db, Post.of(portal), db.get_one(Item, item_id), row.member)
    return True
