"""A practice that is out waits for its office no longer than the office writes it."""

from sqlalchemy import select
from sqlmodel import Session

from app.clearing.actions import over
from app.core.db import table
from app.practices.clearing.models import PracticeRound

rounds = table(PracticeRound)


def hush(db: Session, practice_id: str) -> None:
    """Let no round of a practice wait: it was submitted, or withdrawn."""
    found = select(rounds.c.item_id).where(rounds.c.practice_id == practice_id)
    for item_id in db.execute(found).scalars().all():
        over(db, item_id)
