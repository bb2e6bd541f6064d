"""Whether a submission can go on, asked under its lock at each step; and how it is over."""

from dataclasses import fields
from typing import Any

from sqlalchemy import Connection
from sqlmodel import Session

from app.access.viewer import ANYONE, Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.errors import NotFound
from app.directory.second_answers import stands
from app.directory.second_matter import What
from app.directory.two_people import colleagues
from app.manual import queries
from app.manual.actions.publishing import whole_draft
from app.manual.publishing import correcting
from app.manual.publishing.models import Submission
from app.manual.publishing.rules import Kind, Life, Outcome
from app.manual.values import DRAFT

ENDINGS = {
    Outcome.REFUSED: Event.EDITION_REFUSED,
    Outcome.TAKEN_BACK: Event.EDITION_TAKEN_BACK,
    Outcome.CHANGED: Event.EDITION_OFF,
    Outcome.LEFT: Event.EDITION_OFF,
}


def held(db: Session, key: str) -> Submission:
    """Hold a submission until the act is done.

    Raises:
        NotFound: when there is none.
    """
    found = db.get(Submission, key, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound
    return found


def life_of(row: Any) -> Life:
    """Return what has happened to a submission, or to the row of one."""
    return Life(*(getattr(row, field.name) for field in fields(Life)))


def hindrance(db: Session, found: Submission) -> Outcome | None:
    """Return why it cannot go on, None where nothing hinders it."""
    conn = db.connection()
    if not as_submitted(conn, found):
        return Outcome.CHANGED
    acting = {person for person, _language in colleagues(conn)}
    decided = {found.proposed_by, found.agreed_by} - {None}
    if found.agreed_by not in acting and stands(conn, What.EDITION, found.id):
        decided.discard(found.agreed_by)
    return None if decided and decided <= acting else Outcome.LEFT


def as_submitted(conn: Connection, found: Any) -> bool:
    """Whether the draft and the editions are what they were when ``found`` was submitted."""
    if found.kind != Kind.EDITION:
        return correcting.withdrawable(conn, found.number)
    last = queries.current(conn)
    after = last.number if last else DRAFT
    state: tuple[int, str] = (found.after, found.draft_hash)
    return state == (after, whole_draft(conn).hash)


def end(db: Session, viewer: Viewer, found: Submission, outcome: Outcome) -> None:
    """Let a submission be over; what is published or withdrawn is recorded as that."""
    found.slot, found.outcome = None, outcome
    found.ended_by, found.ended_at = viewer.person_id, clock.now()
    if outcome in ENDINGS:
        recorded(db, ENDINGS[outcome], viewer, found)
    db.flush()


def call_off(db: Session, key: str) -> Submission | None:
    """End what cannot go on; return it, None where nothing hinders it."""
    found = held(db, key)
    outcome = hindrance(db, found) if found.slot else None
    if outcome is None:
        return None
    end(db, ANYONE, found, outcome)
    return found


def recorded(db: Session, event: Event, viewer: Viewer, found: Submission) -> None:
    """Write into the record what happened to a submission."""
    detail: dict[str, str | int | None] = {"kind": found.kind, "number": found.number}
    record(db, event, viewer=viewer, subject=found.id, detail=detail)
