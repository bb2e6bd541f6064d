"""Whom the Secretariat can help in again: the holder of an office that nobody contests."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, bindparam, or_, select

from app.access.viewer import OF_SECRETARIAT
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.core.i18n import N_
from app.directory import under_review
from app.directory.holding import appointed_today, appointment
from app.directory.models import Member, Office
from app.directory.rules import Stage
from app.identity.models import Person
from app.identity.passkeys import coded
from app.identity.people import TAKEN_OUT

NO_OFFICE = N_(
    "This person holds no office, so there is nothing to be helped into. Whoever is appointed is"
    " invited."
)
REVIEWED = N_(
    "An office of this person is under review. Nobody is helped into it until the review has ended."
)

office = table(Office)
member = table(Member)
person = table(Person)


@dataclass(frozen=True, slots=True)
class Seat:
    """An office that the person is appointed to today."""

    kind: str
    member: str
    member_name: str
    mailbox: str | None


@dataclass(frozen=True, slots=True)
class Helped:
    """A person, and the offices for which the person is to come in again."""

    person_id: str
    name: str
    language: str | None
    seats: Sequence[Seat]

    @property
    def members(self) -> Sequence[str]:
        """The codes of the members, each once."""
        return sorted({one.member for one in self.seats})

    @property
    def in_secretariat(self) -> bool:
        """Whether one of the offices is the Secretariat's."""
        return any(one.kind in OF_SECRETARIAT for one in self.seats)


_SEATS = (
    select(office.c.kind, member.c.code, member.c.name, office.c.mailbox)
    .join_from(appointment, office, office.c.id == appointment.c.office_id)
    .join(member, member.c.code == office.c.member)
    .where(appointment.c.person_id == bindparam("person_id"), appointed_today())
    .order_by(member.c.code, office.c.kind)
)


_HAD = (
    select(office.c.kind, member.c.code, member.c.name, office.c.mailbox)
    .join_from(appointment, office, office.c.id == appointment.c.office_id)
    .join(member, member.c.code == office.c.member)
    .where(
        appointment.c.person_id == bindparam("person_id"),
        appointment.c.stage.in_((Stage.VERIFIED, Stage.ENDED, Stage.REVOKED)),
        appointment.c.starts <= bindparam("day"),
        or_(appointment.c.ends.is_(None), appointment.c.ends >= bindparam("day")),
    )
    .distinct()
    .order_by(member.c.code, office.c.kind)
)
"""What a person held on a day, also by an appointment that was revoked since."""


def find(conn: Connection, person_id: str) -> Helped | None:
    """Return a person with the offices of today; None for nobody, and for who was taken out."""
    known = select(person.c.name, person.c.language).where(person.c.id == person_id)
    row = conn.execute(known).first()
    if row is None or row.name == TAKEN_OUT:
        return None
    found = conn.execute(_SEATS, {"person_id": person_id, "today": clock.today()})
    return Helped(person_id, row.name, row.language, [Seat(*seat) for seat in found])


def as_of(conn: Connection, one: Helped, day: date) -> Helped:
    """Return who holds no office any more with those of ``day``, so that they can be told."""
    if one.seats:
        return one
    found = conn.execute(_HAD, {"person_id": one.person_id, "day": day})
    return replace(one, seats=[Seat(*seat) for seat in found])


def wants_code(conn: Connection, person_id: str) -> bool:
    """Whether a person without passkeys needs a code for the first: an office wants two factors.

    What wanted one already goes on wanting it.
    """
    one = find(conn, person_id)
    held = one is not None and one.in_secretariat
    return held or coded.since(conn, person_id) is not None


def hindrance(conn: Connection, one: Helped) -> str:
    """Return the sentence that says why a person cannot be helped now, empty where nothing does."""
    if not one.seats:
        return NO_OFFICE
    return REVIEWED if under_review.appointed_to(conn, one.person_id) else ""


def ensure_helpable(conn: Connection, one: Helped) -> None:
    """Let pass where a person can be helped in again now.

    Raises:
        Conflict: for who holds no office, and while one is under review.
    """
    if said := hindrance(conn, one):
        raise Conflict(said)
