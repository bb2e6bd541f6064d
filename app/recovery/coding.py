"""The code for a first passkey, made by one who may make links: shown once, told by voice."""

from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import Session

from app.access.viewer import Viewer
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.core.i18n import N_
from app.identity import letters
from app.identity.models import Person, Recovery
from app.identity.passkeys import coded
from app.recovery.actions import CHANGED, hold_other
from app.recovery.going_on import ensure_goes_on, ensure_not_quiet
from app.recovery.queries import life_of
from app.web.portal import Portal

NOT_YOU = N_(
    "The code is shown to whoever agreed, or to another person of the Secretariat, and not to the"
    " one who proposed it."
)

recovery = table(Recovery)


def waiting(conn: Connection, person_id: str) -> Any:
    """Return the row of the recovery that took the passkeys, while a code can be made; else None.

    Where whoever runs the server removed them since, no recovery did, and the code is made there.
    """
    since = coded.since(conn, person_id)
    if since is None or coded.is_over(since):
        return None
    own = recovery.c.person_id == person_id, recovery.c.effect_at == since
    return conn.execute(select(recovery).where(*own)).first()


def make_code(db: Session, portal: Portal, viewer: Viewer, person_id: str, seen: str) -> str:
    """Return a code for the first passkey after the recovery ``seen``; the person is written to.

    Raises:
        Forbidden: for the own account.
        Conflict: when none can be made, or not by the viewer.
    """
    one = hold_other(db, viewer, person_id)
    conn = db.connection()
    found = waiting(conn, person_id)
    if found is None or found.id != seen:
        raise Conflict(CHANGED)
    if not life_of(found).may_make_code(viewer.person_id):
        raise Conflict(NOT_YOU)
    ensure_goes_on(conn, one, found)
    ensure_not_quiet(conn)
    made = coded.make(db, portal.settings, viewer, person_id)
    whom = db.get_one(Person, person_id)
    letters.write(db, portal, whom, letters.CODE_MADE, "passkey-code-made", at=clock.wall())
    return made
