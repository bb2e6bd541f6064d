"""Questions under an item: who answers for it, what waits for them, and what answers a question."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update
from sqlmodel import Session

from app.access.labels import SECRETARIAT_CODE, labels_of_members
from app.access.viewer import Viewer
from app.audit import actions as audit
from app.audit.events import Event
from app.core import clock
from app.core.days import working_days_after
from app.core.db import table
from app.core.errors import Conflict
from app.directory.widening import reading_both
from app.discussion.models import Comment
from app.discussion.rules import ANSWERED, OPEN, POSTED, REMIND_AFTER, TALKED_ABOUT, What
from app.items.models import Item, ItemOwner
from app.items.queries import Matter, readers
from app.notifications import actions as notifications

comment = table(Comment)
item = table(Item)
owner = table(ItemOwner)


def answerers(_conn: Connection, _item_id: str, owners: Collection[str]) -> frozenset[str]:
    """Return the codes of those who answer for an item of ``owners``: the one place that says it.

    Where nobody owns it, the Secretariat does.
    """
    return frozenset(owners) or frozenset({SECRETARIAT_CODE})


def reads(conn: Connection, codes: Collection[str], labels: Collection[str]) -> bool:
    """Whether the offices of each member of ``codes`` read what carries ``labels``, for good."""
    return all(reading_both(conn, labels_of_members([code]), labels) for code in codes)


def ask(db: Session, about: str, comment_id: str, at: datetime) -> None:
    """Let a comment be a question: it waits for those who answer for ``about``."""
    due = working_days_after(clock.today(), REMIND_AFTER)
    own = update(comment).where(comment.c.item_id == comment_id)
    db.execute(own.values(question=OPEN, answered_by=None, remind_on=due))
    follow(db, about, (comment_id,), at=at)


def _wait(db: Session, comment_id: str, codes: Collection[str], at: datetime) -> None:
    due = working_days_after(at.date(), REMIND_AFTER)
    for label in sorted(labels_of_members(codes)):
        notifications.wait_for(db, comment_id, label, What.ASKED, due=due)


def answer(db: Session, viewer: Viewer, about: Matter, answered: str, made_id: str) -> None:
    """Let the question that was ``answered`` be so, if whoever answers for ``about`` did.

    An answer that those who asked do not read answers nothing. Answers to an answer count for the
    question at the head.
    """
    conn = db.connection()
    member = viewer.office.member if viewer.office else ""
    if member not in answerers(conn, about.id, about.owners):
        return
    head = select(comment.c.answers).where(comment.c.item_id == answered).scalar_subquery()
    asked = (comment.c.item_id == answered) | (comment.c.item_id == head)
    found = select(comment.c.item_id, comment.c.member).where(asked, comment.c.question == OPEN)
    rows = sorted(db.execute(found), key=lambda row: row.item_id != answered)
    if rows and reads(conn, [rows[0].member], readers(conn, made_id)):
        _done(db, rows[0], made_id)


def _done(db: Session, asked: Any, answer_id: str) -> None:
    own = update(comment).where(comment.c.item_id == asked.item_id)
    db.execute(own.values(question=ANSWERED, answered_by=answer_id, remind_on=None))
    notifications.done_waiting(db, asked.item_id, What.ASKED)


def settle(db: Session, viewer: Viewer, about: Matter, asked_id: str, answer_id: str) -> None:
    """Say which comment answers a question; with no ``answer_id`` that none does yet.

    Raises:
        Conflict: where it is no question any more, or that comment is gone or is the question.
    """
    asked = _held(db, about.id, asked_id)
    if answer_id == (asked.answered_by or ""):
        return
    if answer_id:
        if asked_id == answer_id or not _there(db, about.id, answer_id):
            raise Conflict
        _done(db, asked, answer_id)
    else:
        ask(db, about.id, asked_id, clock.now())
    event = Event.QUESTION_SETTLED if answer_id else Event.QUESTION_OPENED
    audit.record(db, event, viewer=viewer, subject=asked_id)


def _held(db: Session, about: str, asked_id: str) -> Any:
    db.execute(select(item.c.id).where(item.c.id == about).with_for_update())
    found = (
        select(comment.c.item_id, comment.c.answered_by)
        .join_from(comment, item, item.c.id == comment.c.item_id)
        .where(comment.c.item_id == asked_id, comment.c.about == about, comment.c.question != "")
        .where(item.c.stage == POSTED)
    )
    row = db.execute(found).first()
    if row is None:
        raise Conflict
    return row


def _there(db: Session, about: str, comment_id: str) -> bool:
    found = (
        select(item.c.id)
        .join_from(comment, item, item.c.id == comment.c.item_id)
        .where(comment.c.item_id == comment_id, comment.c.about == about, item.c.stage == POSTED)
    )
    return db.execute(found).first() is not None


def gone(db: Session, about: str, answer_id: str) -> None:
    """Let questions under ``about`` be open again whose answer is gone."""
    settled = select(comment.c.item_id).where(
        comment.c.about == about, comment.c.answered_by == answer_id
    )
    for asked in db.execute(settled).scalars().all():
        ask(db, about, asked, clock.now())


def follow(
    db: Session, about: str, some: Collection[str] = (), *, at: datetime | None = None
) -> None:
    """Let open questions under an item (all, or ``some``) wait while people write under it."""
    stage = db.execute(select(item.c.stage).where(item.c.id == about)).scalar()
    wanted = [comment.c.item_id.in_(some)] if some else []
    open_ones = (
        select(comment.c.item_id, comment.c.at)
        .join_from(comment, item, item.c.id == comment.c.item_id)
        .where(comment.c.about == about, comment.c.question == OPEN, *wanted)
        .where(item.c.stage == POSTED)
    )
    owners = db.execute(select(owner.c.member).where(owner.c.item_id == about)).scalars().all()
    codes = answerers(db.connection(), about, owners)
    for row in db.execute(open_ones).all():
        notifications.done_waiting(db, row.item_id, What.ASKED)
        if stage == TALKED_ABOUT:
            _wait(db, row.item_id, codes, at or row.at)


def drop(db: Session, comment_id: str) -> None:
    """Let a question wait for nobody: it was taken back or is hidden."""
    notifications.done_waiting(db, comment_id, What.ASKED)
    own = update(comment).where(comment.c.item_id == comment_id)
    db.execute(own.values(remind_on=None))
