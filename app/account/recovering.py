"""Beginning anew with passkeys: what an operator does for somebody who lost the only one."""

from sqlalchemy import func, or_, select
from sqlmodel import Session

from app.access.viewer import ANYONE
from app.core import clock
from app.core.db import table
from app.directory.office_showing import in_full
from app.directory.viewers import seats_of
from app.identity import letters
from app.identity.models import Person
from app.identity.passkeys import coded, store
from app.identity.people import TAKEN_OUT
from app.recovery import helped
from app.web.portal import Portal

person = table(Person)


class NobodyMeant(Exception):
    """No person, or more than one, is called so."""


def remove_passkeys(portal: Portal, who: str) -> tuple[str, int, bool]:
    """Remove all passkeys of a person named by id or checked address, end sessions, tell of it.

    A fresh sign-in may begin with a first passkey then. Return the name, how many there were, and
    whether the first new one wants a code; where it did already, the time for it begins anew.

    Raises:
        NobodyMeant: where ``who`` is nobody's, or not one person's.
    """
    with portal.db.unit_of_work() as db:
        one, at = _meant(db, who), clock.now()
        removed = store.remove_all(db, one.id, by="operator")
        wanted = one.passkey_wanted_since is not None
        wants = wanted or (bool(removed) and helped.wants_code(db.connection(), one.id))
        if wants:
            coded.want(db, one.id, at)
        if removed:
            told = {"at": clock.wall(), "coded": wants}
            letters.write(db, portal, one, letters.PASSKEYS_GONE, "passkeys-gone", **told)
        return one.name, removed, wants


def passkey_code(portal: Portal, who: str) -> tuple[str, str]:
    """Return the name of a person and a code for the first passkey, to be told by voice.

    Raises:
        NobodyMeant: where ``who`` is nobody's, or not one person's.
        Conflict: where the person needs none, or the time for it is over.
    """
    with portal.db.unit_of_work() as db:
        one = _meant(db, who)
        made = coded.make(db, portal.settings, ANYONE, one.id)
        letters.write(db, portal, one, letters.CODE_MADE, "passkey-code-made", at=clock.wall())
        return one.name, made


def _meant(db: Session, who: str) -> Person:
    """Return who is called so, held until the commit.

    An address means somebody only where a provider checked it and nobody else has it.

    Raises:
        NobodyMeant: where it is nobody, or not surely one person.
    """
    called = or_(person.c.id == who, func.lower(person.c.email) == who.lower())
    people = select(Person).where(called).order_by(person.c.id).with_for_update()
    found: list[Person] = list(db.execute(people).scalars())
    named = [one for one in found if one.id == who]
    if not found:
        raise NobodyMeant("Nobody has this address or id.")
    one = named[0] if named else found[0]
    if not named and (len(found) > 1 or one.email_checked_at is None):
        lines = "\n".join(f"{one.id}  {_said(db, one)}" for one in found)
        raise NobodyMeant(
            "This address is not surely one person's. Name the person by id; it is kept for:\n"
            + lines
        )
    if one.name == TAKEN_OUT:
        raise NobodyMeant("This person was taken out of the portal and has no passkey.")
    return one


def _said(db: Session, one: Person) -> str:
    """Return a person's name, offices and whether the address is checked, for an operator."""
    seats = [in_full(s.kind, s.member_name) for _, s in seats_of(db.connection(), [one.id])]
    offices = ", ".join(seats) or "no office"
    checked = "address checked" if one.email_checked_at else "address not checked"
    return f"{one.name} ({offices}; {checked})"
