"""The one recovery of a person that goes on, held until an act is done, and what ends with it."""

from sqlalchemy import delete, select
from sqlmodel import Session

from app.access.viewer import Viewer
from app.audit.actions import Plain, record
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.identity import sessions, tokens
from app.identity.models import Identity, Person, Recovery
from app.identity.renewed import word_out
from app.orders import actions as orders
from app.recovery.rules import Stage

identity = table(Identity)
recovery = table(Recovery)


def sign_out_everywhere(db: Session, person_id: str) -> None:
    """End every session of a person, the tokens of programmes, and files that wait to be saved."""
    sessions.end_all(db, person_id)
    tokens.end_all(db, person_id)
    orders.end_of(db, person_id)


_ENDS = {
    Stage.STOPPED: Event.RECOVERY_STOPPED,
    Stage.WITHDRAWN: Event.RECOVERY_WITHDRAWN,
    Stage.LAPSED: Event.RECOVERY_LAPSED,
}


def end(db: Session, viewer: Viewer, found: Recovery, outcome: Stage) -> None:
    """End a recovery that did not come to its end; its link opens nothing from now on.

    A sign-in provider that has the portal's word does not ask again: the person's sign-in there is
    untied, or a new way in that was begun would open the account all the same.
    """
    found.outcome, found.link_hash = outcome, None
    found.ended_by, found.ended_at = viewer.person_id, clock.now()
    record(db, _ENDS[outcome], viewer=viewer, subject=found.person_id)
    for issuer in sorted(word_out(db.connection(), found.person_id, found.proposed_at)):
        _untie(db, viewer, found.person_id, issuer)


def _untie(db: Session, viewer: Viewer, person_id: str, issuer: str) -> None:
    theirs = identity.c.person_id == person_id, identity.c.issuer == issuer
    if db.execute(delete(identity).where(*theirs).returning(identity.c.subject)).all():
        detail: dict[str, Plain] = {"issuer": issuer}
        record(db, Event.IDENTITY_UNBOUND, viewer=viewer, subject=person_id, detail=detail)


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
