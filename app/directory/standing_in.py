"""For whom somebody stands in today: one cell of the statement that finds who holds an office."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    FromClause,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    select,
)

from app.access import viewer as access
from app.access.viewer import OfficeKind
from app.core.db import table
from app.core.joined import joined
from app.directory.holding import appointment, held_today
from app.directory.models import Absence, Office

absence = table(Absence)
left = appointment.alias("left_alone")
desk = table(Office).alias("desk")
BETWEEN = ":"


def away_today(rows: FromClause = absence) -> ColumnElement[bool]:
    """Return that an absence of ``rows`` lasts on the civil day bound to ``today``."""
    return and_(rows.c.starts <= bindparam("today"), rows.c.ends >= bindparam("today"))


def stood_in_for(appointment_id: ColumnElement[str]) -> ScalarSelect[Any]:
    """Return id and kind of the offices that the holder of an appointment stands in for today."""
    return (
        select(joined(desk.c.id + BETWEEN + desk.c.kind))
        .join_from(absence, left, left.c.id == absence.c.appointment_id)
        .join(desk, desk.c.id == left.c.office_id)
        .where(absence.c.stand_in == appointment_id, away_today(), held_today(left))
        .scalar_subquery()
    )


def standing_in_for(office_id: BindParameter[str]) -> Select[Any]:
    """Return the appointments by which somebody stands in for an office today."""
    return (
        select(absence.c.stand_in)
        .join_from(absence, left, left.c.id == absence.c.appointment_id)
        .where(
            left.c.office_id == office_id,
            absence.c.stand_in.is_not(None),
            away_today(),
            held_today(left),
        )
    )


def with_those(own: access.Office, cell: str | None) -> Iterator[access.Office]:
    """Return an office with those that its holder stands in for, as ``stood_in_for`` named them."""
    yield own
    for one in sorted((cell or "").split()):
        office_id, _, kind = one.partition(BETWEEN)
        yield own.stood_in_for(office_id, OfficeKind(kind))
