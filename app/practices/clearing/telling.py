"""What waits for an office while its practice is out."""

from datetime import date

from sqlalchemy import select
from sqlmodel import Session

from app.access.labels import labels_of_members
from app.core.db import table
from app.notifications.actions import done_waiting, wait_for
from app.practices.clearing.models import PracticeRound
from app.practices.clearing.rules import What

rounds = table(PracticeRound)


def let_wait(db: Session, item_id: str, member: str, deadline: date) -> None:
    """Let a practice that is out wait for the offices of its member."""
    for label in labels_of_members([member]):
        wait_for(db, item_id, label, What.OUT, due=deadline)


def over(db: Session, item_id: str) -> None:
    """Let a round wait for nobody."""
    done_waiting(db, item_id, What.OUT)


def hush(db: Session, practice_id: str) -> None:
    """Let no round of a practice wait: it was submitted, or withdrawn."""
    found = select(rounds.c.item_id).where(rounds.c.practice_id == practice_id)
    for item_id in db.execute(found).scalars().all():
        over(db, item_id)
