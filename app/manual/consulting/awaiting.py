"""Consultations that are over while submissions to them wait for an answer, for the Secretariat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Connection, ScalarSelect, bindparam, func, or_, select

from app.access.viewer import Viewer
from app.core import clock
from app.core.db import table
from app.core.reading import Reading
from app.items.models import Item
from app.items.queries import labels_given, seen
from app.manual.consulting.models import Consultation, Contribution
from app.manual.consulting.rules import OF_AUTHOR, Stage

consultation = table(Consultation)
contribution = table(Contribution)
item = table(Item)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A consultation that is over, since when, and how many submissions nobody answered."""

    id: str
    title: str
    since: date
    number: int


def _stage(item_id: ColumnElement[str]) -> ScalarSelect[str]:
    """Return the stage of a thing; asked thing by thing, so that nothing begins from all there is.

    SQLite knows nothing of how small the other tables are while they are empty.
    """
    return select(item.c.stage).where(item.c.id == item_id).scalar_subquery()


_UNANSWERED = Reading(
    select(
        consultation.c.item_id,
        consultation.c.title,
        consultation.c.until,
        consultation.c.ended_at,
        func.count().label("number"),
    )
    .join_from(consultation, contribution, contribution.c.consultation_id == consultation.c.item_id)
    .where(
        contribution.c.answered_at.is_(None),
        _stage(consultation.c.item_id).in_((Stage.ENDED, Stage.OPENED)),
        or_(
            _stage(consultation.c.item_id) == Stage.ENDED,
            consultation.c.until < bindparam("today"),
        ),
        _stage(contribution.c.item_id).not_in(OF_AUTHOR),
        seen(consultation.c.item_id),
        seen(contribution.c.item_id),
    )
    .group_by(
        consultation.c.item_id,
        consultation.c.title,
        consultation.c.until,
        consultation.c.ended_at,
    )
    .order_by(consultation.c.until, consultation.c.item_id)
)


def unanswered(conn: Connection, viewer: Viewer) -> Sequence[Unanswered]:
    """Return those that the viewer may see, the one that was over first standing first."""
    rows = _UNANSWERED.all(conn, {"today": clock.today(), **labels_given(viewer.labels)})
    return [
        Unanswered(
            row.item_id,
            row.title,
            row.ended_at.date() if row.ended_at else row.until + timedelta(days=1),
            row.number,
        )
        for row in rows
    ]
