"""Reviews as the Secretariat reads them, and who is concerned by one."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, or_, select

from app.contested.rules import Life
from app.core import clock
from app.core.db import table
from app.core.reading import Reading
from app.directory.holding import appointed_today, appointment, review
from app.directory.letters import Person as Told
from app.directory.models import Member, Office
from app.directory.standing_in import standing_in_for
from app.identity.models import Person

office = table(Office)
member = table(Member)
person = table(Person)
proposer = person.alias("proposer")
agreer = person.alias("agreer")
ender = person.alias("ender")


@dataclass(frozen=True, slots=True)
class Review:
    """A review that is not over, with its office."""

    id: str
    office_id: str
    kind: str
    member: str
    member_name: str
    reason: str
    proposed_at: datetime
    proposed_by: str | None
    began_by: str | None
    ground: str | None
    ending_by: str | None
    life: Life


_OPEN = (
    select(
        review,
        office.c.kind,
        member.c.code,
        member.c.name,
        proposer.c.name.label("proposer"),
        agreer.c.name.label("agreer"),
        ender.c.name.label("ender"),
    )
    .join_from(review, office, office.c.id == review.c.office_id)
    .join(member, member.c.code == office.c.member)
    .join(proposer, proposer.c.id == review.c.proposed_by, isouter=True)
    .join(agreer, agreer.c.id == review.c.began_by, isouter=True)
    .join(ender, ender.c.id == review.c.ending_by, isouter=True)
    .where(review.c.ended_at.is_(None))
    .order_by(review.c.proposed_at, review.c.id)
)
_UNFINISHED = Reading(_OPEN)
_OF_OFFICE = _OPEN.where(review.c.office_id == bindparam("office_id"))
_APPOINTED = (
    select(person.c.id, person.c.language)
    .join_from(appointment, person, person.c.id == appointment.c.person_id)
    .join(office, office.c.id == appointment.c.office_id)
    .where(appointed_today())
    .order_by(person.c.id)
    .distinct()
)
_OF_MEMBER = _APPOINTED.where(office.c.member == bindparam("member"))
_ACTING = _APPOINTED.where(
    or_(
        office.c.id == bindparam("office_id"),
        appointment.c.id.in_(standing_in_for(bindparam("office_id"))),
    )
)


def of_office(conn: Connection, office_id: str) -> Review | None:
    """Return the review of an office that is not over, None where there is none."""
    row = conn.execute(_OF_OFFICE, {"office_id": office_id}).first()
    return None if row is None else _review(row)


def unfinished(conn: Connection) -> Sequence[Review]:
    """Return every review that is not over, the oldest first."""
    return [_review(row) for row in _UNFINISHED.all(conn, {})]


def of_member(conn: Connection, code: str) -> Sequence[Told]:
    """Return who was appointed to an office of a member, under review or not."""
    asked = {"member": code, "today": clock.today()}
    return [(row.id, row.language) for row in conn.execute(_OF_MEMBER, asked)]


def acting(conn: Connection, office_id: str) -> Sequence[str]:
    """Return who acts for an office before it is under review: its holders and who stands in."""
    asked = {"office_id": office_id, "today": clock.today()}
    return [row.id for row in conn.execute(_ACTING, asked)]


def _review(row: Row[Any]) -> Review:
    life = Life(*(getattr(row, field.name) for field in fields(Life)))
    return Review(
        id=row.id,
        office_id=row.office_id,
        kind=row.kind,
        member=row.code,
        member_name=row.name,
        reason=row.reason,
        proposed_at=row.proposed_at,
        proposed_by=row.proposer,
        began_by=row.agreer,
        ground=row.ground,
        ending_by=row.ender,
        life=life,
    )
