"""The one recovery of a person that goes on, held until an act is done, and what ends with it."""

from sqlalchemy import select
from sqlmodel import Session

from app.access.viewer import Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.identity import sessions, tokens
from app.identity.models import Person, Recovery
from app.recovery.rules import Stage

recovery = table(Recovery)


def sign_out_everywhere(db: Session, person_id: str) -> None:
    """End every session of a person, and the tokens of programmes."""
    sessions.end_all(db, person_id)
    tokens.end_all(db, person_id)


_ENDS = {
    Stage.STOPPED: Event.RECOVERY_STOPPED,
    Stage.WITHDRAWN: Event.RECOVERY_WITHDRAWN,
    Stage.LAPSED: Event.RECOVERY_LAPSED,
}


def end(db: Session, viewer: Viewer, found: Recovery, outcome: Stage) -> None:
    """End a recovery that did not come to its end; its link opens nothing from now on."""
    found.outcome, found.link_hash = outcome, None
    found.ended_by, found.ended_at = viewer.person_id, clock.now()
    record(db, _ENDS[outcome], viewer=viewer, subject=found.person_id)


def hold(db: Session, person_id: str) -> None:
    """Hold a person's row until the act is done."""
    db.get(Person, person_id, with_for_update=True, populate_existing=True)


def open_of(db: Session, person_id: str) -> Recovery | None:
    """Return the recovery of a held person that goes on."""
    wanted = select(recovery.c.id).where(
        recovery.c.person_id == person_id, recovery.c.ended_at.is_(None)
    )
    key = db.execute(wanted).scalar()
    return db.get(Recovery, key, populate_existing=True) if key else None
