"""People as such: how they are named once they were taken out, and taking them out."""

from datetime import timedelta

from sqlalchemy import delete, update
from sqlmodel import Session

from app.core.db import table
from app.core.errors import SignInNeeded
from app.core.i18n import gettext
from app.identity import sessions
from app.identity.models import AccessToken, Device, Identity, Passkey, Person, Recovery

identity = table(Identity)
device = table(Device)
passkey = table(Passkey)
token = table(AccessToken)
recovery = table(Recovery)
person = table(Person)

RECOVERED = timedelta(days=365)
"""So long what is over of a recovery says why, and how the person was checked."""
TAKEN_OUT = ""
"""The name of a person who was taken out: nobody can be called so."""


def named(name: str) -> str:
    """Return a person's name, or words for one who was taken out."""
    return gettext("A former official") if name == TAKEN_OUT else name


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
    for rows in (identity, device, passkey, token, recovery):
        db.execute(delete(rows).where(rows.c.person_id == person_id))
    db.execute(
        update(person)
        .where(person.c.id == person_id)
        .values(name=TAKEN_OUT, email=None, language=None, came_by=None)
    )
