"""What all owners of a practice agree to before it is done: proposed, agreed to, refused, void.

Nobody agrees by silence. An agreement is to the practice as it stood: once it changes, it is void.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import delete, insert, select
from sqlmodel import Session

from app.access.labels import labels_of_members
from app.access.policy import ensure
from app.access.viewer import Viewer
from app.audit import actions as audit
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.directory.still_acting import ensure_still_acts
from app.items.models import Item, ItemOwner
from app.items.queries import Matter
from app.notifications import actions as notifications
from app.notifications.post import Post
from app.practices.joining import letters
from app.practices.joining.models import PracticeAgreement, PracticeJoining, PracticeProposal
from app.practices.joining.refusals import NotAgreed, Proposed, StillAsked
from app.practices.joining.rules import PERMISSIONS, Act, Stage, What
from app.practices.revising import kept

item = table(Item)
owner = table(ItemOwner)
proposal = table(PracticeProposal)
agreement = table(PracticeAgreement)
joining = table(PracticeJoining)


def owners_of(db: Session, item_id: str) -> frozenset[str]:
    """Return the codes of the members that own a practice now."""
    rows = db.execute(select(owner.c.member).where(owner.c.item_id == item_id))
    return frozenset(rows.scalars())


def wants_all(db: Session, matter: Matter) -> bool:
    """Whether several members own a practice, so that one of them alone does not dispose of it.

    The change of a published practice is dropped or handed in by one: the practice stays.
    """
    several = len(owners_of(db, matter.id)) > 1
    return several and kept.original_of(db.connection(), matter.id) is None


def ensure_agreed(db: Session, matter: Matter, act: Act) -> None:
    """Pass where one member owns a practice, or all its owners agreed to ``act`` as it stands.

    Raises:
        NotAgreed: when one of them has not said so.
    """
    if not wants_all(db, matter):
        return
    found = proposed(db, matter.id)
    if found is None or found.act != act or found.refused_by or missing(db, matter.id):
        raise NotAgreed
    void(db, matter.id)


def proposed(db: Session, item_id: str) -> Any:
    """Return the row of what is proposed for a practice, None where nothing is."""
    return db.execute(select(proposal).where(proposal.c.item_id == item_id)).first()


def missing(db: Session, item_id: str) -> frozenset[str]:
    """Return the owners that have not agreed to what is proposed."""
    said = db.execute(select(agreement.c.member).where(agreement.c.item_id == item_id))
    return owners_of(db, item_id) - frozenset(said.scalars())


def propose(  # noqa: PLR0913 - who, what to which, with which words, and how to tell
    db: Session,
    viewer: Viewer,
    matter: Matter,
    act: Act,
    post: Post,
    *,
    version: int,
    words: str | None = None,
) -> None:
    """Ask the other owners whether they agree; whoever asks agrees by that.

    Raises:
        StillAsked: before the first submission, while a member is asked to come in.
        Proposed: while something else waits for the owners.
        Conflict: when the practice has changed since it was read.
    """
    viewer = ensure_still_acts(db, viewer)
    ensure(viewer, PERMISSIONS[act], matter)
    held_at(db, matter, version)
    if act == Act.SUBMIT:
        ensure_nobody_asked(db, matter.id)
    before = proposed(db, matter.id)
    if before and before.version == version and not before.refused_by:
        raise Proposed
    void(db, matter.id)
    code = viewer.member or ""
    row = {"item_id": matter.id, "act": act, "version": version, "by_member": code, "words": words}
    db.execute(insert(proposal).values({**row, "at": clock.now()}))
    agree_as(db, matter.id, code)
    others = missing(db, matter.id)
    for label in sorted(labels_of_members(others)):
        notifications.wait_for(db, matter.id, label, What.AGREE)
    letters.write(db, post, matter.id, others, What.AGREE)
    audit.record(db, Event.AGREEMENT_ASKED, viewer=viewer, subject=matter.id, detail={"act": act})


def ensure_nobody_asked(db: Session, item_id: str) -> None:
    """Pass where no member is still asked to own a practice.

    Raises:
        StillAsked: else.
    """
    open_ones = select(joining.c.item_id).join_from(joining, item, item.c.id == joining.c.item_id)
    asked = open_ones.where(joining.c.practice_id == item_id, item.c.stage == Stage.ASKED)
    if db.execute(asked.limit(1)).first():
        raise StillAsked


def agree_as(db: Session, item_id: str, member: str) -> None:
    """Note that an owner agrees; it waits for this one no longer."""
    said = select(agreement.c.member).where(
        agreement.c.item_id == item_id, agreement.c.member == member
    )
    if db.execute(said).first() is None:
        row = {"item_id": item_id, "member": member, "at": clock.now()}
        db.execute(insert(agreement).values(row))
    notifications.excuse(db, item_id, member, What.AGREE)


def held_at(db: Session, matter: Matter, version: int) -> Item:
    """Return a practice, held until the commit, if it is as it was read.

    Raises:
        Conflict: else.
    """
    held = db.get(Item, matter.id, with_for_update=True, populate_existing=True)
    if held is None or (held.stage, held.version) != (matter.stage, version):
        raise Conflict
    return held


def void(db: Session, item_id: str) -> None:
    """Let nothing be proposed any more: it was done, or the practice is not what it was."""
    gone = delete(proposal).where(proposal.c.item_id == item_id).returning(proposal.c.item_id)
    db.execute(delete(agreement).where(agreement.c.item_id == item_id))
    if db.execute(gone).first():
        notifications.done_waiting(db, item_id, What.AGREE)


def tell_others(db: Session, matter: Matter, viewer: Viewer, what: What) -> None:
    """Leave a notice for every owner of a practice but the viewer's office."""
    others: Collection[str] = owners_of(db, matter.id) - {viewer.member or ""}
    notifications.tell(db, matter.id, labels_of_members(others), what)
