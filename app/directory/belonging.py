"""Which member belongs to which organisation on which day: dated lines, each with its source."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    ScalarSelect,
    Select,
    bindparam,
    or_,
    select,
)

from app.core.db import table
from app.core.joined import joined
from app.directory.models import Member, OrganisationMember

belongs = table(OrganisationMember)
member = table(Member)
organisation = member.alias("organisation")


@dataclass(frozen=True, slots=True)
class Belonging:
    """That a member belongs to an organisation from a day to a day, both included."""

    organisation: str
    organisation_name: str
    member: str
    member_name: str
    starts: date
    ends: date | None
    source: str
    as_of: date

    def on(self, day: date) -> bool:
        """Whether the member belongs to it on ``day``."""
        return self.starts <= day and (self.ends is None or day <= self.ends)


def today() -> ColumnElement[bool]:
    """Return the condition that a line holds on the civil day bound to ``today``."""
    return (belongs.c.starts <= bindparam("today")) & or_(
        belongs.c.ends.is_(None), belongs.c.ends >= bindparam("today")
    )


def organisations_of(code: ColumnElement[str]) -> ScalarSelect[Any]:
    """Return the codes of the organisations that a member belongs to today, joined by spaces."""
    return (
        select(joined(belongs.c.organisation))
        .where(belongs.c.member == code, today())
        .scalar_subquery()
    )


def members_of(codes: BindParameter[Any]) -> Select[tuple[str]]:
    """Return the statement for the members that belong to one of some organisations today."""
    return select(belongs.c.member).where(belongs.c.organisation.in_(codes), today())


_ALL = (
    select(
        belongs.c.organisation,
        organisation.c.name.label("organisation_name"),
        belongs.c.member,
        member.c.name,
        belongs.c.starts,
        belongs.c.ends,
        belongs.c.source,
        belongs.c.as_of,
    )
    .join_from(belongs, organisation, organisation.c.code == belongs.c.organisation)
    .join(member, member.c.code == belongs.c.member)
    .order_by(belongs.c.organisation, belongs.c.member, belongs.c.starts)
)
_ORGANISATIONS = (
    select(member.c.code, member.c.name)
    .where(member.c.kind == "organisation")
    .order_by(member.c.code)
)


def lines(conn: Connection) -> Sequence[Belonging]:
    """Return every line there is, by organisation, member and first day."""
    return [Belonging(*row) for row in conn.execute(_ALL)]


def organisations(conn: Connection) -> Sequence[tuple[str, str]]:
    """Return code and name (a msgid) of every organisation."""
    return [(row.code, row.name) for row in conn.execute(_ORGANISATIONS)]
