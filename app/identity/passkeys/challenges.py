"""Challenges: what a passkey has to sign, once, within minutes, for the session that asked."""

import secrets
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import delete
from sqlmodel import Session

from app.core import clock
from app.core.db import table
from app.identity.models import PasskeyChallenge
from app.identity.sessions import hashed

LASTS = timedelta(minutes=5)
challenge = table(PasskeyChallenge)


class Kind(StrEnum):
    """What a challenge is for."""

    ENROL = "enrol"
    USE = "use"


def issue(db: Session, secret: str, kind: Kind) -> bytes:
    """Return a challenge for the session behind ``secret``; only its hash is stored."""
    sweep(db)
    made = secrets.token_bytes(32)
    db.add(PasskeyChallenge(key=_key(made), session_hash=hashed(secret), kind=kind))
    return made


def take(db: Session, secret: str, kind: Kind, given: bytes) -> bool:
    """Take the challenge out; say whether it was there for this session, and of late."""
    found = db.execute(
        delete(challenge)
        .where(
            challenge.c.key == _key(given),
            challenge.c.session_hash == hashed(secret),
            challenge.c.kind == kind,
        )
        .returning(challenge.c.created_at)
    ).scalar()
    return found is not None and clock.wall() - found <= LASTS


def sweep(db: Session) -> None:
    """Delete challenges that nobody can answer any more."""
    db.execute(delete(challenge).where(challenge.c.created_at < clock.wall() - LASTS))


def _key(made: bytes) -> str:
    return sha256(made).hexdigest()
