"""A review proposed, in force, proposed to end, and over: each change in one transaction.

Every act holds the office first, so that of two who act at once one comes after the other.
"""

from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.access.viewer import ANYONE, Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.contested import queries
from app.contested.rules import Life, Stage
from app.core import clock
from app.core.errors import Conflict
from app.core.i18n import N_
from app.directory import mission_granting
from app.directory.holding import appointment, review
from app.directory.models import Office, OfficeReview
from app.directory.two_people import ALONE, SECOND, alone_from, answer_of, colleagues
from app.identity import sessions, tokens

CHANGED = N_("The review of this office has changed meanwhile. Here is the present state.")


def propose(db: Session, viewer: Viewer, office_id: str, reason: str) -> OfficeReview:
    """Propose that an office be under review; whoever is alone waits for it to begin.

    Raises:
        Conflict: when a review of this office is proposed or in force.
    """
    if held(db, office_id) is not None:
        raise Conflict(CHANGED)
    made = OfficeReview(
        office_id=office_id,
        reason=reason,
        proposed_by=viewer.person_id,
        begins_at=alone_from(db, viewer.person_id),
    )
    db.add(made)
    db.flush()
    record(db, Event.REVIEW_PROPOSED, viewer=viewer, subject=office_id)
    return made


def propose_end(db: Session, viewer: Viewer, office_id: str, ground: str) -> OfficeReview:
    """Propose that a review end, on a ground of the written rule.

    Raises:
        Conflict: when the office is not under review, or that is proposed already.
    """
    found = _held_at(db, office_id, Stage.IN_FORCE)
    found.ground, found.ending_by, found.ending_at = ground, viewer.person_id, clock.now()
    found.ends_at = alone_from(db, viewer.person_id)
    event = Event.REVIEW_ENDING_PROPOSED
    record(db, event, viewer=viewer, subject=office_id, detail={"ground": ground})
    return found


def confirm(
    db: Session, viewer: Viewer, office_id: str, stage: Stage, read: str = ""
) -> OfficeReview:
    """Agree, as the second person, to what was proposed: a review begins, or ends.

    Where no two of the Secretariat can decide it together, the time of one alone begins instead.
    ``read`` is the mark of the proposal that the page showed, empty where no page was read.

    Raises:
        Conflict: when the review is not in ``stage`` any more, another proposal has taken the place
            of the one that was read, or the viewer cannot be the second person.
    """
    found = _held_at(db, office_id, stage, read)
    life = life_of(found)
    if not life.may_confirm(viewer.person_id):
        raise Conflict(SECOND)
    answer = answer_of(db.connection(), life.proposer, viewer.person_id)
    if answer.waits and life.due_at is None:
        _wait(db, viewer, found)
    elif answer.apart:
        raise Conflict(answer.apart)
    else:
        take_effect(db, viewer, found)
    return found


def withdraw(db: Session, viewer: Viewer, office_id: str, stage: Stage, read: str = "") -> Life:
    """Take back what was proposed and has no second person yet; return what it was.

    ``read`` is the mark of the proposal that the page showed, empty where no page was read.

    Raises:
        Conflict: when the review is not in ``stage`` any more, another proposal has taken the place
            of the one that was read, or nothing waits.
    """
    found = _held_at(db, office_id, stage, read)
    was = life_of(found)
    if not was.waits:
        raise Conflict(CHANGED)
    take_back(db, viewer, found)
    return was


def call_off(db: Session, office_id: str) -> Life | None:
    """Take back what waits and whose proposer no longer acts for the Secretariat.

    Return what it was; None where nothing waits, or the proposer still acts.
    """
    found = held(db, office_id)
    if found is None or not (was := life_of(found)).waits:
        return None
    if was.proposer in {person for person, _language in colleagues(db.connection())}:
        return None
    take_back(db, ANYONE, found)
    return was


def take_effect_alone(db: Session, office_id: str) -> OfficeReview | None:
    """Let what one person proposed take effect where its time has come; None where it has not."""
    found = held(db, office_id)
    due = life_of(found).due_at if found else None
    if found is None or due is None or due > clock.now():
        return None
    take_effect(db, ANYONE, found)
    return found


def life_of(row: Any) -> Life:
    """Return what has happened to a review, or to the row of one."""
    return Life(*(getattr(row, field.name) for field in fields(Life)))


def take_back(db: Session, viewer: Viewer, found: OfficeReview) -> None:
    """Let what waits be over: the review never begins, or goes on."""
    if found.began_at is None:
        found.ended_by, found.ended_at = viewer.person_id, clock.now()
        record(db, Event.REVIEW_WITHDRAWN, viewer=viewer, subject=found.office_id)
    else:
        found.ground = found.ending_by = found.ending_at = found.ends_at = None
        record(db, Event.REVIEW_ENDING_WITHDRAWN, viewer=viewer, subject=found.office_id)


def _wait(db: Session, viewer: Viewer, found: OfficeReview) -> None:
    """Let the time of one alone begin for what was proposed: its word stays the only one."""
    due = clock.now() + ALONE
    if found.began_at is None:
        found.begins_at = due
    else:
        found.ends_at = due
    record(db, Event.REVIEW_AGREED, viewer=viewer, subject=found.office_id)


def take_effect(db: Session, viewer: Viewer, found: OfficeReview) -> None:
    """Let a review begin or end; either way whoever acted for the office signs in anew."""
    if found.began_at is None:
        _shut(db, found.office_id)
        found.began_by, found.began_at = viewer.person_id, clock.now()
        record(db, Event.REVIEW_BEGAN, viewer=viewer, subject=found.office_id)
    else:
        found.ended_by, found.ended_at = viewer.person_id, clock.now()
        detail = {"ground": found.ground}
        record(db, Event.REVIEW_ENDED, viewer=viewer, subject=found.office_id, detail={**detail})
        db.flush()
        _shut(db, found.office_id)
        mission_granting.look_again(db, viewer, db.get_one(Office, found.office_id).member)


def _shut(db: Session, office_id: str) -> None:
    """End the sessions of all who act for an office, and the tokens of their programmes."""
    for person_id in queries.acting(db.connection(), office_id):
        sessions.end_all(db, person_id)
    made_for = select(appointment.c.id).where(appointment.c.office_id == office_id)
    tokens.end_of(db, db.execute(made_for).scalars().all())


def held(db: Session, office_id: str) -> OfficeReview | None:
    """Hold an office until the act is done; return its review that is not over."""
    db.get_one(Office, office_id, with_for_update=True)
    unfinished = select(review.c.id).where(
        review.c.office_id == office_id, review.c.ended_at.is_(None)
    )
    key = db.execute(unfinished).scalar()
    return db.get(OfficeReview, key, populate_existing=True) if key else None


def mark_of(proposed_at: datetime, ending_at: datetime | None) -> str:
    """Return what tells one proposal about an office from the next."""
    return (ending_at or proposed_at).isoformat()


def _held_at(db: Session, office_id: str, stage: Stage, read: str = "") -> OfficeReview:
    """Hold an office and return its review: in ``stage``, and the one that was ``read``."""
    found = held(db, office_id)
    as_read = found is not None and read in {"", mark_of(found.proposed_at, found.ending_at)}
    if found is None or not as_read or life_of(found).stage != stage:
        raise Conflict(CHANGED)
    return found
