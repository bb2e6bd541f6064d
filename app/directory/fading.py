"""What the directory forgets after a while: unused invitations, old entries, absences, reviews."""

from datetime import timedelta

from sqlalchemy import delete, func, select, update
from sqlmodel import Session

from app.core import clock
from app.core.db import table
from app.directory.holding import appointment, review
from app.directory.models import Absence, HolderEntry, Invitation
from app.directory.second_models import SecondAnswer
from app.identity.people import TAKEN_OUT

UNUSED = timedelta(days=90)
"""So long an invitation that nobody used says for whom it was."""
FORMER = timedelta(days=365)
"""So long the entry of somebody who left the office is kept, and what is over of absences and
reviews."""

invitation = table(Invitation)
entry = table(HolderEntry)
absence = table(Absence)
answer = table(SecondAnswer)


def sweep(db: Session) -> None:
    """Empty invitations that ended unused long ago; delete what has long been over."""
    _empty_invitations(db)
    past = select(appointment.c.id).where(appointment.c.ends < clock.today() - FORMER)
    db.execute(delete(entry).where(entry.c.appointment_id.in_(past)))
    db.execute(delete(absence).where(absence.c.ends < clock.today() - FORMER))
    db.execute(delete(answer).where(answer.c.at < clock.now() - FORMER))
    db.execute(delete(review).where(review.c.ended_at < clock.now() - FORMER))


def _empty_invitations(db: Session) -> None:
    """Leave that somebody was invited to an office, by whom and when; none can be renewed."""
    wall = clock.wall()
    ended = func.coalesce(invitation.c.withdrawn_at, invitation.c.expires_at)
    db.execute(
        update(invitation)
        .where(invitation.c.redeemed_at.is_(None), ended <= wall - UNUSED)
        .where(invitation.c.name != TAKEN_OUT)
        .values(
            name=TAKEN_OUT,
            authority=None,
            evidence=None,
            withdrawn_at=func.coalesce(invitation.c.withdrawn_at, wall),
        )
    )
