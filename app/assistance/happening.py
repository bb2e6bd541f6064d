"""What happened to a request and its offers, from the record, as far as the viewer sees them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Connection, bindparam, literal, select, union_all

from app.access.viewer import Viewer
from app.assistance.queries import SEEN, item, member, offer, office
from app.audit.events import Event
from app.audit.models import AuditRecord
from app.core.db import table
from app.core.reading import Reading
from app.items.queries import labels_given, seen

record = table(AuditRecord)


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the record of a request; ``by`` is None for the secretariat."""

    event: str
    at: datetime
    subject: str
    by: str | None


_SUBJECTS = union_all(
    select(item.c.id).where(item.c.id == bindparam("request"), SEEN),
    select(offer.c.item_id).where(
        offer.c.request_id == bindparam("request"), seen(offer.c.item_id)
    ),
)
"""A request and its offers, as far as the viewer sees them."""
_RECORD = (
    select(record.c.event, record.c.at, record.c.subject, member.c.name)
    .join_from(record, office, office.c.id == record.c.office_id, isouter=True)
    .join(
        member,
        (member.c.code == office.c.member) & (member.c.kind != "secretariat"),
        isouter=True,
    )
    .where(record.c.subject.in_(_SUBJECTS))
    .order_by(record.c.at, record.c.id)
)


@cache
def _record(events: frozenset[Event]) -> Reading:
    return Reading(_RECORD.where(record.c.event.in_([literal(event) for event in sorted(events)])))


def happened(
    conn: Connection, viewer: Viewer, request_id: str, events: frozenset[Event]
) -> Iterator[Happened]:
    """Return which of ``events`` happened to a request and its offers that the viewer may see."""
    found = _record(events).all(conn, {"request": request_id, **labels_given(viewer.labels)})
    return (Happened(*row) for row in found)
