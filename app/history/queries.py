"""Entries of the record about a thing or a person, newest first, with who acted for which office.

``subjects`` are ids that the caller has found the viewer to see.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, or_, select

from app.access.viewer import Viewer
from app.audit.events import Event
from app.audit.models import AuditRecord
from app.core.db import table
from app.directory.models import Member, Office
from app.identity.models import Person
from app.items.models import Item
from app.items.queries import seen_by

audit = table(AuditRecord)
office = table(Office)
member = table(Member)
person = table(Person)
item = table(Item)

PER_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry: what, when, by whom and for which office, to what."""

    event: Event
    at: datetime
    subject: str | None
    detail: Mapping[str, Any]
    person_id: str | None
    name: str | None
    office: str | None
    member: str | None
    member_name: str | None


@dataclass(frozen=True, slots=True)
class Part:
    """A page of entries: which, from which place on, and how many there are in all."""

    entries: Sequence[Entry]
    first: int
    total: int


def of_subjects(
    conn: Connection, subjects: Collection[str], events: Collection[Event], number: int
) -> Part:
    """Return page ``number`` (from 1) of what the record says of ``subjects``."""
    return _part(conn, audit.c.subject.in_(subjects) & audit.c.event.in_(events), number)


APPLICATIONS = "seats:application:%"
"""The events of applications for open seats."""


def of_person(conn: Connection, viewer: Viewer, person_id: str, number: int) -> Part:
    """Return page ``number`` of what a person did, and of what was done with the person's account.

    What was done to a thing that the viewer does not see is left out: that it exists would be told.
    That somebody applied for a place is for the two offices, and here for that person alone.
    """
    theirs = or_(audit.c.person_id == person_id, audit.c.subject == person_id)
    hidden = (
        select(item.c.id).where(item.c.id == audit.c.subject, ~seen_by(viewer, item.c.id)).exists()
    )
    told = theirs & ~hidden
    if viewer.person_id != person_id:
        told &= audit.c.event.not_like(APPLICATIONS)
    return _part(conn, told, number)


def name_of(conn: Connection, person_id: str) -> str | None:
    """Return the name of a person, None where there is none of that id."""
    return conn.execute(select(person.c.name).where(person.c.id == person_id)).scalar()


def _part(conn: Connection, wanted: ColumnElement[bool], number: int) -> Part:
    total = conn.execute(select(func.count()).select_from(audit).where(wanted)).scalar_one()
    first = (number - 1) * PER_PAGE
    rows = conn.execute(
        select(
            audit,
            person.c.name,
            office.c.kind.label("office"),
            office.c.member,
            member.c.name.label("member_name"),
        )
        .join_from(audit, person, person.c.id == audit.c.person_id, isouter=True)
        .join(office, office.c.id == audit.c.office_id, isouter=True)
        .join(member, member.c.code == office.c.member, isouter=True)
        .where(wanted)
        .order_by(audit.c.id.desc())
        .limit(PER_PAGE)
        .offset(first)
    )
    return Part([_entry(row) for row in rows], first + 1, total)


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        event=Event(row.event),
        at=row.at,
        subject=row.subject,
        detail=json.loads(row.detail),
        person_id=row.person_id,
        name=row.name,
        office=row.office,
        member=row.member,
        member_name=row.member_name,
    )


def numbers_of(
    conn: Connection, viewer: Viewer, ids: Collection[str]
) -> Mapping[str, tuple[str, str | None]]:
    """Return kind and registry number of those of ``ids`` that are items the viewer sees."""
    wanted = select(item.c.id, item.c.kind, item.c.number).where(
        item.c.id.in_(ids), seen_by(viewer, item.c.id)
    )
    return {row.id: (row.kind, row.number) for row in conn.execute(wanted)}
