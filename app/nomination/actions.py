"""A mission nominates; the Secretariat accepts with an invitation, or refuses with a reason."""

from sqlalchemy import func, select, update
from sqlmodel import Session

from app.access.viewer import OfficeKind, Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.days import working_days_after
from app.core.db import table
from app.core.errors import Conflict
from app.directory.invitations import invite_to
from app.directory.keeping import Paper
from app.directory.loading import office_of
from app.directory.models import Member
from app.items.actions import next_number
from app.nomination.forms import Named
from app.nomination.models import Nomination
from app.nomination.queries import Nominated
from app.nomination.rules import (
    ANSWER_WORKING_DAYS,
    ANSWERED,
    MOST_WAITING,
    SERIES,
    TOO_MANY,
    Stage,
)

nomination = table(Nomination)


def nominate(db: Session, viewer: Viewer, code: str, named: Named, *, language: str) -> Nomination:
    """Keep what a mission of the member ``code`` says until the Secretariat answers.

    Raises:
        Conflict: when as many nominations of this member wait as may.
    """
    db.get_one(Member, code, with_for_update=True)
    counted = select(func.count()).where(
        nomination.c.member == code, nomination.c.stage == Stage.WAITING
    )
    if db.execute(counted).scalar_one() >= MOST_WAITING:
        raise Conflict(TOO_MANY)
    made = Nomination(
        number=next_number(db, SERIES),
        member=code,
        language=language,
        due=working_days_after(clock.today(), ANSWER_WORKING_DAYS),
        **{name: getattr(named, name) for name in Named.__slots__},
    )
    db.add(made)
    db.flush()
    record(db, Event.FOCAL_POINT_NOMINATED, viewer=viewer, subject=code, detail={"to": made.id})
    return made


def accept(db: Session, viewer: Viewer, found: Nominated) -> str:
    """Invite the person to the member's office; return the secret of the invitation's address.

    Raises:
        Conflict: when it was answered meanwhile.
    """
    _answer(db, viewer, found, Stage.ACCEPTED)
    held = office_of(db, found.member, OfficeKind.FOCAL_POINT)
    if held.title is None:
        held.title = found.position
    paper = Paper(found.authority, found.evidence, read=True, announce_on=found.announce_on)
    record(
        db,
        Event.NOMINATION_ACCEPTED,
        viewer=viewer,
        subject=found.member,
        detail={"to": found.id},
    )
    return invite_to(db, viewer, held.id, found.name, paper)


def refuse(db: Session, viewer: Viewer, found: Nominated, why: str) -> None:
    """Refuse a nomination with a reason, which the mission gets by letter.

    Raises:
        Conflict: when it was answered meanwhile.
    """
    _answer(db, viewer, found, Stage.REFUSED, why)
    record(
        db, Event.NOMINATION_REFUSED, viewer=viewer, subject=found.member, detail={"to": found.id}
    )


def _answer(
    db: Session, viewer: Viewer, found: Nominated, stage: Stage, why: str | None = None
) -> None:
    answered = (
        update(nomination)
        .where(nomination.c.id == found.id, nomination.c.stage == Stage.WAITING)
        .values(
            stage=stage,
            why=why,
            answered_by=viewer.person_id,
            answered_at=clock.now(),
            writer_email="",
            person_email="",
        )
        .returning(nomination.c.id)
    )
    if db.execute(answered).first() is None:
        raise Conflict(ANSWERED)
