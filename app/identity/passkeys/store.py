"""The passkeys of a person: listed, enrolled, used and removed."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime

from sqlalchemy import Connection, delete, select, update
from sqlmodel import Session

from app.access.proof import Proof
from app.access.viewer import Viewer
from app.audit.actions import Plain, record
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict, NotFound, SecondFactorNeeded
from app.core.i18n import N_
from app.identity import people, sessions, tokens
from app.identity.models import Passkey, PortalSession
from app.identity.passkeys import coded
from app.identity.passkeys.values import ENROLLED, NOT_YOURS, Key, NotTaken

LAST = N_("Whoever holds an office of the Secretariat keeps one passkey. Add another one first.")
MOST = 20
TOO_MANY = N_("You have twenty passkeys, which is the most. Remove one first.")
BY_PASSKEY = "passkey"
passkey = table(Passkey)
session = table(PortalSession)


@dataclass(frozen=True, slots=True)
class Owned:
    """A passkey as its owner sees it."""

    id: str
    name: str
    created_at: datetime
    used_at: datetime | None


def owned(conn: Connection, person_id: str) -> Sequence[Owned]:
    """Return the person's passkeys, the oldest first."""
    rows = conn.execute(
        select(*(passkey.c[field.name] for field in fields(Owned)))
        .where(passkey.c.person_id == person_id)
        .order_by(passkey.c.created_at, passkey.c.id)
    )
    return [Owned(*row) for row in rows]


def keys(conn: Connection, person_id: str) -> Sequence[Key]:
    """Return what the ceremonies need of the person's passkeys."""
    own = passkey.c.person_id == person_id
    rows = conn.execute(
        select(*(passkey.c[field.name] for field in fields(Key))).where(own).order_by(passkey.c.id)
    )
    return [Key(*row) for row in rows]


def key_of(found: Passkey) -> Key:
    """Return what the ceremonies need of a passkey."""
    return Key(found.credential_id, found.public_key, found.sign_count, found.transports)


def enrol(db: Session, viewer: Viewer, secret: str, name: str, made: Key) -> None:
    """Keep a passkey that was just made in the session of ``secret``.

    What a first passkey needs is asked here once more: another one may have come first meanwhile.

    Raises:
        NotTaken: for one that somebody has enrolled already.
        SignInNeeded: when the viewer was taken out meanwhile.
        SecondFactorNeeded: for a further one of who showed no second factor of late.
        Forbidden: for a first one that wants a code which was not typed here.
        Conflict: where the person has too many.
    """
    person_id = viewer.person_id or ""
    people.hold(db, person_id)
    others = len(keys(db.connection(), person_id))
    if others and viewer.proof < Proof.TWO_LATELY:
        raise SecondFactorNeeded
    coded.ensure_typed(db.connection(), viewer, secret)
    if others >= MOST:
        raise Conflict(TOO_MANY)
    same = passkey.c.credential_id == made.credential_id
    if db.execute(select(passkey.c.id).where(same)).first():
        raise NotTaken(ENROLLED)
    db.add(Passkey(person_id=person_id, name=name, **asdict(made)))
    coded.settle(db, person_id)
    record(db, Event.PASSKEY_ENROLLED, viewer=viewer, subject=person_id)


def own(db: Session, viewer: Viewer, credential_id: str) -> Passkey:
    """Return one of the viewer's passkeys, held until the commit: it counts.

    Raises:
        NotTaken: for one that is not the viewer's.
    """
    wanted = select(Passkey).where(
        passkey.c.person_id == viewer.person_id, passkey.c.credential_id == credential_id
    )
    found: Passkey | None = db.execute(wanted.with_for_update()).scalar()
    if found is None:
        raise NotTaken(NOT_YOURS)
    return found


def use(db: Session, viewer: Viewer, secret: str, used: Passkey, count: int) -> str | None:
    """Note a use; return the session's new secret, None where the passkey counted backwards.

    One that does not count at all says 0 every time, as those do that are kept on several devices.
    """
    if (count or used.sign_count) and count <= used.sign_count:
        record(db, Event.PASSKEY_REFUSED, viewer=viewer, subject=viewer.person_id)
        return None
    now = clock.wall()
    used.sign_count, used.used_at = count, now
    record(db, Event.PRESENCE_PROVED, viewer=viewer, detail={"by": BY_PASSKEY})
    return sessions.renew(db, secret, proved_at=now, factor=BY_PASSKEY, factor_at=now)


def remove(db: Session, viewer: Viewer, secret: str, key: str) -> str:
    """Remove one of the viewer's passkeys and return its name; other sessions lose its proof.

    Raises:
        NotFound: where the viewer has no such passkey.
        Conflict: for the last one of somebody who needs one.
    """
    people.hold(db, viewer.person_id or "")
    names = {one.id: one.name for one in owned(db.connection(), viewer.person_id or "")}
    if key not in names:
        raise NotFound
    if len(names) == 1 and viewer.needs_two:
        raise Conflict(LAST)
    db.execute(delete(passkey).where(passkey.c.id == key))
    others = (
        session.c.person_id == viewer.person_id,
        session.c.factor == BY_PASSKEY,
        session.c.id_hash != sessions.hashed(secret),
    )
    db.execute(update(session).where(*others).values(factor="", factor_at=None))
    record(db, Event.PASSKEY_REMOVED, viewer=viewer, subject=viewer.person_id)
    return names[key]


def remove_all(db: Session, person_id: str, *, by: str) -> int:
    """Remove all of a person's passkeys, end sessions and tokens; return how many passkeys it were.

    ``by`` says in the record who did it: the operator, or a recovery.

    Raises:
        SignInNeeded: for somebody who was taken out.
    """
    people.hold(db, person_id)
    gone = delete(passkey).where(passkey.c.person_id == person_id).returning(passkey.c.id)
    number = len(db.execute(gone).all())
    if number:
        sessions.end_all(db, person_id)
        tokens.end_all(db, person_id)
        detail: dict[str, Plain] = {"by": by, "number": number}
        record(db, Event.PASSKEY_REMOVED, subject=person_id, detail=detail)
    return number
