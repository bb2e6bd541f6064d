"""Accounts that came by a guest's invitation: they last as what is lent to them does."""

from collections.abc import Sequence

from sqlalchemy import Connection, and_, delete, or_, select
from sqlmodel import Session

from app.core import clock
from app.core.db import table
from app.directory.holding import appointment
from app.directory.rules import Stage
from app.guests.models import Guest
from app.guests.queries import lasts
from app.guests.rules import BY_CODE
from app.identity.models import Person, PortalSession
from app.items.models import Item

AT_ONCE = 50

guest = table(Guest)
item = table(Item)
person = table(Person)
session = table(PortalSession)

_SEATED = (
    select(appointment.c.id)
    .where(appointment.c.person_id == person.c.id, appointment.c.stage != Stage.REFUSED)
    .exists()
)
_OF_GUEST = and_(person.c.came_by.is_not(None), ~_SEATED)
"""An account that came as a guest; who held an office or is proposed for one keeps the account."""
_LENT = (
    select(guest.c.id)
    .join_from(guest, item, item.c.id == guest.c.item_id)
    .where(
        lasts(),
        or_(
            guest.c.person_id == person.c.id,
            and_(guest.c.id == person.c.came_by, guest.c.accepted_at.is_(None)),
        ),
    )
    .exists()
)
_KNOWN = (
    select(guest.c.id)
    .where(or_(guest.c.person_id == person.c.id, guest.c.id == person.c.came_by))
    .exists()
)


def invited(db: Session, token_hash: str) -> str | None:
    """Return the id of the invitation that is still open, None where there is none."""
    found = (
        select(guest.c.id)
        .join_from(guest, item, item.c.id == guest.c.item_id)
        .where(
            guest.c.token_hash == token_hash,
            guest.c.accepted_at.is_(None),
            guest.c.address != BY_CODE,
            lasts(),
        )
    )
    return db.execute(found, {"today": clock.today()}).scalar()


def over(db: Session, person_id: str) -> bool:
    """Whether an account came as a guest, and nothing is lent to it any more."""
    found = select(person.c.id).where(person.c.id == person_id, _OF_GUEST, ~_LENT)
    return db.execute(found, {"today": clock.today()}).first() is not None


def end_sessions(db: Session) -> None:
    """End the sessions of guests to whom nothing is lent any more."""
    found = select(person.c.id).where(_OF_GUEST, ~_LENT)
    ended = delete(session).where(session.c.person_id.in_(found))
    db.execute(ended, {"today": clock.today()})


def forgettable(conn: Connection) -> Sequence[str]:
    """Return accounts that came as guests and of which no loan is kept any more."""
    found = select(person.c.id).where(_OF_GUEST, ~_KNOWN).order_by(person.c.id).limit(AT_ONCE)
    return conn.execute(found).scalars().all()
