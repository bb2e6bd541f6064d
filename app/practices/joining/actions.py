"""The acts of joint ownership: a member is asked, comes in or not, leaves, is taken out.

Each holds the office first, then the practice: whether it still acts, and may, is asked again.
"""

from sqlalchemy import insert
from sqlmodel import Session

from app.access.audience import Audience, Circle
from app.access.labels import labels_of_members
from app.access.policy import P, ensure
from app.access.viewer import Viewer
from app.audit import actions as audit
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.directory.still_acting import ensure_still_acts
from app.items import actions as items
from app.items.models import Item, Kind
from app.items.queries import Matter
from app.notifications import actions as notifications
from app.notifications.post import Post
from app.practices.holding import entry_of
from app.practices.joining import agreement, letters, owning, queries
from app.practices.joining.agreement import held_at, owners_of
from app.practices.joining.covering import ensure_covers
from app.practices.joining.ending import end
from app.practices.joining.models import PracticeJoining
from app.practices.joining.queries import Asked
from app.practices.joining.refusals import (
    AskedAlready,
    Nobody,
    NoName,
    NotNow,
    NotOwn,
    OfOriginal,
    Over,
    TooMany,
)
from app.practices.joining.rules import ANSWERS_WITHIN, MOST_OWNERS, Stage, What
from app.practices.rules import Stage as Practices
from app.practices.together import saving

joining = table(PracticeJoining)
KEPT = str(Audience(Circle.SECRETARIAT))
COMES_IN = frozenset({Practices.DRAFT, Practices.RETURNED, Practices.PUBLISHED})
"""The stages in which an owner can come in: not while the Secretariat has it before it."""


def ask(  # noqa: PLR0913 - who, what, whom, and how to tell
    db: Session, viewer: Viewer, matter: Matter, code: str, post: Post, *, version: int
) -> None:
    """Ask the member ``code`` to own a practice jointly; nothing changes before it says yes.

    Raises:
        NotOwn, NoName, OfOriginal: for what cannot be owned jointly.
        AskedAlready, Nobody, TooMany: for whom it cannot be asked.
        OwnerLeftOut: when the member is not among the readers that were chosen.
        Conflict: when the practice has changed since it was read.
    """
    viewer = ensure_still_acts(db, viewer)
    ensure(viewer, P.PRACTICE_INVITE, matter)
    held_at(db, matter, version)
    _ensure_can_be_joint(db, viewer, matter)
    conn = db.connection()
    owners = owners_of(db, matter.id)
    asked = queries.open_ones(conn, viewer, matter.id)
    if code in owners | {one.member for one in asked}:
        raise AskedAlready
    if code not in queries.held(conn):
        raise Nobody
    if len(owners) + len(asked) >= MOST_OWNERS:
        raise TooMany
    ensure_covers(conn, Audience.parse(matter.audience), {*owners, code}, viewer.member)
    agreement.void(db, matter.id)
    made = _question(db, viewer, code, matter.language)
    due = clock.today() + ANSWERS_WITHIN
    row = {"item_id": made.id, "practice_id": matter.id, "member": code, "expires_on": due}
    at = {"by_member": viewer.member, "at": clock.now()}
    db.execute(insert(joining).values({**row, **at}))
    for label in labels_of_members([code]):
        notifications.wait_for(db, made.id, label, What.INVITED, due=due)
    letters.write(db, post, made.id, [code], What.INVITED)
    record(db, Event.OWNER_INVITED, viewer, matter.id, code)


def _question(db: Session, viewer: Viewer, code: str, language: str) -> Item:
    """Make the question to a member, which this one alone sees."""
    return items.create(
        db,
        viewer,
        Kind.JOINING,
        stage=Stage.ASKED,
        audience=KEPT,
        language=language,
        owners=[code],
        labels=labels_of_members([code]),
    )


def _ensure_can_be_joint(db: Session, viewer: Viewer, matter: Matter) -> None:
    entry = entry_of(db, viewer.labels, matter.id)
    if entry.revises:
        raise OfOriginal
    if entry.unnamed:
        raise NoName
    if entry.on_behalf or matter.office_id is None:
        raise NotOwn


def take_back(db: Session, viewer: Viewer, matter: Matter, asked_id: str) -> None:
    """Take back the question to a member that has not answered.

    Raises:
        Over: when it has, or the question is over.
    """
    viewer = ensure_still_acts(db, viewer)
    ensure(viewer, P.PRACTICE_INVITE, matter)
    found = {one.matter.id: one for one in queries.open_ones(db.connection(), viewer, matter.id)}
    if asked_id not in found:
        raise Over
    end(db, asked_id, Stage.TAKEN_BACK)
    record(db, Event.OWNER_NOT_INVITED, viewer, matter.id, found[asked_id].member)


def accept(db: Session, viewer: Viewer, asked: Asked) -> None:
    """Let the viewer's member own the practice it was asked about.

    How the draft came about stays with those who wrote it.

    Raises:
        Over: when the question is not open any more.
        NotNow: while no owner can come in.
    """
    viewer = ensure_still_acts(db, viewer)
    ensure(viewer, P.PRACTICE_JOIN, asked.matter)
    held = db.get(Item, asked.practice_id, with_for_update=True, populate_existing=True)
    if held is None:
        raise Over
    if held.stage not in COMES_IN:
        raise NotNow
    owners = owners_of(db, held.id)
    audience = Audience.parse(held.audience)
    ensure_covers(db.connection(), audience, {*owners, asked.member}, asked.by)
    end(db, asked.matter.id, Stage.JOINED)
    saving.begin_anew(db, held.id)
    owning.give(db, viewer, held, owners | {asked.member})
    notifications.tell(db, held.id, labels_of_members(owners), What.JOINED)
    record(db, Event.OWNER_JOINED, viewer, held.id, asked.member)


def decline(db: Session, viewer: Viewer, asked: Asked) -> None:
    """Say no; the owners are told, and the question and the practice are out of sight.

    Raises:
        Over: when the question is not open any more.
    """
    viewer = ensure_still_acts(db, viewer)
    ensure(viewer, P.PRACTICE_JOIN, asked.matter)
    end(db, asked.matter.id, Stage.DECLINED)
    owners = owners_of(db, asked.practice_id)
    notifications.tell(db, asked.practice_id, labels_of_members(owners), What.NOT_JOINED)
    record(db, Event.OWNER_DECLINED, viewer, asked.practice_id, asked.member)


def record(db: Session, event: Event, viewer: Viewer, item_id: str, code: str) -> None:
    """Record what was done about the ownership of ``code``."""
    audit.record(db, event, viewer=viewer, subject=item_id, detail={"member": code})
