"""Reading what was entered for an office: which one asked, and whether it has answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, bindparam, select

from app.access.viewer import Viewer
from app.assistance.behalf.models import RequestBehalf, RequestLetter
from app.assistance.queries import item, request
from app.assistance.rules import Stage
from app.assistance.sealing import REQUEST, opened
from app.core import clock
from app.core.db import table
from app.core.reading import Reading
from app.core.seal import Seal
from app.files.letters import Letters
from app.items.models import Kind
from app.items.queries import LABELS, labels_given, seen
from app.practices.behalf.queries import SEAT, Seat, member, office
from app.sealing.keys import Keys, wrapped_for

behalf = table(RequestBehalf)
LETTERS = Letters(table(RequestLetter))

_ASKED = Reading(
    select(*SEAT, behalf.c.asked_on, behalf.c.answered_on, behalf.c.refused)
    .join_from(behalf, office, office.c.id == behalf.c.office_id)
    .join(member, member.c.code == office.c.member)
    .where(behalf.c.item_id == bindparam("id"))
)
_UNFINISHED = Reading(
    select(item.c.id, request.c.title, wrapped_for(item.c.id, LABELS).label("wrapped"))
    .join_from(item, request, request.c.item_id == item.c.id)
    .where(item.c.kind == Kind.REQUEST, item.c.stage == Stage.ON_BEHALF, seen(item.c.id))
    .order_by(item.c.changed_at.desc(), item.c.id)
)


@dataclass(frozen=True, slots=True)
class Behalf:
    """That an office asked for a request by a letter of a day, and how it answered to it."""

    seat: Seat
    asked_on: date
    answered_on: date | None
    refused: bool


def behalf_of(conn: Connection, item_id: str) -> Behalf | None:
    """Return which office asked for a request, None where none did."""
    row = _ASKED.first(conn, {"id": item_id, "today": clock.today()})
    if row is None:
        return None
    seat = Seat(row.id, row.kind, row.member, row.name, row.held)
    return Behalf(seat, row.asked_on, row.answered_on, row.refused)


def unfinished(conn: Connection, viewer: Viewer, seal: Seal) -> Sequence[tuple[str, str]]:
    """Return (id, title) of what is being entered for an office, the latest change first."""
    rows = _UNFINISHED.all(conn, labels_given(viewer.labels))
    keys = Keys(conn, seal, viewer.labels)
    return [
        (row.id, opened(keys.of(row.id, row.wrapped), REQUEST, row.id, "title", row.title))
        for row in rows
    ]
