"""Labels of adaptations, given anew whenever they or the practice above them change readers."""

from collections.abc import Collection

from sqlalchemy import select
from sqlmodel import Session

from app.access.audience import Audience
from app.core.db import table
from app.directory.widening import reading_both
from app.items import actions as items
from app.items import queries
from app.items.models import Item, ItemOwner
from app.practices.adapting import searching
from app.practices.adapting.audience import audience_for, labels_for, labels_unseen
from app.practices.adapting.models import Adaptation
from app.practices.adapting.rules import Stage
from app.practices.rules import OUT

item = table(Item)
owner = table(ItemOwner)
adaptation = table(Adaptation)


def open_anew(db: Session, practice_id: str) -> None:
    """Let what was made of a practice be read by those who read both, now that it changed."""
    found = select(adaptation.c.item_id).where(adaptation.c.practice_id == practice_id)
    for item_id in db.execute(found.order_by(adaptation.c.item_id)).scalars().all():
        open_to(db, item_id)


def open_to(db: Session, item_id: str) -> frozenset[str]:
    """Give one adaptation the labels of its readers, and let them find it; return the labels."""
    db.flush()
    found, row = db.get_one(Item, item_id), db.get_one(Adaptation, item_id)
    about = db.get_one(Item, row.practice_id)
    out = found.stage == Stage.RECORDED and about.stage in OUT
    if not out:
        labels = labels_unseen(row.member)
        items.relabel(db, found, labels, moment=found.created_at)
        searching.remove(db, item_id)
        return labels
    conn, owners = db.connection(), owners_of(db, about.id)
    carried = queries.readers(conn, about.id)
    labels = labels_for(row.readers, carried, owners, row.member)
    found.audience = str(audience_for(row.readers, Audience.parse(about.audience), owners))
    items.relabel(db, found, labels, moment=found.created_at)
    searching.put(db, found, row, reading_both(conn, labels, carried))
    return labels


def owners_of(db: Session, item_id: str) -> Collection[str]:
    """Return the members whose practice it is."""
    found = select(owner.c.member).where(owner.c.item_id == item_id)
    return sorted(db.execute(found).scalars())
