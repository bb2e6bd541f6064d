"""Whether what was entered for an office waits for its word, and that it has said so."""

from datetime import date

from sqlalchemy import ColumnElement, or_, select, update
from sqlmodel import Session

from app.core.db import table
from app.practices.behalf.models import PracticeBehalf
from app.practices.unnamed.known import unheard

behalf = table(PracticeBehalf)


def unconfirmed(item_id: ColumnElement[str]) -> ColumnElement[bool]:
    """Return the condition that an entry was made for its office, which has not confirmed it.

    It may be published without the name of its member.
    """
    named = (
        select(behalf.c.item_id)
        .where(behalf.c.item_id == item_id, behalf.c.answered_on.is_(None))
        .correlate_except(behalf)
        .exists()
    )
    return or_(named, unheard(item_id))


def answered(db: Session, item_id: str, day: date, *, refused: bool = False) -> bool:
    """Note that the office has said whether an entry is right; whether that was still open."""
    mine = (behalf.c.item_id == item_id, behalf.c.answered_on.is_(None))
    said = update(behalf).where(*mine).values(answered_on=day, refused=refused)
    return db.execute(said.returning(behalf.c.item_id)).first() is not None
