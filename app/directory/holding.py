"""Who holds an office: one condition, for every statement that asks."""

from sqlalchemy import ColumnElement, FromClause, and_, bindparam, or_

from app.core.db import table
from app.directory.models import Appointment
from app.directory.rules import Stage

appointment = table(Appointment)


def held_today(rows: FromClause = appointment) -> ColumnElement[bool]:
    """Return that an appointment of ``rows`` holds on the civil day bound to ``today``."""
    return and_(
        rows.c.stage == Stage.VERIFIED,
        rows.c.starts <= bindparam("today"),
        or_(rows.c.ends.is_(None), rows.c.ends >= bindparam("today")),
    )
