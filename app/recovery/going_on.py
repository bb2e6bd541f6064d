"""Whether a recovery may still go on: asked under the lock at each of its steps, and by its duty.

What was true when it was proposed may be so no longer when it takes effect, when its link is made
and when that is used.
"""

from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from app.audit.events import Event
from app.audit.models import AuditRecord
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.core.i18n import N_
from app.directory.holding import appointed_today, appointment, review
from app.directory.second_answers import agreed_outside, stands
from app.directory.second_matter import What
from app.directory.two_people import GONE, colleagues
from app.recovery import helped
from app.recovery.helped import Helped
from app.recovery.rules import THAWED

REVIEWED_SINCE = N_(
    "An office of this person came under review after this was proposed, so it is called off."
    " Check anew who asks, and propose it anew."
)
BY_ONE = N_(
    "This person came to an office of the Secretariat after one person alone decided this, and such"
    " an account is helped in by two others. Propose it anew."
)
QUIET = N_(
    "Until a short while ago the portal took no changes, so nobody could stop this. For a day after"
    " that nobody is helped in."
)

audit = table(AuditRecord)
_REVIEWED_SINCE = (
    select(review.c.id)
    .join_from(review, appointment, appointment.c.office_id == review.c.office_id)
    .where(
        appointment.c.person_id == bindparam("person_id"),
        appointed_today(),
        review.c.began_at >= bindparam("since"),
    )
)
_THAWED_AT = select(func.max(audit.c.at)).where(audit.c.event == Event.PORTAL_THAWED)


def hindrance(conn: Connection, one: Helped, found: Any) -> str:
    """Return the sentence that says why ``found`` may not go on, empty where nothing hinders it.

    ``found`` is the recovery of ``one``, or its row.
    """
    if said := helped.hindrance(conn, one):
        return said
    asked = {"person_id": one.person_id, "today": clock.today(), "since": found.proposed_at}
    if conn.execute(_REVIEWED_SINCE, asked).first() is not None:
        return REVIEWED_SINCE
    if one.in_secretariat and found.effect_at is not None and found.agreed_by is None:
        return BY_ONE
    return "" if _still_act(conn, found) else GONE


def _still_act(conn: Connection, found: Any) -> bool:
    """Whether those who decided it still act as what they did: of the staff or outside it."""
    staff = {person for person, _language in colleagues(conn)}
    if agreed_outside(conn, What.RECOVERY, found.id):
        second = stands(conn, What.RECOVERY, found.id)
    else:
        second = found.agreed_by is None or found.agreed_by in staff
    return found.proposed_by in staff and second


def decided_by_one(conn: Connection, found: Any) -> bool:
    """Whether one of the staff alone decided it: the second person, if any, is from outside."""
    return found.agreed_by is None or agreed_outside(conn, What.RECOVERY, found.id)


def ensure_goes_on(conn: Connection, one: Helped, found: Any) -> None:
    """Let pass what may still go on.

    Raises:
        Conflict: with the sentence that says why not.
    """
    if said := hindrance(conn, one, found):
        raise Conflict(said)


def quiet(conn: Connection) -> bool:
    """Whether the portal was frozen until a day ago: nobody could sign in to stop anything."""
    last = conn.execute(_THAWED_AT).scalar()
    return last is not None and last + THAWED > clock.now()


def ensure_not_quiet(conn: Connection) -> None:
    """Let pass where whoever is helped in could have stopped it.

    Raises:
        Conflict: for a day after a freeze.
    """
    if quiet(conn):
        raise Conflict(QUIET)
