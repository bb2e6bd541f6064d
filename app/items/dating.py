"""When what is made up is said to have happened: its file counts days from the day of loading."""

from datetime import UTC, datetime, time, timedelta

from sqlalchemy import update
from sqlmodel import Session

from app.core import clock
from app.core.db import table
from app.items.actions import sort_key
from app.items.models import Item, ItemLabel

MORNING = time(9, tzinfo=UTC)
item = table(Item)
item_label = table(ItemLabel)


def ago(days: int) -> datetime:
    """Return the morning so many days ago."""
    return datetime.combine(clock.today() - timedelta(days=days), MORNING)


def date_item(db: Session, item_id: str, created: datetime, changed: datetime) -> None:
    """Say when an item was made and last changed, which is its place in lists."""
    rows = update(item).where(item.c.id == item_id)
    db.execute(rows.values(created_at=created, changed_at=changed))
    date_labels(db, item_id, changed)


def date_labels(db: Session, item_id: str, moment: datetime) -> None:
    """Say to what moment an item stands in lists."""
    rows = update(item_label).where(item_label.c.item_id == item_id)
    db.execute(rows.values(sort_key=sort_key(moment)))
