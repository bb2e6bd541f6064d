"""Whether a practice was published without a name."""

from sqlalchemy import ColumnElement, select

from app.core.db import table
from app.practices.unnamed.models import PracticeUnnamed

unnamed = table(PracticeUnnamed)


def without_name(item_id: ColumnElement[str]) -> ColumnElement[bool]:
    """Return the condition that a practice was published without the name of its member."""
    return (
        select(unnamed.c.id).where(unnamed.c.item_id == item_id).correlate_except(unnamed).exists()
    )
