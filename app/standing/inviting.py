"""The invitation on the first page: while a member declares nothing, its holders are asked once."""

from sqlalchemy import Connection, bindparam, func, select
from sqlmodel import Session

from app.access.policy import P, allows
from app.access.viewer import Viewer
from app.core import clock
from app.core.db import table
from app.core.reading import Reading
from app.directory.holding import appointment, held_today
from app.standing.models import StandingNotNow
from app.standing.queries import STANDS, item, offer

answered = table(StandingNotNow)

_STANDS = (
    select(offer.c.item_id)
    .join_from(offer, item, item.c.id == offer.c.item_id)
    .where(offer.c.member == bindparam("member"), STANDS)
    .exists()
)
_BEGAN = func.coalesce(appointment.c.verified_at, appointment.c.created_at)
"""From when on the portal knew the present holder as one: an invitation can be older by weeks."""
_NOT_NOW = (
    select(answered.c.office_id)
    .where(
        answered.c.office_id == appointment.c.office_id,
        answered.c.at >= _BEGAN,
        answered.c.at >= appointment.c.starts,
    )
    .exists()
)
_INVITED = Reading(
    select(appointment.c.id)
    .where(
        appointment.c.office_id == bindparam("office_id"),
        appointment.c.person_id == bindparam("person_id"),
        held_today(),
        ~_STANDS,
        ~_NOT_NOW,
    )
    .limit(1)
)


def is_invited(conn: Connection, viewer: Viewer) -> bool:
    """Whether to invite the viewer to declare an offer.

    Whoever holds the office and can declare, while the member has none and this holder has not
    answered "not now"; the next holder is asked anew.
    """
    if viewer.office is None or not allows(viewer, P.STANDING_WRITE):
        return False
    given = {
        "office_id": viewer.office.id,
        "person_id": viewer.person_id,
        "member": viewer.member,
        "today": clock.today(),
    }
    return _INVITED.first(conn, given) is not None


def put_off(db: Session, viewer: Viewer) -> None:
    """Keep that the viewer's office answered: not now."""
    if viewer.office is not None:
        db.merge(StandingNotNow(office_id=viewer.office.id, at=clock.now()))
