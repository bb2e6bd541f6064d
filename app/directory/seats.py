"""An office as the policy looks at it: whose it is and of which kind."""

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from app.core.db import table
from app.directory.models import Appointment, Invitation, Member, Office

office = table(Office)
member = table(Member)


@dataclass(frozen=True, slots=True)
class Seat:
    """An office, or a member's offices as a whole (``office_id`` is None); an access Subject.

    ``stage`` is the kind of office: the policy lets a Focal Point invite the alternate only.
    """

    owners: frozenset[str]
    stage: str
    office_id: str | None
    member: str
    member_name: str

    def of(self, office_id: str, kind: str) -> "Seat":
        """Return one of the offices of the same member."""
        return Seat(self.owners, kind, office_id, self.member, self.member_name)


_SEAT = select(office.c.id, office.c.kind, office.c.member, member.c.name).join_from(
    office, member, member.c.code == office.c.member
)
_SEATS = {
    Office: _SEAT.where(office.c.id == bindparam("key")),
    Appointment: _SEAT.join(
        table(Appointment), table(Appointment).c.office_id == office.c.id
    ).where(table(Appointment).c.id == bindparam("key")),
    Invitation: _SEAT.join(table(Invitation), table(Invitation).c.office_id == office.c.id).where(
        table(Invitation).c.id == bindparam("key")
    ),
}
_WHOLE = select(member.c.code, member.c.name).where(member.c.code == bindparam("code"))


def seat_of(
    conn: Connection, what: type[Office | Appointment | Invitation], key: str
) -> Seat | None:
    """Return the office behind an office, appointment or invitation, None for an unknown id."""
    row = conn.execute(_SEATS[what], {"key": key}).first()
    if row is None:
        return None
    return Seat(frozenset({row.member}), row.kind, row.id, row.member, row.name)


def all_seats(conn: Connection, code: str) -> Seat | None:
    """Return the member ``code`` as the owner of its offices, None for an unknown code."""
    row = conn.execute(_WHOLE, {"code": code}).first()
    if row is None:
        return None
    return Seat(frozenset({row.code}), "", None, row.code, row.name)
