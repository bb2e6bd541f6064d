"""What waits for a review takes effect when its time has come, or is called off."""

from sqlalchemy import or_, select

from app.contested import actions, letters
from app.core import clock
from app.directory.holding import review
from app.directory.models import Office
from app.directory.seats import seat_of
from app.directory.two_people import colleagues
from app.web.portal import Portal

_WAITING = select(review).where(
    review.c.ended_at.is_(None), or_(review.c.began_at.is_(None), review.c.ending_at.is_not(None))
)


def take_effect_due(portal: Portal) -> int:
    """Let begin and end what is due, and call off what has nobody's word; return how many."""
    with portal.db.read() as conn:
        acting = {person for person, _language in colleagues(conn)}
        rows = conn.execute(_WAITING.order_by(review.c.office_id)).all()
    waiting = {row.office_id: actions.life_of(row) for row in rows}
    offices = [
        office_id
        for office_id, life in waiting.items()
        if life.proposer not in acting or (life.due_at and life.due_at <= clock.now())
    ]
    return sum(_do(portal, office_id) for office_id in offices)


def _do(portal: Portal, office_id: str) -> bool:
    """Do what is due for one office, unless another worker has just done so."""
    with portal.db.unit_of_work() as db:
        seat = seat_of(db.connection(), Office, office_id)
        if seat is None:
            return False
        was = actions.call_off(db, office_id)
        changed = None if was else actions.take_effect_alone(db, office_id)
        if was:
            letters.tell_off(db, portal, seat, was)
        elif changed:
            letters.tell_changed(db, portal, seat, actions.life_of(changed))
        return bool(was or changed)
