"""Who holds an office: one condition, for every statement that asks."""

from sqlalchemy import ColumnElement, and_, bindparam, or_

from app.core.db import table
from app.directory.models import Appointment
from app.directory.rules import Stage

appointment = table(Appointment)


def held_today() -> ColumnElement[bool]:
    """Return that an appointment holds on the civil day bound to ``today``."""
    return and_(
        appointment.c.stage == Stage.VERIFIED,
        appointment.c.starts <= bindparam("today"),
        or_(appointment.c.ends.is_(None), appointment.c.ends >= bindparam("today")),
    )
