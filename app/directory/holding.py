"""Who holds an office: one condition, for every statement that asks."""

from sqlalchemy import ColumnElement, FromClause, and_, bindparam, or_, select

from app.core.db import table
from app.directory.models import Appointment, OfficeReview
from app.directory.rules import Stage

appointment = table(Appointment)
review = table(OfficeReview)

IN_FORCE = and_(review.c.began_at.is_not(None), review.c.ended_at.is_(None))
UNDER_REVIEW = select(review.c.office_id).where(IN_FORCE)
"""The offices of which it is contested who holds them."""


def held_today(rows: FromClause = appointment) -> ColumnElement[bool]:
    """Return that by an appointment of ``rows`` somebody holds an office today, with all rights.

    Nobody does while the office is under review.
    """
    return and_(appointed_today(rows), rows.c.office_id.not_in(UNDER_REVIEW))


def appointed_today(rows: FromClause = appointment) -> ColumnElement[bool]:
    """Return that an appointment of ``rows`` runs on the civil day bound to ``today``."""
    return and_(
        rows.c.stage == Stage.VERIFIED,
        rows.c.starts <= bindparam("today"),
        or_(rows.c.ends.is_(None), rows.c.ends >= bindparam("today")),
    )
