"""Giving a practice other owners: labels, words by which it is found, and its change follow."""

from collections.abc import Collection

from sqlalchemy import delete, insert, select
from sqlmodel import Session

from app.access.audience import labels_of_draft, labels_of_submitted
from app.access.labels import labels_of_members
from app.access.viewer import Viewer
from app.core.db import table
from app.directory.models import Office
from app.following import happenings
from app.following.rules import What as Followed
from app.items import actions as items
from app.items.models import Item, ItemOwner
from app.notifications import actions as notifications
from app.practices import words
from app.practices.actions import open_to
from app.practices.holding import row_of
from app.practices.joining import agreement
from app.practices.models import Practice
from app.practices.revising.actions import open_changes
from app.practices.rules import OUT, Stage

owner = table(ItemOwner)
office = table(Office)
practice = table(Practice)


def give(db: Session, viewer: Viewer, held: Item, owners: Collection[str]) -> None:
    """Let ``owners`` own a practice that is held, and the change of it that is under way.

    What was proposed is void: it was proposed among others. What waits for its owners waits for
    those who are it now.
    """
    for key, _stage in open_changes(db, held.id):
        _give(db, db.get_one(Item, key, populate_existing=True), owners)
    _give(db, held, owners)
    if held.stage in OUT:
        happenings.note(db, viewer, held.id, Followed.CHANGED)


def _give(db: Session, held: Item, owners: Collection[str]) -> None:
    agreement.void(db, held.id)
    codes, was = sorted(owners), agreement.owners_of(db, held.id)
    notifications.hand_on(db, held.id, labels_of_members(was), labels_of_members(codes))
    db.execute(delete(owner).where(owner.c.item_id == held.id))
    db.execute(insert(owner), [{"item_id": held.id, "member": code} for code in codes])
    words.set_owners(db, held.id, codes)
    held.version += 1
    _answer_for(db, held, codes)
    db.flush()
    if held.stage in OUT:
        open_to(db, held, codes)
    else:
        unseen = held.stage == Stage.DRAFT
        items.relabel(db, held, labels_of_draft(codes) if unseen else labels_of_submitted(codes))


def _answer_for(db: Session, held: Item, codes: Collection[str]) -> None:
    """Let an office of an owner be responsible, and no other be the contact."""
    theirs = select(office.c.id).where(office.c.member.in_(codes))
    away = row_of(held.id).where(practice.c.contact_office.not_in(theirs))
    db.execute(away.values(contact_office=None))
    known = select(office.c.id).where(office.c.id == held.office_id, office.c.member.in_(codes))
    if db.execute(known).first():
        return
    first = theirs.order_by(office.c.kind.desc(), office.c.member, office.c.id).limit(1)
    held.office_id = db.execute(first).scalar()
