"""A mission nominates; the Secretariat accepts with an invitation, or refuses with a reason."""

from sqlalchemy import select, update
from sqlmodel import Session

from app.access.viewer import OfficeKind, Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.days import working_days_after
from app.core.db import table
from app.core.errors import Conflict
from app.core.seal import Seal
from app.directory import evidence, keeping
from app.directory.invitations import invite_to
from app.directory.keeping import Paper
from app.directory.models import Invitation, Member, Office
from app.identity.sessions import hashed
from app.items.actions import next_number
from app.nomination.forms import Named
from app.nomination.models import Nomination
from app.nomination.queries import Nominated
from app.nomination.rules import (
    ANSWER_WORKING_DAYS,
    ANSWERED,
    SERIES,
    Stage,
)

nomination = table(Nomination)
invitation = table(Invitation)
office = table(Office)


def nominate(db: Session, viewer: Viewer, code: str, named: Named, *, language: str) -> Nomination:
    """Keep what a mission of the member ``code`` says until the Secretariat answers."""
    # Held until the commit: of two at once, the second knows of the first.
    db.get_one(Member, code, with_for_update=True)
    made = Nomination(
        number=next_number(db, SERIES),
        member=code,
        language=language,
        due=working_days_after(clock.today(), ANSWER_WORKING_DAYS),
        **{name: getattr(named, name) for name in Named.__slots__},
    )
    db.add(made)
    db.flush()
    record(db, Event.FOCAL_POINT_NOMINATED, viewer=viewer, subject=made.id, detail={"member": code})
    return made


def is_first_of_the_day(db: Session, made: Nomination) -> bool:
    """Whether no other nomination of this member came on the same day."""
    day = made.at.replace(hour=0, minute=0, second=0, microsecond=0)
    others = select(nomination.c.id).where(
        nomination.c.member == made.member, nomination.c.id != made.id, nomination.c.at >= day
    )
    return db.execute(others.limit(1)).first() is None


def accept(db: Session, viewer: Viewer, seal: Seal, found: Nominated) -> str:
    """Invite the person to the member's office; return the secret of the invitation's address.

    The note verbale goes on with it, and becomes the evidence of the appointment.

    Raises:
        Conflict: when it was answered meanwhile.
    """
    _answer(db, viewer, found, Stage.ACCEPTED)
    held = _office(db, viewer, found)
    paper = Paper(found.authority, found.evidence, read=True, announce_on=found.announce_on)
    token = invite_to(db, viewer, held.id, found.name, paper)
    invited = select(invitation.c.id).where(invitation.c.token_hash == hashed(token))
    made = db.execute(invited).scalar_one()
    db.execute(update(nomination).where(nomination.c.id == found.id).values(invitation_id=made))
    evidence.invited(
        db, viewer, seal, nomination_id=found.id, invitation_id=made, member=found.member
    )
    _record(db, viewer, Event.NOMINATION_ACCEPTED, found)
    return token


def _office(db: Session, viewer: Viewer, found: Nominated) -> Office:
    """Return the member's office of Focal Point, opened where there is none."""
    db.get_one(Member, found.member, with_for_update=True)
    kind, title = OfficeKind.FOCAL_POINT, found.position
    there = select(office.c.id).where(office.c.member == found.member, office.c.kind == kind)
    office_id = db.execute(there.order_by(office.c.id).limit(1)).scalar()
    if office_id is None:
        return keeping.open_office(db, viewer, found.member, kind, title=title, most=None)
    held = db.get_one(Office, office_id)
    keeping.describe(db, viewer, held, title=held.title or title, mailbox="")
    return held


def _record(db: Session, viewer: Viewer, event: Event, found: Nominated) -> None:
    """Write an entry about the nomination itself: the member's own history does not tell of it."""
    record(db, event, viewer=viewer, subject=found.id, detail={"member": found.member})


def refuse(db: Session, viewer: Viewer, found: Nominated, why: str) -> None:
    """Refuse a nomination with a reason, which the mission gets by letter.

    Raises:
        Conflict: when it was answered meanwhile.
    """
    _answer(db, viewer, found, Stage.REFUSED, why)
    _record(db, viewer, Event.NOMINATION_REFUSED, found)


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
            writer="",
            writer_email="",
            person_email="",
        )
        .returning(nomination.c.id)
    )
    if db.execute(answered).first() is None:
        raise Conflict(ANSWERED)
