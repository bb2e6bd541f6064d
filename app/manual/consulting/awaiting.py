"""Consultations that are over while submissions to them wait for an answer, for the Secretariat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, bindparam, func, or_, select

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
of_submission = item.alias("of_submission")


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A consultation that is over, since when, and how many submissions nobody answered."""

    id: str
    title: str
    since: date
    number: int


_UNANSWERED = Reading(
    select(
        consultation.c.item_id,
        consultation.c.title,
        consultation.c.until,
        consultation.c.ended_at,
        func.count().label("number"),
    )
    .join_from(consultation, item, item.c.id == consultation.c.item_id)
    .join(contribution, contribution.c.consultation_id == consultation.c.item_id)
    .join(of_submission, of_submission.c.id == contribution.c.item_id)
    .where(
        or_(
            item.c.stage == Stage.ENDED,
            (item.c.stage == Stage.OPENED) & (consultation.c.until < bindparam("today")),
        ),
        contribution.c.answered_at.is_(None),
        of_submission.c.stage.not_in(OF_AUTHOR),
        seen(item.c.id),
        seen(of_submission.c.id),
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
