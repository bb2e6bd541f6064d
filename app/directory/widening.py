"""Readers chosen anew: whether they are more than before, and who comes and goes by it today."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, or_, select

from app.access import viewer as access
from app.access.audience import Audience, Circle, labels_of_draft
from app.access.labels import (
    GROUP,
    MEMBER,
    NETWORK,
    OFFICE,
    ORGANISATION,
    PUBLIC,
    SECRETARIAT,
    codes_in,
    member_label,
    office_label,
)
from app.access.viewer import OfficeKind, labels_of
from app.core import clock
from app.core.db import table
from app.core.reading import Reading
from app.directory.belonging import organisations_of
from app.directory.models import Member, Office
from app.directory.seated import seats_today

member = table(Member)
office = table(Office)
_CODES: BindParameter[Any] = bindparam("codes", expanding=True)
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_PLACES = Reading(
    select(
        member.c.code,
        member.c.regional_group,
        organisations_of(member.c.code).label("organisations"),
        office.c.id,
        office.c.kind,
    )
    .join_from(
        member, office, (office.c.member == member.c.code) & office.c.id.in_(_IDS), isouter=True
    )
    .where(or_(member.c.code.in_(_CODES), office.c.id.is_not(None)))
)
Carried = Mapping[str, frozenset[str]]
"""By label: labels that everybody who sees by it sees by as well."""


@dataclass(frozen=True, slots=True)
class Some:
    """So many people of so many members."""

    people: int
    members: int


@dataclass(frozen=True, slots=True)
class Turnover:
    """Who would read a thing for the first time today, and who no longer."""

    come: Some
    gone: Some


def wider(conn: Connection, before: Audience, after: Audience) -> bool:
    """Whether somebody reads by ``after``, today or later, who does not by ``before``.

    A member counts within its regional group and within its organisations of today, an office of
    the network within its member. Every other set that was not chosen before is more.
    """
    if before.circle == Circle.PUBLIC:
        return False
    carried = _carried(conn, after.labels)
    return any(carried[label].isdisjoint(before.labels) for label in after.labels)


def reading_both(conn: Connection, one: Collection[str], other: Collection[str]) -> frozenset[str]:
    """Return labels by which people read both what carries ``one`` and what carries ``other``.

    It stays true for good: of organisations, which members join and leave, nothing is concluded.
    """
    if PUBLIC in one or PUBLIC in other:
        return frozenset(other if PUBLIC in one else one)
    carried = _carried(conn, {*one, *other}, lasting=True)
    return frozenset(
        label
        for labels, others in ((one, other), (other, one))
        for label in labels
        if not carried[label].isdisjoint(others)
    )


def _carried(conn: Connection, labels: Collection[str], *, lasting: bool = False) -> Carried:
    found = {
        label: {label, NETWORK} if label.startswith((GROUP, ORGANISATION)) else {label}
        for label in labels
    }
    codes, ids = codes_in(labels, MEMBER), codes_in(labels, OFFICE)
    if codes or ids:
        asked = {"codes": codes, "ids": ids, "today": clock.today()}
        for row in _PLACES.all(conn, asked):
            whoever = labels_of(_office(row, "", OfficeKind.FOCAL_POINT, lasting=lasting))
            found.setdefault(member_label(row.code), set()).update(whoever)
            if row.id is not None:
                one = _office(row, row.id, OfficeKind(row.kind), lasting=lasting)
                found[office_label(row.id)].update(labels_of(one))
    return {label: frozenset(all_) for label, all_ in found.items()}


def _office(row: Any, office_id: str, kind: OfficeKind, *, lasting: bool) -> access.Office:
    return access.Office(
        id=office_id,
        kind=kind,
        member=row.code,
        member_name="",
        group=row.regional_group,
        organisations=() if lasting else tuple((row.organisations or "").split()),
    )


def turnover(
    conn: Connection, before: Audience, after: Audience, owners: Collection[str]
) -> Turnover:
    """Return who comes and who goes of those in office today, but the owners; one statement."""
    mine = labels_of_draft(owners)
    was: dict[str, str] = {}
    will: dict[str, str] = {}
    for person_id, seat in seats_today(conn, clock.today()):
        own = labels_of(seat)
        if SECRETARIAT in own or own & mine:
            continue
        for audience, readers in ((before, was), (after, will)):
            if audience.circle == Circle.PUBLIC or own & audience.labels:
                readers[person_id] = seat.member
    return Turnover(_some(will, but=was), _some(was, but=will))


def _some(readers: Mapping[str, str], *, but: Collection[str]) -> Some:
    members = [code for person_id, code in readers.items() if person_id not in but]
    return Some(len(members), len(set(members)))
