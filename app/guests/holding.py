"""Holding a loan: whatever ends it comes before or after the act that asks whether it lasts."""

from sqlalchemy import select
from sqlmodel import Session

from app.core.db import table
from app.directory.models import Office
from app.guests.models import Guest
from app.items.models import Item

guest = table(Guest)
item = table(Item)
office = table(Office)


def hold(db: Session, guest_id: str) -> None:
    """Hold a loan, what is lent and the office that lent it until the commit.

    In this order, which is that of the acts that end it: a review of the office, the withdrawal of
    what is lent, that of the guest. What lasts is asked afterwards.
    """
    named = select(guest.c.office_id, guest.c.item_id).where(guest.c.id == guest_id)
    found = db.execute(named).first()
    if found is not None:
        for column, key in (
            (office.c.id, found.office_id),
            (item.c.id, found.item_id),
            (guest.c.id, guest_id),
        ):
            db.execute(select(column).where(column == key).with_for_update())
