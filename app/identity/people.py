"""People as such: how they are named once they were taken out, and taking them out."""

from datetime import timedelta

from sqlalchemy import delete, func, select, update
from sqlmodel import Session

from app.core import clock
from app.core.db import table
from app.core.errors import SignInNeeded
from app.core.i18n import gettext
from app.identity import sessions
from app.identity.models import (
    AccessToken,
    Device,
    Identity,
    Passkey,
    PasskeyCode,
    Person,
    Recovery,
)

identity = table(Identity)
device = table(Device)
passkey = table(Passkey)
code = table(PasskeyCode)
token = table(AccessToken)
recovery = table(Recovery)
person = table(Person)

RECOVERED = timedelta(days=365)
"""So long what is over of a recovery says why, and how the person was checked."""
TAKEN_OUT = ""
"""The name of a person who was taken out: nobody can be called so."""
_NOTHING = {
    "name": TAKEN_OUT, "email": None, "email_checked_at": None, "language": None, "came_by": None,
    "passkey_wanted_since": None,
}  # fmt: skip


def named(name: str) -> str:
    """Return a person's name, or words for one who was taken out."""
    return gettext("A former official") if name == TAKEN_OUT else name


def take_checked(person: Person, mail: str | None, *, checked: bool, alone: bool) -> str | None:
    """Keep the address that a provider checked, where the person has none that is checked.

    One that differs is taken only where the person comes in by nothing else (``alone``): else who
    has a session for a moment would link a sign-in whose address gets every letter from then on.

    Returns:
        The address that it replaced, to which that is written.
    """
    if not mail or not checked or person.email_checked_at is not None:
        return None
    before, same = person.email, (person.email or "").casefold() == mail.casefold()
    if not same and not alone:
        return None
    person.email, person.email_checked_at = mail, clock.now()
    return None if same else before


def comes_by_one(db: Session, person_id: str) -> bool:
    """Whether a person has one way in alone."""
    theirs = select(func.count()).select_from(identity).where(identity.c.person_id == person_id)
    return bool(db.execute(theirs).scalar_one() == 1)


def hold(db: Session, person_id: str) -> None:
    """Hold a person's row until the commit: who is being taken out takes no office meanwhile.

    Raises:
        SignInNeeded: for somebody who was taken out.
    """
    if db.get_one(Person, person_id, with_for_update=True).name == TAKEN_OUT:
        raise SignInNeeded


def take_out(db: Session, person_id: str) -> None:
    """Forget who a person was: name, address, ways in, passkeys, tokens, browsers, recoveries.

    The row stays without them: offices and the record name people by its id.
    """
    sessions.end_all(db, person_id)
    for rows in (identity, device, passkey, code, token, recovery):
        db.execute(delete(rows).where(rows.c.person_id == person_id))
    db.execute(update(person).where(person.c.id == person_id).values(**_NOTHING))
