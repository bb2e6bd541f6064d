"""Letters about the steps of agreed work: one before a day, one after it, and none in vain.

Whether one is due is worked out when it is asked, by the working days of whoever must do it; what
is stored is which letters went out. Each step is one transaction: of two workers one writes.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Select, and_, or_, select, update
from sqlmodel import Session

from app.access.labels import labels_of_members
from app.assistance import letters
from app.assistance.letters import About, Letter
from app.assistance.queries import item, item_owner, request
from app.assistance.rules import OfferStage, Stage
from app.assistance.working.queries import days_of, offer, task
from app.assistance.working.rules import TOLD_AFTER, TOLD_BEFORE, Side, State, sides_of
from app.core import clock
from app.core.db import Database
from app.notifications.post import Post
from app.web.portal import Portal

AT_ONCE = 500
AHEAD = timedelta(days=31)
"""No working day is so far before another that three of them do not lie between."""
LETTERS = {TOLD_BEFORE: Letter.TASK_SOON, TOLD_AFTER: Letter.TASK_LATE}
_own = item.alias("own_offer")
_ROWS = (
    select(
        task.c.id,
        task.c.item_id,
        task.c.side,
        task.c.due,
        task.c.reminded,
        offer.c.member,
        item.c.id.label("request_id"),
        item.c.number,
        item_owner.c.member.label("owner"),
    )
    .join_from(task, offer, offer.c.item_id == task.c.item_id)
    .join(_own, _own.c.id == offer.c.item_id)
    .join(item, item.c.id == offer.c.request_id)
    .join(request, request.c.item_id == item.c.id)
    .join(item_owner, item_owner.c.item_id == item.c.id)
    .where(
        task.c.state == State.OPEN,
        _own.c.stage == OfferStage.ACCEPTED,
        item.c.stage == Stage.UNDER_WAY,
    )
)


def look_after(portal: Portal) -> int:
    """Write what is due today about steps of agreed work; return about how many."""
    return sum(attend(portal, step) for step in candidates(portal.db, clock.today()))


def candidates(database: Database, today: date) -> Iterator[str]:
    """Give the open steps about which a letter may be due."""
    last = ""
    while True:
        with database.read() as conn:
            rows = conn.execute(_near(today, last)).all()
        yield from (row.id for row in rows)
        if len(rows) < AT_ONCE:
            return
        last = rows[-1].id


def _near(today: date, after_id: str) -> Select[Any]:
    soon = and_(task.c.reminded == 0, task.c.due <= today + AHEAD)
    late = and_(task.c.reminded < TOLD_AFTER, task.c.due < today)
    found = _going_on(today).where(task.c.id > after_id, or_(soon, late))
    return found.order_by(task.c.id).limit(AT_ONCE)


def _going_on(today: date) -> Select[Any]:
    rests = and_(request.c.paused_until.is_not(None), request.c.paused_until > today)
    return _ROWS.where(~rests)


def attend(portal: Portal, step_id: str) -> bool:
    """Write the letter that is due about one step, unless somebody has just acted on it."""
    with portal.db.unit_of_work() as db:
        row = _held(db, step_id)
        if row is None:
            return False
        days = days_of(db.connection(), row.owner, row.member)
        number = days.letter(row.due, row.side, row.reminded, clock.today())
        if not number:
            return False
        members = {Side.ASKER: row.owner, Side.HELPER: row.member}
        to = labels_of_members(members[side] for side in sides_of(row.side))
        about = About(row.request_id, row.number, row.due, row.item_id)
        if not letters.write(db, Post.of(portal), LETTERS[number], about, to=to):
            return False  # nobody holds an office there: it waits for who comes
        db.execute(update(task).where(task.c.id == step_id).values(reminded=number))
    return True


def _held(db: Session, step_id: str) -> Any:
    """Return a step as it stands, its request held until the letter is written."""
    conn: Connection = db.connection()
    wanted = _going_on(clock.today()).where(task.c.id == step_id)
    if (row := conn.execute(wanted).first()) is None:
        return None
    for one in (row.request_id, row.item_id):
        conn.execute(select(item.c.id).where(item.c.id == one).with_for_update())
    return conn.execute(wanted).first()
