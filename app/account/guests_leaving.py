"""Guests to whom nothing is lent any more: their sessions end, later their accounts go."""

from app.account import taking_out
from app.audit.actions import record
from app.audit.events import Event
from app.guests import accounts
from app.guests.reminding import remind_due
from app.identity import people
from app.web.portal import Portal


def look_after(portal: Portal) -> None:
    """Tell of loans that end soon; end the sessions of guests whose time is over; forget some."""
    remind_due(portal)
    with portal.db.unit_of_work() as db:
        accounts.end_sessions(db)
    with portal.db.read() as conn:
        left = accounts.forgettable(conn)
    for person_id in left:
        _forget(portal, person_id)


def _forget(portal: Portal, person_id: str) -> None:
    """Forget one of them, unless somebody invited the person anew meanwhile."""
    with portal.db.unit_of_work() as db:
        people.hold(db, person_id)
        if person_id in accounts.forgettable(db.connection()):
            record(db, Event.PERSON_TAKEN_OUT, subject=person_id)
            taking_out.forget(db, person_id)
