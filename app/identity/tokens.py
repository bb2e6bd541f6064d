"""Tokens by which programmes read: made, listed, taken back; whoever has the secret reads.

The secret is shown once and stored as a hash. It begins with a word of its own, so that those who
look for leaked secrets recognise it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, select, true, update
from sqlmodel import Session

from app.access.scopes import Scope
from app.access.viewer import Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.core.i18n import N_
from app.core.ids import new_token
from app.identity import people
from app.identity.models import AccessToken
from app.identity.sessions import hashed, provider_of_session
from app.web.portal import Portal

token = table(AccessToken)

BEGINS = "r2pfp_"
MARK = len(BEGINS) + 4
MOST = 10
USED_EVERY = timedelta(hours=1)
TOO_MANY = N_("You have as many tokens as can be kept. Take one back that no programme uses.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a token is to be: by what name its holder knows it, what it opens, and for how long."""

    name: str
    scopes: Collection[Scope]
    days: int


@dataclass(frozen=True, slots=True)
class Owned:
    """A token of one's own, as its owner sees it."""

    id: str
    mark: str
    name: str
    scopes: Sequence[Scope]
    created_at: datetime
    used_at: datetime | None
    expires_at: datetime


def make(db: Session, viewer: Viewer, session: str, appointment_id: str, wanted: Wanted) -> str:
    """Keep a new token of the viewer, for the appointment held; return its secret.

    ``session`` is the secret of the session in use: its provider has to speak for the office.

    Raises:
        SignInNeeded: when the viewer was taken out meanwhile.
        Conflict: where the person has too many.
    """
    person_id = viewer.person_id or ""
    people.hold(db, person_id)
    conn = db.connection()
    if len(owned(conn, person_id)) >= MOST:
        raise Conflict(TOO_MANY)
    secret = BEGINS + new_token()
    db.add(
        AccessToken(
            secret_hash=hashed(secret),
            mark=secret[:MARK],
            person_id=person_id,
            appointment_id=appointment_id,
            provider=provider_of_session(conn, session),
            name=wanted.name,
            scopes=" ".join(sorted(wanted.scopes)),
            expires_at=clock.wall() + timedelta(days=wanted.days),
        )
    )
    scopes = ", ".join(sorted(wanted.scopes))
    record(
        db, Event.PROGRAMME_ADMITTED, viewer=viewer, subject=person_id, detail={"scopes": scopes}
    )
    return secret


def owned(conn: Connection, person_id: str) -> Sequence[Owned]:
    """Return the person's tokens that are not over, the newest first."""
    rows = conn.execute(
        select(token)
        .where(token.c.person_id == person_id, token.c.expires_at > clock.wall())
        .order_by(token.c.created_at.desc(), token.c.id)
    )
    return [
        Owned(
            row.id,
            row.mark,
            row.name,
            scopes_of(row.scopes),
            row.created_at,
            row.used_at,
            row.expires_at,
        )
        for row in rows
    ]


def scopes_of(stored: str) -> Sequence[Scope]:
    """Return what a token opens, in the order in which people read it."""
    kept = stored.split()
    return [scope for scope in Scope if scope in kept]


def revoke(db: Session, viewer: Viewer, key: str) -> None:
    """Take back one of the viewer's tokens: it opens nothing from the next request on.

    One that is gone already, or was never the viewer's, is left as it is.
    """
    _revoke(db, viewer, token.c.id == key)


def revoke_hashes(db: Session, viewer: Viewer, hashes: Collection[str]) -> None:
    """Take back those of the viewer's tokens that are stored under one of ``hashes``."""
    _revoke(db, viewer, token.c.secret_hash.in_(hashes))


def _revoke(db: Session, viewer: Viewer, which: ColumnElement[bool]) -> None:
    own = delete(token).where(token.c.person_id == viewer.person_id, which)
    if db.execute(own.returning(token.c.id)).first():
        record(db, Event.PROGRAMME_DISMISSED, viewer=viewer, subject=viewer.person_id)


def end_of(db: Session, appointments: Collection[str]) -> None:
    """End every token that lives with one of ``appointments``."""
    db.execute(delete(token).where(token.c.appointment_id.in_(appointments)))


def end_all(db: Session, person_id: str | None = None) -> None:
    """End every token of a person, or (None) of everybody."""
    whose = true() if person_id is None else token.c.person_id == person_id
    db.execute(delete(token).where(whose))


def mark_used(portal: Portal, key: str) -> None:
    """Note that a token was used, in a short transaction of its own."""
    with portal.db.unit_of_work() as db:
        db.execute(update(token).where(token.c.id == key).values(used_at=clock.wall()))


def sweep(db: Session) -> None:
    """Delete tokens that are over."""
    db.execute(delete(token).where(token.c.expires_at <= clock.wall()))
