"""What is forgotten of people who were nominated and did not come."""

from sqlalchemy import and_, or_, select, update
from sqlmodel import Session

from app.core import clock
from app.core.db import table
from app.directory.evidence import evidence, forget
from app.directory.fading import UNUSED, invitation
from app.identity.people import TAKEN_OUT
from app.nomination.models import Nomination
from app.nomination.rules import Stage

nomination = table(Nomination)


def sweep(db: Session) -> None:
    """Empty nominations that were refused long ago, or whose invitation was emptied unused."""
    unused = select(invitation.c.id).where(
        invitation.c.redeemed_at.is_(None), invitation.c.name == TAKEN_OUT
    )
    refused = and_(
        nomination.c.stage == Stage.REFUSED, nomination.c.answered_at <= clock.now() - UNUSED
    )
    gone = or_(refused, nomination.c.invitation_id.in_(unused))
    ended = select(nomination.c.id).where(gone)
    forget(db, evidence.c.nomination_id.in_(ended))
    db.execute(
        update(nomination)
        .where(nomination.c.name != TAKEN_OUT)
        .where(gone)
        .values(name=TAKEN_OUT, position="", authority="", evidence="", why=None)
    )
