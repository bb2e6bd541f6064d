"""Whether a practice was published without a name, and waits for the word of its member."""

from datetime import date

from sqlalchemy import ColumnElement, select, update
from sqlmodel import Session

from app.core.db import table
from app.practices.unnamed.models import PracticeUnnamed

unnamed = table(PracticeUnnamed)


def without_name(item_id: ColumnElement[str]) -> ColumnElement[bool]:
    """Return the condition that a practice was published without the name of its member."""
    return (
        select(unnamed.c.id).where(unnamed.c.item_id == item_id).correlate_except(unnamed).exists()
    )


def unheard(item_id: ColumnElement[str]) -> ColumnElement[bool]:
    """Return the condition that it was entered by letter, and its member has not confirmed it."""
    waits = unnamed.c.asked_on.is_not(None), unnamed.c.answered_on.is_(None)
    return (
        select(unnamed.c.id)
        .where(unnamed.c.item_id == item_id, *waits)
        .correlate_except(unnamed)
        .exists()
    )


def answered(db: Session, item_id: str, day: date) -> bool:
    """Note that its member has said whether it is right; whether that was still open."""
    waits = unnamed.c.asked_on.is_not(None), unnamed.c.answered_on.is_(None)
    said = update(unnamed).where(unnamed.c.item_id == item_id, *waits).values(answered_on=day)
    return db.execute(said.returning(unnamed.c.id)).first() is not None
