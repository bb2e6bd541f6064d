"""Three days before a request should be back from clearance, and on the day, its office hears."""

from datetime import date

from sqlalchemy import Connection, and_, or_, select, update
from sqlmodel import Session

from app.access.labels import labels_of_members
from app.assistance.clearance.models import RequestRound
from app.assistance.clearance.rules import BEFORE, BOTH, LATE, SOON, What, letters_due
from app.assistance.clearance.values import ADDRESS
from app.clearing.rules import Stage
from app.core import clock
from app.core.db import table
from app.core.i18n import N_
from app.directory.seated import addressees
from app.items.models import Item
from app.items.queries import readers
from app.notifications.classes import NoticeClass
from app.notifications.post import LetterKind, News, Post
from app.web.components import date_words
from app.web.portal import Portal

rounds = table(RequestRound)
item = table(Item)
AT_ONCE = 50
DUE = LetterKind(N_("A request is due back from clearance: %(number)s"), "request-round-due")


def remind_due(portal: Portal) -> int:
    """Remind of what should be back soon or today; return of how many."""
    with portal.db.read() as conn:
        due = _unreminded(conn, clock.today())
    return sum(_remind(portal, item_id) for item_id in due)


def _unreminded(conn: Connection, today: date) -> list[str]:
    soon = and_(rounds.c.deadline <= today + BEFORE, rounds.c.reminded < SOON)
    now = and_(rounds.c.deadline <= today, rounds.c.reminded < BOTH)
    found = (
        select(rounds.c.item_id)
        .join_from(rounds, item, item.c.id == rounds.c.item_id)
        .where(item.c.stage == Stage.OUT, rounds.c.deadline >= today - LATE, or_(soon, now))
        .order_by(rounds.c.deadline, rounds.c.item_id)
        .limit(AT_ONCE)
    )
    return list(conn.execute(found).scalars())


def _remind(portal: Portal, item_id: str) -> bool:
    """Remind of one, unless another worker has just done so or it is out no longer."""
    with portal.db.unit_of_work() as db:
        held = db.get(Item, item_id, with_for_update=True, populate_existing=True)
        if held is None or held.stage != Stage.OUT:
            return False
        row = db.get_one(RequestRound, item_id, populate_existing=True)
        letters = letters_due(row.deadline, clock.today())
        claimed = update(rounds).where(
            rounds.c.item_id == item_id, rounds.c.deadline == row.deadline
        )
        claimed = claimed.where(rounds.c.reminded < letters).values(reminded=letters)
        if db.execute(claimed.returning(rounds.c.item_id)).first() is None:
            return False
        _write(db, Post.of(portal), row, held.number or "")
    return True


def _write(db: Session, post: Post, row: RequestRound, number: str) -> None:
    """Write to the offices of a member that a request should be back."""
    conn, deadline = db.connection(), row.deadline
    people = addressees(
        conn, labels_of_members([row.member]), clock.today(), reading=[readers(conn, row.item_id)]
    )
    path = f"{ADDRESS}/{row.item_id}"
    news = News(NoticeClass.DEADLINES, What.OUT, path, item_id=row.item_id)
    post.send(db, news, people, DUE, lambda: {"number": number, "deadline": date_words(deadline)})
