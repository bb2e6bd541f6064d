"""Reading what was entered for an office: which one asked, and whether it has answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, bindparam, select

from app.access.viewer import IN_NETWORK, Viewer
from app.core import clock
from app.core.db import table
from app.core.reading import Reading
from app.directory.holding import appointment, held_today
from app.directory.models import Member, Office
from app.items.models import Item, Kind
from app.items.queries import labels_given, seen
from app.practices.behalf.models import PracticeBehalf
from app.practices.models import Practice
from app.practices.rules import Stage

office = table(Office)
member = table(Member)
behalf = table(PracticeBehalf)
item = table(Item)
practice = table(Practice)


@dataclass(frozen=True, slots=True)
class Seat:
    """An office for which can be entered; ``held`` while somebody holds it."""

    id: str
    kind: str
    member: str
    member_name: str
    held: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """That an office asked for an entry by a letter of a day, and how it answered to it."""

    seat: Seat
    asked_on: date
    answered_on: date | None
    refused: bool


def _held() -> ColumnElement[bool]:
    return (
        select(appointment.c.id)
        .where(appointment.c.office_id == office.c.id, held_today())
        .correlate(office)
        .exists()
        .label("held")
    )


SEAT = (office.c.id, office.c.kind, office.c.member, member.c.name, _held())
_SEATS = (
    select(*SEAT)
    .join_from(office, member, member.c.code == office.c.member)
    .where(office.c.kind.in_(sorted(IN_NETWORK)))
    .order_by(office.c.member, office.c.kind.desc(), office.c.id)
)
_ASKED = Reading(
    select(*SEAT, behalf.c.asked_on, behalf.c.answered_on, behalf.c.refused)
    .join_from(behalf, office, office.c.id == behalf.c.office_id)
    .join(member, member.c.code == office.c.member)
    .where(behalf.c.item_id == bindparam("id"))
)
_UNFINISHED = Reading(
    select(item.c.id, practice.c.title)
    .join_from(item, practice, practice.c.item_id == item.c.id)
    .where(item.c.kind == Kind.PRACTICE, item.c.stage == Stage.ON_BEHALF, seen(item.c.id))
    .order_by(item.c.changed_at.desc(), item.c.id)
)


def seats(conn: Connection) -> Sequence[Seat]:
    """Return the offices of Focal Points and alternates, held or not."""
    return [Seat(*row) for row in conn.execute(_SEATS, {"today": clock.today()})]


def asked(conn: Connection, item_id: str) -> Asked | None:
    """Return which office asked for a practice, None where none did."""
    row = _ASKED.first(conn, {"id": item_id, "today": clock.today()})
    if row is None:
        return None
    seat = Seat(row.id, row.kind, row.member, row.name, row.held)
    return Asked(seat, row.asked_on, row.answered_on, row.refused)


def unfinished(conn: Connection, viewer: Viewer) -> Sequence[tuple[str, str]]:
    """Return (id, title) of what is being entered for an office, the latest change first."""
    rows = _UNFINISHED.all(conn, labels_given(viewer.labels))
    return [(row.id, row.title) for row in rows]
