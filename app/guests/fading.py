"""What is known of guests is forgotten soon after they can read no longer."""

from datetime import timedelta

from sqlalchemy import and_, delete, or_
from sqlmodel import Session

from app.core import clock
from app.core.db import table
from app.guests import sealed
from app.guests.models import Guest
from app.guests.rules import STAYS

KEPT = timedelta(days=30)
"""So long after the last day, or the day of the withdrawal, name and remark are kept."""

guest = table(Guest)


def sweep(db: Session) -> None:
    """Delete guests whose time was over long ago; the record keeps that there was one."""
    today = clock.today()
    over = and_(guest.c.last_day < today - KEPT, ~guest.c.stays)
    at_most = guest.c.last_day < today - STAYS
    gone = or_(over, at_most, guest.c.ended_at < clock.now() - KEPT)
    sealed.forget(db, gone)
    db.execute(delete(guest).where(gone))


def forget(db: Session, person_id: str) -> None:
    """Delete what one person was lent, and what the person wrote on it."""
    sealed.forget(db, guest.c.person_id == person_id)
    db.execute(delete(guest).where(guest.c.person_id == person_id))
