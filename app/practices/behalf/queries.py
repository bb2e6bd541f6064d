"""Reading what was entered for an office: which one asked, whether it has answered, its letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, select

from app.access.viewer import IN_NETWORK, Viewer
from app.core import clock
from app.core.db import table
from app.core.reading import Reading
from app.core.seal import Seal
from app.directory.holding import appointment, held_today
from app.directory.models import Member, Office
from app.files import apart
from app.files.apart import OF_RECORD
from app.files.queries import KEPT, Attached, Kept, attachment, kept, opened
from app.items.models import Item, Kind
from app.items.queries import labels_given, seen
from app.practices.behalf.models import PracticeBehalf, PracticeLetter
from app.practices.models import Practice
from app.practices.rules import Stage
from app.sealing.keys import Keys

office = table(Office)
member = table(Member)
behalf = table(PracticeBehalf)
letter = table(PracticeLetter)
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


_SEAT = (office.c.id, office.c.kind, office.c.member, member.c.name, _held())
_SEATS = (
    select(*_SEAT)
    .join_from(office, member, member.c.code == office.c.member)
    .where(office.c.kind.in_(sorted(IN_NETWORK)))
    .order_by(office.c.member, office.c.kind.desc(), office.c.id)
)
_ASKED = Reading(
    select(*_SEAT, behalf.c.asked_on, behalf.c.answered_on, behalf.c.refused)
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
_LETTERS = (
    select(*KEPT, OF_RECORD)
    .join_from(letter, attachment, attachment.c.id == letter.c.attachment_id)
    .order_by(attachment.c.at, attachment.c.id)
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


def letters(
    conn: Connection, labels: Sequence[str], seal: Seal, item_id: str
) -> Sequence[Attached]:
    """Return the letter by which a practice was asked for, as far as ``labels`` open it."""
    wanted: Any = _LETTERS.where(letter.c.item_id == item_id)
    rows = conn.execute(wanted, labels_given(labels)).all()
    keys = Keys(conn, seal, labels)
    return [
        opened(kept(row), keys.unwrap(row.id, bytes(row.of_record)))[0]
        for row in rows
        if row.of_record is not None
    ]


def find(conn: Connection, labels: Sequence[str], item_id: str, file_id: str) -> Kept | None:
    """Return a letter of a practice, None where it is none, or is sealed for others."""
    mine = (letter.c.item_id == item_id, letter.c.attachment_id == file_id)
    if conn.execute(select(letter.c.item_id).where(*mine)).first() is None:
        return None
    return apart.find(conn, labels, file_id)


def files(conn: Connection, item_id: str) -> Sequence[str]:
    """Return the ids of the files of a letter."""
    return (
        conn.execute(select(letter.c.attachment_id).where(letter.c.item_id == item_id))
        .scalars()
        .all()
    )


def number(conn: Connection, item_id: str) -> int:
    """Return how many files the letter of a practice has."""
    return len(files(conn, item_id))
