"""The end of questions about joint ownership: answered, taken back, too old, or withdrawn."""

from sqlalchemy import select
from sqlmodel import Session

from app.core.db import table
from app.core.errors import Conflict
from app.items import actions as items
from app.items.models import Item
from app.notifications import actions as notifications
from app.practices.joining.models import PracticeJoining
from app.practices.joining.refusals import Over
from app.practices.joining.rules import Stage

joining = table(PracticeJoining)
item = table(Item)


def end(db: Session, asked_id: str, stage: Stage) -> None:
    """Let a question be over: nobody sees it any more, and it waits for nobody.

    Raises:
        Over: when it is already.
    """
    try:
        moved = items.move(db, asked_id, seen=Stage.ASKED, to=stage)
    except Conflict as late:
        raise Over from late
    items.relabel(db, moved, ())
    notifications.done_waiting(db, asked_id)


def end_all(db: Session, practice_id: str) -> None:
    """Let no question about a practice be open: it was withdrawn."""
    found = select(item.c.id).join_from(joining, item, item.c.id == joining.c.item_id)
    asked = found.where(joining.c.practice_id == practice_id, item.c.stage == Stage.ASKED)
    for asked_id in db.execute(asked).scalars().all():
        end(db, asked_id, Stage.TAKEN_BACK)
