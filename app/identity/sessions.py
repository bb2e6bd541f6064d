"""Server-side sessions: a new secret at each sign-in, stored as a hash, ended for good."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import ColumnElement, Connection, and_, delete, func, or_, select, update
from sqlmodel import Session

from app.core import clock
from app.core.config import Settings
from app.core.db import table
from app.core.errors import SignInNeeded
from app.core.ids import new_token
from app.identity.models import PortalSession
from app.web.portal import Portal

session = table(PortalSession)

SEEN_EVERY = timedelta(minutes=1)
BY_PROVIDER = "provider"
"""Who vouches for the second factor of a session: its provider; else a passkey."""


def hashed(secret: str) -> str:
    """Return what is stored of a secret."""
    return sha256(secret.encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """How somebody came in."""

    provider: str
    id_token: str | None = None
    browser: str = ""
    system: str = ""
    new_device: bool = False
    identity_hash: str = ""
    sid: str | None = None
    proved_at: datetime | None = None
    factor: str = ""
    factor_at: datetime | None = None
    reads_only: bool = False


@dataclass(frozen=True, slots=True)
class Lasting:
    """A session of one's own, as its owner sees it."""

    id_hash: str
    browser: str
    system: str
    new_device: bool
    created_at: datetime
    seen_at: datetime


def mark_seen(portal: Portal, id_hash: str) -> None:
    """Note that the session was used, in a short transaction of its own."""
    with portal.db.unit_of_work() as db:
        db.execute(update(session).where(session.c.id_hash == id_hash).values(seen_at=clock.wall()))


def start(db: Session, settings: Settings, person_id: str, came: Came) -> str:
    """Start a session for ``person_id`` and return the secret for the cookie."""
    secret = new_token()
    db.add(
        PortalSession(
            id_hash=hashed(secret),
            person_id=person_id,
            expires_at=clock.wall() + timedelta(hours=settings.session_hours),
            **asdict(came),
        )
    )
    db.flush()
    return secret


def provider_of_session(conn: Connection, secret: str) -> str:
    """Return the key of the provider by which a session was begun, empty where there is none."""
    wanted = select(session.c.provider).where(session.c.id_hash == hashed(secret))
    return conn.execute(wanted).scalar() or ""


def renew(db: Session, secret: str, **proof: object) -> str:
    """Give the session another secret, because more was proved; return it for the cookie."""
    fresh = new_token()
    values = {"id_hash": hashed(fresh), **proof}
    db.execute(update(session).where(session.c.id_hash == hashed(secret)).values(**values))
    return fresh


def lasting(conn: Connection, settings: Settings, person_id: str) -> Sequence[Lasting]:
    """Return the person's sessions that still open something, the last used first."""
    rows = conn.execute(
        select(*(session.c[field.name] for field in fields(Lasting)))
        .where(session.c.person_id == person_id, _open(settings))
        .order_by(session.c.seen_at.desc(), session.c.id_hash)
    )
    return [Lasting(*row) for row in rows]


def count_open(conn: Connection, settings: Settings) -> int:
    """Return how many sessions still open something, whoever's they are."""
    counted = select(func.count()).select_from(session).where(_open(settings))
    return int(conn.execute(counted).scalar_one())


def _open(settings: Settings) -> ColumnElement[bool]:
    wall = clock.wall()
    idle = timedelta(minutes=settings.session_idle_minutes)
    return and_(session.c.expires_at > wall, session.c.seen_at > wall - idle)


def end(db: Session, secret: str) -> None:
    """End the session behind ``secret``; its cookie opens nothing any more."""
    db.execute(delete(session).where(session.c.id_hash == hashed(secret)))


def ensure_going(db: Session, secret: str) -> None:
    """Let pass whose session still goes on: asked once the person's row is held.

    An act that ends sessions holds it too. It can come first while a provider is asked, and what
    the ended session then added would outlive it.

    Raises:
        SignInNeeded: when it was ended meanwhile.
    """
    own = session.c.id_hash == hashed(secret)
    if db.execute(select(session.c.id_hash).where(own)).first() is None:
        raise SignInNeeded


def end_own(db: Session, person_id: str, id_hash: str) -> bool:
    """End one of the person's sessions; say whether there was such a one."""
    chosen = delete(session).where(session.c.person_id == person_id, session.c.id_hash == id_hash)
    return db.execute(chosen.returning(session.c.id_hash)).first() is not None


def end_others(db: Session, person_id: str, secret: str) -> int:
    """End all the person's sessions but the one behind ``secret``; say how many there were."""
    chosen = delete(session).where(
        session.c.person_id == person_id, session.c.id_hash != hashed(secret)
    )
    return len(db.execute(chosen.returning(session.c.id_hash)).all())


def end_all(db: Session, person_id: str) -> None:
    """End every session of a person, on every device."""
    db.execute(delete(session).where(session.c.person_id == person_id))


def act_for(db: Session, secret: str, office_id: str) -> None:
    """Act for an office of the person's from the next request on; chosen again, write nothing."""
    other = or_(session.c.office_id.is_(None), session.c.office_id != office_id)
    own = session.c.id_hash == hashed(secret)
    db.execute(update(session).where(own, other).values(office_id=office_id))


def end_everybodys(db: Session) -> Sequence[str]:
    """End every session there is; return whose they were, each as often as it was."""
    return db.execute(delete(session).returning(session.c.person_id)).scalars().all()


def sweep(db: Session) -> None:
    """Delete sessions that are over."""
    db.execute(delete(session).where(session.c.expires_at <= clock.wall()))
