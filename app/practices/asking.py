"""In time before the day its office is asked whether a practice is still true; then it sinks."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, or_, select, update
from sqlmodel import Session

from app.access.audience import labels_of_draft
from app.access.labels import SECRETARIAT
from app.core import clock
from app.core.db import table
from app.items.models import Item
from app.items.queries import readers
from app.notifications import actions as notifications
from app.notifications.post import Post
from app.practices import letters, searching
from app.practices.entry import Entry
from app.practices.freshness import AGAIN, BEFORE
from app.practices.holding import entry_of
from app.practices.models import Practice
from app.practices.rules import Stage, What
from app.web.portal import Portal

item = table(Item)
practice = table(Practice)
AT_ONCE = 50


def look_after(portal: Portal) -> int:
    """Ask about what is to be confirmed soon, and let what is over sink; return how many were."""
    asked = sum(_ask(portal, item_id) for item_id in _some(portal, _wanted))
    return asked + sum(_sink(portal, item_id) for item_id in _some(portal, _over))


def _some(portal: Portal, wanted: Any) -> list[str]:
    with portal.db.read() as conn:
        return _due(conn, wanted(clock.today()))


def _wanted(today: date) -> ColumnElement[bool]:
    lately = practice.c.asked_on > today - AGAIN
    return (practice.c.confirm_by <= today + BEFORE) & or_(practice.c.asked_on.is_(None), ~lately)


def _over(today: date) -> ColumnElement[bool]:
    return (practice.c.confirm_by < today) & practice.c.over_on.is_(None)


def _due(conn: Connection, wanted: ColumnElement[bool]) -> list[str]:
    found = (
        select(practice.c.item_id)
        .join_from(practice, item, item.c.id == practice.c.item_id)
        .where(item.c.stage == Stage.PUBLISHED, wanted)
        .order_by(practice.c.confirm_by, practice.c.item_id)
        .limit(AT_ONCE)
    )
    return list(conn.execute(found).scalars())


def _claim(db: Session, item_id: str, wanted: ColumnElement[bool], **noted: date) -> Entry | None:
    """Hold a practice and note what is done now, unless it was done or confirmed meanwhile."""
    held = select(item.c.stage).where(item.c.id == item_id).with_for_update()
    if db.execute(held).scalar() != Stage.PUBLISHED:
        return None
    claimed = update(practice).where(practice.c.item_id == item_id, wanted).values(noted)
    if db.execute(claimed.returning(practice.c.item_id)).first() is None:
        return None
    return entry_of(db, (SECRETARIAT,), item_id)


def _ask(portal: Portal, item_id: str) -> bool:
    today = clock.today()
    with portal.db.unit_of_work() as db:
        entry = _claim(db, item_id, _wanted(today), asked_on=today)
        if entry is None:
            return False
        for label in sorted(labels_of_draft(entry.owners)):
            notifications.wait_for(db, item_id, label, What.UNCONFIRMED, due=entry.confirm_by)
        letters.write(db, Post.of(portal), entry, What.UNCONFIRMED)
    return True


def _sink(portal: Portal, item_id: str) -> bool:
    today = clock.today()
    with portal.db.unit_of_work() as db:
        entry = _claim(db, item_id, _over(today), over_on=today)
        if entry is not None:
            searching.put(db, entry, readers(db.connection(), item_id))
    return entry is not None
