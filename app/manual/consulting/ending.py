"""What was sent to a consultation that was withdrawn goes back: nothing will come of it any more.

A member has its submission to itself again, what a guest sent is destroyed. The worker does it.
"""

from datetime import UTC, datetime, time

from sqlalchemy import Connection, select
from sqlmodel import Session

from app.access.audience import labels_of_draft
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.db import Database, table
from app.items import actions as items
from app.items.models import Item
from app.manual.consulting.models import Consultation, Contribution
from app.manual.consulting.rules import KEPT, Sent
from app.manual.voices.keeping import destroy, let_go

AT_ONCE = 50

consultation = table(Consultation)
contribution = table(Contribution)
item = table(Item)


def give_back_due(database: Database) -> None:
    """Give back what was sent to consultations that were withdrawn long enough ago."""
    with database.read() as conn:
        found = due(conn)
    for consultation_id in found:
        with database.unit_of_work() as db:
            give_back(db, consultation_id)


def due(conn: Connection) -> list[str]:
    """Return the consultations of which something is to go back: their last day is over."""
    before = datetime.combine(clock.today() - KEPT, time(), UTC)
    found = (
        select(consultation.c.item_id)
        .join_from(contribution, item, item.c.id == contribution.c.item_id)
        .join(consultation, consultation.c.item_id == contribution.c.consultation_id)
        .where(consultation.c.withdrawn_at < before, item.c.stage == Sent.SENT)
        .group_by(consultation.c.item_id)
        .limit(AT_ONCE)
    )
    return list(conn.execute(found).scalars())


def give_back(db: Session, consultation_id: str) -> None:
    """Give back what was sent to a consultation, which is held: nobody withdraws it meanwhile."""
    db.get_one(Consultation, consultation_id, with_for_update=True)
    sent = (
        select(contribution.c.item_id, contribution.c.member)
        .join_from(contribution, item, item.c.id == contribution.c.item_id)
        .where(contribution.c.consultation_id == consultation_id, item.c.stage == Sent.SENT)
        .order_by(contribution.c.item_id)
    )
    for one in db.execute(sent).all():
        record(db, Event.CONTRIBUTION_RETURNED, subject=one.item_id)
        if one.member is None:
            destroy(db, one.item_id)
        else:
            moved = items.move(db, one.item_id, seen=Sent.SENT, to=Sent.RETURNED)
            items.relabel(db, moved, labels_of_draft([one.member]))
    let_go(db, consultation_id)
