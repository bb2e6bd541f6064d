"""Who holds which office today: for the viewer, for letters, and for the number of readers."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, bindparam, or_, select

from app.access import viewer as access
from app.access.labels import (
    GROUP,
    MEMBER,
    NETWORK,
    OFFICE,
    ORGANISATION,
    PUBLIC,
    SECRETARIAT,
    codes_in,
)
from app.access.viewer import OfficeKind, labels_of
from app.core.db import table
from app.core.reading import Reading
from app.directory.belonging import members_of, organisations_of
from app.directory.holding import appointment, held_today
from app.directory.models import Member, Office
from app.directory.standing_in import stood_in_for, with_those
from app.identity.models import Person
from app.notifications.post import Addressee

member = table(Member)
office = table(Office)
person = table(Person)
named = office.alias("named")

_HOLDING = (
    select(
        person.c.id,
        person.c.language,
        office.c.id.label("office_id"),
        office.c.kind,
        member.c.code,
        member.c.name.label("member_name"),
        member.c.regional_group,
        organisations_of(member.c.code).label("organisations"),
        stood_in_for(appointment.c.id).label("stands_in_for"),
    )
    .join_from(appointment, person, person.c.id == appointment.c.person_id)
    .join(office, office.c.id == appointment.c.office_id)
    .join(member, member.c.code == office.c.member)
    .where(held_today())
    .order_by(person.c.id)
)
_HOLDERS = Reading(_HOLDING)


def _in(kind: str) -> BindParameter[Any]:
    return bindparam(kind.rstrip(":"), expanding=True)


_WHERE: Mapping[str, ColumnElement[bool]] = {
    MEMBER: office.c.member.in_(_in(MEMBER)),
    OFFICE: office.c.member.in_(select(named.c.member).where(named.c.id.in_(_in(OFFICE)))),
    GROUP: office.c.member.in_(
        select(member.c.code).where(member.c.regional_group.in_(_in(GROUP)))
    ),
    ORGANISATION: office.c.member.in_(members_of(_in(ORGANISATION))),
}
"""Whose offices each kind of label names; of an office, all of its member: one may stand in."""


@cache
def _holders_of(*kinds: str) -> Reading:
    """Return the statement for those that labels of ``kinds`` name.

    An engine finds few among many by an index only where no other way to be found is asked for.
    """
    return Reading(_HOLDING.where(or_(*(_WHERE[kind] for kind in kinds))))


def holders_of(
    conn: Connection, labels: Collection[str], today: date, *, but: Collection[str] = ()
) -> Sequence[tuple[str, str | None]]:
    """Return (person, language) of everyone who sees by one of ``labels`` today, each once.

    ``but`` names members whose offices are left out: those who asked need no letter about it.
    """
    return [(one.person_id, one.language) for one in addressees(conn, labels, today, but=but)]


def addressees(
    conn: Connection,
    labels: Collection[str],
    today: date,
    *,
    but: Collection[str] = (),
    reading: Sequence[Collection[str]] = (),
) -> Sequence[Addressee]:
    """Return everyone whom ``holders_of`` returns, with the first label each is addressed by.

    With ``reading``, the labels of each thing that is told of, only those who read all of them.
    """
    found: dict[str, Addressee] = {}
    first: dict[tuple[str, str | None], str | None] = {}
    for row in _holders(conn, labels, today):
        place = (row.office_id, row.stands_in_for)
        if place not in first:  # many may hold one office
            first[place] = None if row.code in but else _first_of(row, labels, reading)
        if label := first[place]:
            found.setdefault(row.id, Addressee(row.id, row.language, label))
    return list(found.values())


def addressing(
    conn: Connection,
    labels: Collection[str],
    today: date,
    *,
    reading: Sequence[Collection[str]] = (),
) -> frozenset[str]:
    """Return those of ``labels`` that address somebody who reads all of ``reading``, at one go."""
    found = frozenset[str]()
    for row in _holders(conn, labels, today):
        sees = frozenset[str]().union(*map(_addressed_by, held_offices(row)))
        if all(PUBLIC in one or not sees.isdisjoint(one) for one in reading):
            found |= sees.intersection(labels)
    return found


def _first_of(row: Any, labels: Collection[str], reading: Sequence[Collection[str]]) -> str | None:
    """Return the first of ``labels`` that address a holder who reads all of ``reading``."""
    sees = frozenset[str]().union(*map(_addressed_by, held_offices(row)))
    reads = all(PUBLIC in one or not sees.isdisjoint(one) for one in reading)
    return min(sees.intersection(labels), default=None) if reads else None


def _holders(conn: Connection, labels: Collection[str], today: date) -> Sequence[Any]:
    """Return the holders who may be addressed by ``labels``; of chosen members only theirs."""
    if not {NETWORK, SECRETARIAT}.isdisjoint(labels):
        return _HOLDERS.all(conn, {"today": today})
    named = {kind: codes_in(labels, kind) for kind in _WHERE}
    some = {kind: codes for kind, codes in named.items() if codes}
    if not some:
        return ()
    given = {kind.rstrip(":"): codes for kind, codes in some.items()}
    return _holders_of(*some).all(conn, {"today": today, **given})


def seats_today(conn: Connection, today: date) -> Iterator[tuple[str, access.Office]]:
    """Return each person with each office held today, in one statement: letters go to them too."""
    rows = _HOLDERS.all(conn, {"today": today})
    return ((row.id, office) for row in rows for office in held_offices(row))


def held_offices(row: Any, *, led: bool = True) -> Iterator[access.Office]:
    """Return the office of a row, and those that its holder stands in for today."""
    return with_those(held_office(row, led=led), row.stands_in_for)


def held_office(row: Any, *, led: bool = True) -> access.Office:
    """Return the office of a row of somebody who holds it, with its member."""
    return access.Office(
        id=row.office_id,
        kind=OfficeKind(row.kind),
        member=row.code,
        member_name=row.member_name,
        group=row.regional_group,
        led=led,
        organisations=tuple(sorted((row.organisations or "").split())),
    )


def _addressed_by(office: access.Office) -> frozenset[str]:
    """Return the labels by which the holder of an office is addressed; staff is not the network."""
    sees_by = labels_of(office)
    return sees_by - {NETWORK} if SECRETARIAT in sees_by else sees_by
