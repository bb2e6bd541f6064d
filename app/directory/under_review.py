"""Offices under review: which they are, and that nobody comes to one or hands it on."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select
from sqlmodel import Session

from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.core.i18n import N_
from app.core.reading import Reading
from app.directory.holding import IN_FORCE, UNDER_REVIEW, appointed_today, appointment, review
from app.directory.models import Member, Office

SAID = N_("This office is under review: it is contested who holds it.")
NOBODY_COMES = N_(
    "This office is under review. Nobody is invited or appointed to it, and nobody hands it over,"
    " until the review has ended."
)

office = table(Office)
member = table(Member)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """An office under review."""

    office_id: str
    kind: str
    member: str
    member_name: str


_REVIEWED = select(office.c.id, office.c.kind, member.c.code, member.c.name).join_from(
    office, member, member.c.code == office.c.member
)
_AMONG = Reading(
    _REVIEWED.where(
        office.c.id.in_(UNDER_REVIEW), office.c.member.in_(bindparam("members", expanding=True))
    ).order_by(member.c.name, office.c.kind.desc(), office.c.id)
)
_OF_PERSON = (
    _REVIEWED.join(appointment, appointment.c.office_id == office.c.id)
    .where(
        office.c.id.in_(UNDER_REVIEW),
        appointment.c.person_id == bindparam("person_id"),
        appointed_today(),
    )
    .order_by(office.c.id)
)


def among(conn: Connection, members: Collection[str]) -> Sequence[Reviewed]:
    """Return the offices of ``members`` that are under review; one statement."""
    return [Reviewed(*row) for row in _AMONG.all(conn, {"members": sorted(members)})]


def appointed_to(conn: Connection, person_id: str) -> Sequence[Reviewed]:
    """Return the offices under review to which a person was appointed."""
    asked = {"person_id": person_id, "today": clock.today()}
    return [Reviewed(*row) for row in conn.execute(_OF_PERSON, asked)]


def ensure_settled(db: Session, office_id: str) -> None:
    """Keep an office as it is until the act is done; pass where nobody contests who holds it.

    Raises:
        Conflict: while the office is under review.
    """
    db.get_one(Office, office_id, with_for_update=True)
    contested = select(review.c.id).where(review.c.office_id == office_id, IN_FORCE)
    if db.execute(contested).first() is not None:
        raise Conflict(NOBODY_COMES)
