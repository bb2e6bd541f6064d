"""What the table of offices says: every office with its holder, as rows and as things known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from app.core.db import table
from app.directory.holding import appointed_today, appointment
from app.directory.models import Member, Office
from app.directory.office_forms import MEMBER_KINDS
from app.identity.models import Person

office = table(Office)
member = table(Member)
person = table(Person)


@dataclass(frozen=True, slots=True)
class Known:
    """An office as it stands, and who holds it today."""

    id: str
    member: str
    kind: str
    title: str
    mailbox: str
    appointment_id: str | None
    holder: str | None
    starts: date | None
    ends: date | None


_OFFICES = (
    select(
        office.c.id,
        office.c.member,
        office.c.kind,
        office.c.title,
        office.c.mailbox,
        appointment.c.id.label("appointment_id"),
        person.c.name,
        person.c.email,
        appointment.c.starts,
        appointment.c.ends,
        appointment.c.authority,
        appointment.c.evidence,
    )
    .join_from(
        office,
        appointment,
        (appointment.c.office_id == office.c.id) & appointed_today(),
        isouter=True,
    )
    .join(person, person.c.id == appointment.c.person_id, isouter=True)
    .where(office.c.kind.in_(MEMBER_KINDS))
    .order_by(office.c.member, office.c.kind, office.c.id, appointment.c.starts)
)
_MEMBERS = select(member.c.code).where(member.c.kind.in_(("state", "observer", "organisation")))


def exported(conn: Connection, today: date) -> Sequence[Mapping[str, str]]:
    """Return every office with its holder as rows of the table."""
    return [
        {
            "office": row.id,
            "member": row.member,
            "kind": row.kind,
            "title": row.title or "",
            "mailbox": row.mailbox or "",
            "holder": row.name or "",
            "email": row.email or "",
            "from": row.starts.isoformat() if row.starts else "",
            "to": row.ends.isoformat() if row.ends else "",
            "authority": row.authority or "",
            "evidence": row.evidence or "",
        }
        for row in conn.execute(_OFFICES, {"today": today})
    ]


def known_offices(conn: Connection, today: date) -> Mapping[str, Known]:
    """Return every office of a member by its id, with who holds it on ``today``."""
    return {
        row.id: Known(
            row.id, row.member, row.kind, row.title or "", row.mailbox or "",
            row.appointment_id, row.name, row.starts, row.ends,
        )
        for row in conn.execute(_OFFICES, {"today": today})
    }  # fmt: skip


def members_listed(conn: Connection) -> set[str]:
    """Return the codes of all members that can have offices."""
    return set(conn.execute(_MEMBERS).scalars())
