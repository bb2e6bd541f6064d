"""Rounds end with the draft: what is handed in or withdrawn waits for no ministry any more."""

from sqlalchemy import select, update
from sqlmodel import Session

from app.assistance.clearance.models import RequestRound
from app.assistance.clearance.rules import CLEARED, Came
from app.clearing.actions import over
from app.clearing.rules import OPEN, Stage
from app.core import clock
from app.core.db import table
from app.items.actions import move
from app.items.models import Item

rounds = table(RequestRound)
item = table(Item)


def end_rounds(db: Session, request_id: str, was: str, now: str) -> None:
    """End what is out of a request, held, that went from the stage ``was`` on to ``now``."""
    if was not in CLEARED or now in CLEARED:
        return
    found = (
        select(rounds.c.item_id, item.c.stage)
        .join_from(rounds, item, item.c.id == rounds.c.item_id)
        .where(rounds.c.request_id == request_id, item.c.stage.in_(OPEN))
    )
    for row in db.execute(found).all():
        move(db, row.item_id, seen=row.stage, to=Stage.CLOSED)
        ended = {"came": Came.HANDED_IN, "closed_at": clock.now()}
        db.execute(update(rounds).where(rounds.c.item_id == row.item_id).values(ended))
        over(db, row.item_id)
