"""A recovery as those outside the staff are asked about it, and what their answer does."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlmodel import Session

from app.access.viewer import Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.core.i18n import gettext
from app.directory.office_showing import in_full
from app.directory.second_matter import Kind, Matter, What
from app.identity.models import Person, Recovery
from app.identity.people import named
from app.recovery import held, helped, letters
from app.recovery.actions import CHANGED
from app.recovery.going_on import ensure_goes_on
from app.recovery.helped import Helped
from app.recovery.queries import life_of
from app.recovery.rules import CHECKS, DELAYS, GIVEN, REASONS, Life, Stage, due_once_agreed
from app.web.components import moment_words
from app.web.portal import Portal

recovery = table(Recovery)
person = table(Person)
HOUR = 3600

_ALL = select(recovery, person.c.name.label("proposer")).join_from(
    recovery, person, person.c.id == recovery.c.proposed_by, isouter=True
)
_ONE = _ALL.where(recovery.c.id == bindparam("key"))
_OPEN = _ALL.where(recovery.c.ended_at.is_(None), recovery.c.agreed_by.is_(None)).order_by(
    recovery.c.proposed_at, recovery.c.id
)


def find(conn: Connection, key: str) -> Matter | None:
    """Return the recovery of an id, None for an unknown one and for who was taken out."""
    row = conn.execute(_ONE, {"key": key}).first()
    return None if row is None else _matter(conn, row)


def waiting(conn: Connection) -> Sequence[Matter]:
    """Return what waits for a second person, the oldest first."""
    found = [_matter(conn, row) for row in conn.execute(_OPEN).all()]
    return [one for one in found if one is not None and one.waits]


def hold(db: Session, key: str) -> None:
    """Hold the person of a recovery until the act is done."""
    person_id = db.execute(select(recovery.c.person_id).where(recovery.c.id == key)).scalar()
    if person_id:
        held.hold(db, person_id)


def agree(db: Session, portal: Portal, viewer: Viewer, matter: Matter) -> None:
    """Let the delay run that two people let run; where time ran already, never a longer one.

    Raises:
        Conflict: when it may not go on.
    """
    one, found = _held(db, matter)
    ensure_goes_on(db.connection(), one, found)
    now = clock.now()
    found.agreed_by, found.agreed_at = viewer.person_id, now
    found.due_at = due_once_agreed(found.gives, now, found.due_at)
    record(db, Event.RECOVERY_AGREED, viewer=viewer, subject=found.person_id)
    db.flush()
    letters.tell(db, portal, one, life_of(found))


def refuse(db: Session, portal: Portal, viewer: Viewer, matter: Matter) -> None:
    """Call it off; those are told who had been told of it."""
    one, found = _held(db, matter)
    held.end(db, viewer, found, Stage.WITHDRAWN)
    letters.tell(db, portal, one, life_of(found))


def _held(db: Session, matter: Matter) -> tuple[Helped, Recovery]:
    """Return who is helped and the recovery of a matter, the person held.

    Raises:
        Conflict: when it is another one by now.
    """
    one, found = helped.find(db.connection(), matter.subject), held.open_of(db, matter.subject)
    if one is None or found is None or found.id != matter.key:
        raise Conflict(CHANGED)
    return one, found


def _matter(conn: Connection, row: Any) -> Matter | None:
    one, life = helped.find(conn, row.person_id), life_of(row)
    if one is None:
        return None
    seats = "; ".join(in_full(seat.kind, seat.member_name) for seat in one.seats)
    return Matter(
        what=What.RECOVERY,
        key=row.id,
        mark=row.id,
        owners=frozenset(one.members),
        seats=[(seat.kind, seat.member_name) for seat in one.seats],
        title=gettext("Help somebody in again who lost the sign-in"),
        proposer=row.proposed_by,
        helped=row.person_id,
        subject=row.person_id,
        waits=life.stage in {Stage.PROPOSED, Stage.WAITING} and row.agreed_by is None,
        facts=_facts(row, one, seats),
        agreeing=gettext(
            "It takes effect %(num)s hours later at the most. The person and the member's offices"
            " are told now, and the person can stop it.",
            num=int(DELAYS[row.gives].total_seconds() // HOUR),
        ),
        nothing=_nothing(life),
        now=_now(life),
    )


def _facts(row: Any, one: Helped, seats: str) -> Sequence[tuple[str, str]]:
    said = (
        (gettext("Person"), one.name),
        (gettext("Office"), seats),
        (gettext("What is given"), gettext(GIVEN[row.gives])),
        (gettext("Proposed by"), named(row.proposer or "")),
        (gettext("Proposed on"), moment_words(row.proposed_at)),
        (gettext("Why"), row.reason_words or gettext(REASONS[row.reason])),
        (gettext("How the person was checked"), gettext(CHECKS[row.checked])),
    )
    return [(label, words) for label, words in said if words]


def _nothing(life: Life) -> str:
    if life.due_at:
        day = moment_words(life.due_at)
        return gettext("Without an answer it takes effect by itself on %(day)s.", day=day)
    return gettext("Without an answer nothing happens until somebody else agrees or withdraws it.")


def _now(life: Life) -> str:
    if life.due_at and life.stage == Stage.WAITING:
        return gettext(
            "It takes effect on %(day)s, unless the person stops it.", day=moment_words(life.due_at)
        )
    return gettext("It is no longer in your hands.")


KIND = Kind(hold, find, waiting, agree, refuse)
