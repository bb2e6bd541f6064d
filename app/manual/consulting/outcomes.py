"""What became of submissions, said by the editors once a consultation is over."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select, update
from sqlmodel import Session

from app.access.audience import labels_of_open
from app.access.policy import P
from app.access.viewer import Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.items import actions as items
from app.items.models import Item
from app.manual.consulting.actions import INVITED
from app.manual.consulting.holding import Held, hold
from app.manual.consulting.models import Contribution
from app.manual.consulting.rules import (
    OF_AUTHOR,
    Answered,
    Lasts,
    Moved,
    NoneSent,
    Sent,
    State,
    What,
)
from app.manual.consulting.telling import tell_author, told
from app.manual.consulting.values import Contribution as Read
from app.manual.voices.keeping import let_go
from app.manual.voices.letters import tell_guest
from app.notifications.post import Post

contribution = table(Contribution)
item = table(Item)


class _Sent(NamedTuple):
    """A submission that was not withdrawn."""

    item_id: str
    member: str | None


def show(db: Session, viewer: Viewer, item_id: str, post: Post) -> None:
    """Let those who were invited read the submissions, with what became of each.

    Raises:
        Moved: when they read them already, or the consultation was withdrawn.
        Lasts: when it is not over.
        NoneSent: when there is nothing to read.
    """
    held = hold(db, viewer, P.CONSULTATION_LEAD, item_id)
    _ensure_over(held)
    if held.row.shown_at is not None:
        raise Moved
    written = _sent(db, item_id)
    if not written:
        raise NoneSent
    for one in written:
        moved = items.move(db, one.item_id, seen=Sent.SENT, to=Sent.SHOWN)
        owners = filter(None, (one.member,))
        items.relabel(db, moved, labels_of_open(owners, INVITED))
    let_go(db, item_id)
    held.row.shown_at = clock.now()
    db.flush()
    told(db, viewer, held.row, What.SHOWN, post)


def _sent(db: Session, item_id: str) -> Sequence[_Sent]:
    rows = db.execute(
        select(contribution.c.item_id, contribution.c.member)
        .join_from(contribution, item, item.c.id == contribution.c.item_id)
        .where(contribution.c.consultation_id == item_id, item.c.stage == Sent.SENT)
        .order_by(contribution.c.item_id)
    )
    return [_Sent(*row) for row in rows]


def answer(db: Session, viewer: Viewer, found: Read, words: str, post: Post) -> None:
    """Say what became of a submission, once the consultation is over.

    Raises:
        Moved: when the consultation was withdrawn.
        Lasts: when it is not over.
        Answered: when that was said already, or the submission was withdrawn.
        Moved: when a guest took it away meanwhile.
    """
    _ensure_over(hold(db, viewer, P.MANUAL_EDIT, found.consultation_id))
    there = select(item.c.id).where(item.c.id == found.matter.id, item.c.stage.not_in(OF_AUTHOR))
    done = db.execute(
        update(contribution)
        .where(
            contribution.c.item_id == there.scalar_subquery(), contribution.c.answered_at.is_(None)
        )
        .values(answer=words, answered_at=clock.now())
        .returning(contribution.c.item_id)
    ).first()
    if done is None:
        raise Answered
    if found.voice:
        tell_guest(db, found.matter.id, post)
    else:
        tell_author(db, found.matter.id, found.member, post)
    record(db, Event.CONTRIBUTION_ANSWERED, viewer=viewer, subject=found.matter.id)


def _ensure_over(held: Held) -> None:
    if held.state == State.WITHDRAWN:
        raise Moved
    if held.state != State.OVER:
        raise Lasts
