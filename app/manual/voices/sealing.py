"""Who the guests of consultations are is sealed, also of those invited before that was done."""

from sqlalchemy import select
from sqlmodel import Session

from app.core.db import table
from app.guests import sealed
from app.guests.models import Guest
from app.guests.sealed import Who
from app.items.models import Kind
from app.manual.voices.models import Voice
from app.web.portal import Portal

AT_ONCE = 50

guest = table(Guest)
voice = table(Voice)


def seal_due(portal: Portal) -> None:
    """Seal who they are of whom it stands in clear."""
    with portal.db.unit_of_work() as db:
        _seal(db, portal)


def _seal(db: Session, portal: Portal) -> None:
    for one in sealed.in_clear(db.connection(), Kind.CONSULTATION, AT_ONCE):
        db.execute(select(guest.c.id).where(guest.c.id == one.id).with_for_update())
        second = db.execute(select(voice.c.second).where(voice.c.guest_id == one.id)).scalar()
        who = Who(one.name, one.ministry, one.address)
        sealed.keep(db, portal.seal, one.id, who, (one.invited_by, second))
