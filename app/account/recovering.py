"""Beginning anew with passkeys: what an operator does for somebody who lost the only one."""

from sqlalchemy import func, or_, select

from app.core import clock
from app.core.db import table
from app.identity import letters
from app.identity.models import Person
from app.identity.passkeys import store
from app.identity.people import TAKEN_OUT
from app.web.portal import Portal

person = table(Person)


class NobodyMeant(Exception):
    """No person, or more than one, is called so."""


def remove_passkeys(portal: Portal, who: str) -> tuple[str, int]:
    """Remove all passkeys of a person named by address or id, end the sessions, tell the person.

    A fresh sign-in may begin with a first passkey then. Return the name, and how many there were.

    Raises:
        NobodyMeant: where ``who`` is nobody's, or not one person's.
    """
    called = or_(person.c.id == who, func.lower(person.c.email) == who.lower())
    with portal.db.unit_of_work() as db:
        found = list(db.execute(select(Person).where(called)).scalars())
        if len(found) != 1:
            raise NobodyMeant(f"{len(found)} people have this address or id.")
        (one,) = found
        if one.name == TAKEN_OUT:
            raise NobodyMeant("This person was taken out of the portal and has no passkey.")
        removed = store.remove_all(db, one.id, by="operator")
        if removed:
            letters.write(db, portal, one, letters.PASSKEYS_GONE, "passkeys-gone", at=clock.wall())
        return one.name, removed
