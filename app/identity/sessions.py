"""Server-side sessions: a new secret at each sign-in, stored as a hash, ended for good."""

from datetime import timedelta
from hashlib import sha256

from sqlalchemy import delete, update
from sqlmodel import Session

from app.core import clock
from app.core.config import Settings
from app.core.db import table
from app.core.ids import new_token
from app.identity.models import PortalSession
from app.web.portal import Portal

session = table(PortalSession)

SEEN_EVERY = timedelta(minutes=1)


def hashed(secret: str) -> str:
    """Return what is stored of a secret."""
    return sha256(secret.encode()).hexdigest()


def mark_seen(portal: Portal, id_hash: str) -> None:
    """Note that the session was used, in a short transaction of its own."""
    with portal.db.unit_of_work() as db:
        db.execute(update(session).where(session.c.id_hash == id_hash).values(seen_at=clock.wall()))


def start(
    db: Session, settings: Settings, person_id: str, *, provider: str, id_token: str | None
) -> str:
    """Start a session for ``person_id`` and return the secret for the cookie."""
    secret = new_token()
    db.add(
        PortalSession(
            id_hash=hashed(secret),
            person_id=person_id,
            provider=provider,
            id_token=id_token,
            expires_at=clock.wall() + timedelta(hours=settings.session_hours),
        )
    )
    db.flush()
    return secret


def end(db: Session, secret: str) -> None:
    """End the session behind ``secret``; its cookie opens nothing any more."""
    db.execute(delete(session).where(session.c.id_hash == hashed(secret)))


def act_for(db: Session, secret: str, office_id: str) -> None:
    """Act for another of the person's offices from the next request on."""
    db.execute(
        update(session).where(session.c.id_hash == hashed(secret)).values(office_id=office_id)
    )


def sweep(db: Session) -> None:
    """Delete sessions that are over."""
    db.execute(delete(session).where(session.c.expires_at <= clock.wall()))
