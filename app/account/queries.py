"""What the portal knows of a person and of the session in use."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from app.core.db import table
from app.identity.models import Person, PortalSession
from app.identity.sessions import hashed

session = table(PortalSession)
person = table(Person)


@dataclass(frozen=True, slots=True)
class Known:
    """The person behind a session, and how long it lasts."""

    email: str | None
    email_checked_at: datetime | None
    language: str | None
    provider: str
    started_at: datetime
    expires_at: datetime


_KNOWN = (
    select(
        person.c.email,
        person.c.email_checked_at,
        person.c.language,
        session.c.provider,
        session.c.created_at,
        session.c.expires_at,
    )
    .join_from(session, person, person.c.id == session.c.person_id)
    .where(session.c.id_hash == bindparam("id_hash"))
)


def known(conn: Connection, secret: str) -> Known:
    """Return what is known of the person who uses this session."""
    return Known(*conn.execute(_KNOWN, {"id_hash": hashed(secret)}).one())
