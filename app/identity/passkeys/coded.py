"""The first passkey after all were removed: beside the sign-in it wants a code told by voice.

Whoever reads a mailbox may have the sign-in as well; what somebody says who knows the person by
voice or face is not in it. The code is typed once, and the session that typed it adds the passkey.
"""

import hmac
import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, delete, func, select, update
from sqlmodel import Session

from app.access.proof import Proof
from app.access.viewer import Viewer
from app.audit.actions import Plain, record
from app.audit.events import Event
from app.audit.models import AuditRecord
from app.core import clock
from app.core.config import Settings
from app.core.db import table
from app.core.errors import Conflict, Forbidden
from app.core.i18n import N_
from app.core.ids import ALPHABET
from app.identity.models import PasskeyCode, Person
from app.identity.sessions import hashed

LENGTH, TRIES = 8, 5
LASTS = timedelta(minutes=30)
TAKEN = timedelta(minutes=10)
"""So long whoever typed it has for adding the passkey."""
OPEN_FOR = timedelta(days=14)
"""So long after the passkeys were removed a code is made and taken."""
NEEDED = N_(
    "The first passkey needs a code now, so nothing was added. Open “Add a passkey” again and type"
    " the code there."
)
NOT_WANTED = N_("This person needs no code: a passkey was added, or none was removed.")
TOO_LATE = N_(
    "More than 14 days have passed since the passkeys were removed, so no code is made any more."
    " They have to be removed anew."
)

audit = table(AuditRecord)
code = table(PasskeyCode)
person = table(Person)


def since(conn: Connection, person_id: str) -> datetime | None:
    """Return since when a person's first passkey wants a code, None where it wants none."""
    wanted = select(person.c.passkey_wanted_since).where(person.c.id == person_id)
    found: datetime | None = conn.execute(wanted).scalar()
    return found


def is_over(wanted_since: datetime) -> bool:
    """Whether no code is made and taken any more."""
    return wanted_since + OPEN_FOR <= clock.now()


def want(db: Session, person_id: str, at: datetime) -> None:
    """Let the first passkey of a held person want a code from ``at`` on; one made before ends."""
    _say(db, person_id, at)


def settle(db: Session, person_id: str) -> None:
    """Let passkeys of a held person want no code any more."""
    _say(db, person_id, None)


def _say(db: Session, person_id: str, at: datetime | None) -> None:
    db.get_one(Person, person_id).passkey_wanted_since = at
    db.flush()
    db.execute(delete(code).where(code.c.person_id == person_id))


def make(db: Session, settings: Settings, viewer: Viewer, person_id: str) -> str:
    """Return a code for a held person, in capitals; one that was made before opens nothing more.

    Raises:
        Conflict: where none is wanted, or the time for it is over.
    """
    wanted = since(db.connection(), person_id)
    if wanted is None:
        raise Conflict(NOT_WANTED)
    if is_over(wanted):
        raise Conflict(TOO_LATE)
    made = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    db.execute(delete(code).where(code.c.person_id == person_id))
    kept = _keyed(settings, person_id, made)
    db.add(PasskeyCode(person_id=person_id, code_hash=kept, until=clock.wall() + LASTS))
    db.flush()
    detail: dict[str, Plain] = {} if viewer.signed_in else {"by": "operator"}
    record(db, Event.PASSKEY_CODE_MADE, viewer=viewer, subject=person_id, detail=detail)
    return f"{made[:4]}-{made[4:]}".upper()


def take(db: Session, settings: Settings, viewer: Viewer, secret: str, typed: str) -> int | None:
    """Take what a held person typed in the session of ``secret``.

    Return None where it fits, which it does once; else how many tries are left of a code that
    waits, and ``TRIES`` where none does.
    """
    person_id = viewer.person_id or ""
    wanted = since(db.connection(), person_id)
    row = db.execute(select(code).where(code.c.person_id == person_id)).first()
    if row is None or wanted is None or is_over(wanted) or not _waits(row):
        return TRIES
    own = update(code).where(code.c.person_id == person_id)
    given = _keyed(settings, person_id, "".join(typed.lower().replace("-", " ").split()))
    if hmac.compare_digest(given, row.code_hash):
        until = clock.wall() + TAKEN
        db.execute(own.values(session_hash=hashed(secret), until=until))
        record(db, Event.PASSKEY_CODE_REDEEMED, viewer=viewer, subject=person_id)
        return None
    db.execute(own.values(tries=row.tries + 1))
    record(db, Event.PASSKEY_CODE_REFUSED, viewer=viewer, subject=person_id)
    return TRIES - int(row.tries) - 1


def _waits(row: Any) -> bool:
    return bool(row.session_hash is None and row.tries < TRIES and row.until > clock.wall())


def lacks(conn: Connection, viewer: Viewer, secret: str) -> bool:
    """Whether the viewer cannot add a first passkey before a code was typed in this session.

    Whoever showed a second factor in these minutes needs none: the provider asked for it. But where
    another sign-in was ever tied to the account it may be of a provider that a stranger chose.
    """
    person_id = viewer.person_id or ""
    if since(conn, person_id) is None:
        return False
    if viewer.proof == Proof.TWO_LATELY and _one_sign_in(conn, person_id):
        return False
    taken = select(code.c.person_id).where(
        code.c.person_id == person_id,
        code.c.session_hash == hashed(secret),
        code.c.until > clock.wall(),
    )
    return conn.execute(taken).first() is None


def _one_sign_in(conn: Connection, person_id: str) -> bool:
    """Whether a person never had but one sign-in, by the record: one that was untied counts."""
    tied = (audit.c.event == Event.IDENTITY_BOUND, audit.c.subject == person_id)
    number: int = conn.execute(select(func.count()).where(*tied)).scalar_one()
    return number <= 1


def ensure_typed(conn: Connection, viewer: Viewer, secret: str) -> None:
    """Let pass who needs no code, and the session that typed it.

    Raises:
        Forbidden: for everybody else.
    """
    if lacks(conn, viewer, secret):
        raise Forbidden(NEEDED)


def sweep(db: Session) -> None:
    """Delete codes that open nothing any more."""
    db.execute(delete(code).where(code.c.until < clock.wall()))


def _keyed(settings: Settings, person_id: str, made: str) -> str:
    """Return what is stored of a code: forty bits alone could be found out from a plain hash."""
    key = settings.secret_key.get_secret_value().encode()
    return hmac.new(key, f"passkey-code:{person_id}:{made}".encode(), sha256).hexdigest()
