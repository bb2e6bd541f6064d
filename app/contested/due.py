"""What one person of the Secretariat proposed alone takes effect when its time has come."""

from sqlalchemy import or_, select

from app.contested import actions, letters
from app.core import clock
from app.directory.holding import review
from app.directory.models import Office
from app.directory.seats import seat_of
from app.web.portal import Portal


def take_effect_due(portal: Portal) -> int:
    """Let begin and end what is due; return how many reviews did."""
    due = select(review.c.office_id).where(
        review.c.ended_at.is_(None),
        or_(
            review.c.began_at.is_(None) & (review.c.begins_at <= clock.now()),
            review.c.ends_at <= clock.now(),
        ),
    )
    with portal.db.read() as conn:
        offices = conn.execute(due.order_by(review.c.office_id)).scalars().all()
    return sum(_take_effect(portal, office_id) for office_id in offices)


def _take_effect(portal: Portal, office_id: str) -> bool:
    """Do what is due for one office, unless another worker has just done so."""
    with portal.db.unit_of_work() as db:
        changed = actions.take_effect_alone(db, office_id)
        seat = seat_of(db.connection(), Office, office_id)
        if changed is None or seat is None:
            return False
        letters.tell_changed(db, portal, seat, actions.life_of(changed))
    return True
