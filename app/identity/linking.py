"""Several identities of one person: linked and unlinked by a person who is surely there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import Connection, delete, select
from sqlmodel import Session

from app.access.viewer import Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.core.config import Settings
from app.core.db import table
from app.core.errors import Conflict, NotFound
from app.core.i18n import N_
from app.identity import people
from app.identity.models import Identity, PortalSession
from app.identity.oidc import Claims
from app.identity.sessions import hashed
from app.identity.signing_in import identity_hash

NOT_FRESH = N_("You were not signed in freshly enough for this. Confirm that it is you first.")
TAKEN = N_("This sign-in is already linked to an account, so nothing was changed.")
LAST = N_("This is the only way in to your account. Link another one first.")
IN_USE = N_("You are signed in this way now. Sign in the other way first, then unlink this one.")

identity = table(Identity)
session = table(PortalSession)


@dataclass(frozen=True, slots=True)
class Linked:
    """An identity of one's own; ``name`` is that of its provider, ``here`` marks the one in use."""

    id: str
    name: str
    bound_at: datetime
    here: bool


def linked(conn: Connection, settings: Settings, viewer: Viewer, secret: str) -> Sequence[Linked]:
    """Return the viewer's identities, the oldest first."""
    rows = conn.execute(
        select(identity.c.issuer, identity.c.subject, identity.c.bound_at, session.c.identity_hash)
        .join(session, session.c.person_id == identity.c.person_id)
        .where(identity.c.person_id == viewer.person_id, session.c.id_hash == hashed(secret))
        .order_by(identity.c.bound_at, identity.c.issuer, identity.c.subject)
    )
    names = {given.issuer: given.name for given in settings.providers}
    return [
        Linked(
            id=(id_ := identity_hash(row.issuer, row.subject)),
            name=names.get(row.issuer) or urlsplit(row.issuer).hostname or row.issuer,
            bound_at=row.bound_at,
            here=id_ == row.identity_hash,
        )
        for row in rows
    ]


def link(db: Session, viewer: Viewer, claims: Claims) -> None:
    """Bind an identity that is nobody's to the viewer.

    Raises:
        SignInNeeded: when the viewer was taken out meanwhile.
    """
    person_id = viewer.person_id or ""
    people.hold(db, person_id)
    db.add(Identity(issuer=claims.issuer, subject=claims.subject, person_id=person_id))
    detail: dict[str, str | int | bool | None] = {"issuer": claims.issuer}
    record(db, Event.IDENTITY_BOUND, viewer=viewer, subject=viewer.person_id, detail=detail)


def unlink(db: Session, viewer: Viewer, secret: str, given: str) -> str:
    """Take an identity from the viewer, end the sessions that came by it; return its issuer.

    Raises:
        NotFound: where the viewer has no such identity.
        Conflict: for the last one, and for the one in use.
    """
    rows = db.execute(
        select(identity.c.issuer, identity.c.subject).where(
            identity.c.person_id == viewer.person_id
        )
    ).all()
    own = {identity_hash(row.issuer, row.subject): row for row in rows}
    if given not in own:
        raise NotFound
    if len(own) == 1:
        raise Conflict(LAST)
    if db.get_one(PortalSession, hashed(secret)).identity_hash == given:
        raise Conflict(IN_USE)
    issuer, subject = own[given]
    db.execute(delete(identity).where(identity.c.issuer == issuer, identity.c.subject == subject))
    db.execute(
        delete(session).where(
            session.c.person_id == viewer.person_id, session.c.identity_hash == given
        )
    )
    detail: dict[str, str | int | bool | None] = {"issuer": issuer}
    record(db, Event.IDENTITY_UNBOUND, viewer=viewer, subject=viewer.person_id, detail=detail)
    return str(issuer)
