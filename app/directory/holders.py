"""Who holds which office today, with what holders show: for members and the Secretariat only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from app.access.viewer import IN_NETWORK
from app.core import clock
from app.core.db import table
from app.directory.entry import COLUMNS, NAME, Entry, entry_of, kept, last_right
from app.directory.holding import UNDER_REVIEW, appointment, held_today
from app.directory.models import Member, Office
from app.identity.models import Person
from app.vocabulary.office_kinds import OFFICE_KINDS

KINDS = OFFICE_KINDS.codes()
member = table(Member)
office = table(Office)
person = table(Person)


@dataclass(frozen=True, slots=True)
class Held:
    """An office and who holds it today; what the holder does not show is not in it.

    Without a holder, or under review, ``since`` is None. ``last_right`` is the day on which the
    entry was last known to be right, ``unconfirmed`` that this was too long ago.
    """

    office_id: str
    kind: str
    title: str | None
    mailbox: str | None
    member: str
    member_name: str
    name: str | None
    since: date | None
    says: Entry
    last_right: date | None
    unconfirmed: bool
    under_review: bool


_HELD = (
    select(
        office.c.id,
        office.c.kind,
        office.c.title,
        office.c.mailbox,
        member.c.code,
        member.c.name.label("member_name"),
        person.c.name,
        appointment.c.starts,
        office.c.id.in_(UNDER_REVIEW).label("under_review"),
        *COLUMNS,
    )
    .join_from(office, member, member.c.code == office.c.member)
    .join(appointment, (appointment.c.office_id == office.c.id) & held_today(), isouter=True)
    .join(person, person.c.id == appointment.c.person_id, isouter=True)
    .join(kept, kept.c.appointment_id == appointment.c.id, isouter=True)
)
_OF_MEMBER = _HELD.where(office.c.member == bindparam("code")).order_by(
    appointment.c.starts, office.c.id
)
_EVERYWHERE = _HELD.where(
    office.c.kind.in_(sorted(IN_NETWORK)), appointment.c.id.is_not(None)
).order_by(member.c.code, office.c.kind.desc(), appointment.c.starts, office.c.id)


def of_member(conn: Connection, code: str) -> Sequence[Held]:
    """Return the member's offices with today's holders, in the order of the fixed list."""
    found = [_held(row) for row in conn.execute(_OF_MEMBER, {"code": code, "today": clock.today()})]
    return sorted(found, key=lambda one: KINDS.index(one.kind))


def everywhere(conn: Connection) -> Sequence[Held]:
    """Return every office of the network that somebody holds today, by member."""
    return [_held(row) for row in conn.execute(_EVERYWHERE, {"today": clock.today()})]


def _held(row: Row[Any]) -> Held:
    says = entry_of(row).as_members_see_it()
    last, late = last_right(row.confirmed_at, row.starts) if row.starts else (None, False)
    return Held(
        office_id=row.id,
        kind=row.kind,
        title=row.title,
        mailbox=row.mailbox,
        member=row.code,
        member_name=row.member_name,
        name=row.name if NAME in says.shown else None,
        since=row.starts,
        says=says,
        last_right=last,
        unconfirmed=late,
        under_review=bool(row.under_review),
    )
