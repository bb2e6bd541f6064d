"""What the directory shows: members, what sources document, and (to members) the holders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, bindparam, func, select, union_all

from app.access.viewer import IN_NETWORK
from app.core.db import table
from app.directory.holding import appointment
from app.directory.models import FocalPointRecord, Invitation, Member, Office
from app.identity.models import Person

member = table(Member)
record = table(FocalPointRecord)
office = table(Office)
invitation = table(Invitation)
person = table(Person)

LISTED = ("state", "observer", "organisation")
"""Who stands in the map, the figures and the tables of members."""
ENTITY = "un_entity"
SHOWN = (*LISTED, ENTITY)
"""Who has a page of its own: UN entities stand beside the network, and in none of its counts."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A member as the public sees it.

    ``level`` is ``documented`` (by a public source), ``recorded`` (an appointment stands in this
    portal, first in the year ``recorded``), ``traces``, or None (not known).
    """

    code: str
    kind: str
    name: str
    group: str | None
    level: str | None
    year: int | None
    recorded: int | None = None

    def by(self, level: str | None, year: int | None) -> "Entry":
        """Return the member as sources say, where an appointment here outweighs a trace."""
        if self.recorded is None or level == "documented":
            return replace(self, level=level, year=year)
        return replace(self, level="recorded", year=self.recorded)


@dataclass(frozen=True, slots=True)
class Facts:
    """What stands about a member itself, with its sources and the day they were read."""

    code: str
    kind: str
    name: str
    group: str | None
    as_of: date | None
    sources: Sequence[str]


@dataclass(frozen=True, slots=True)
class Documented:
    """What one public source says about a member's Focal Point."""

    level: str
    year: int | None
    what: str
    source: str
    as_of: date


@dataclass(frozen=True, slots=True)
class MemberItself:
    """A member as the rules see it: it owns itself."""

    owners: frozenset[str]
    stage: str = ""
    office_id: str | None = None


_ENTRIES = (
    select(
        member.c.code,
        member.c.kind,
        member.c.name,
        member.c.regional_group,
        func.min(record.c.level).label("level"),
        func.min(record.c.year).label("year"),
    )
    .join_from(member, record, record.c.member == member.c.code, isouter=True)
    .where(member.c.kind.in_(LISTED))
    .group_by(member.c.code, member.c.kind, member.c.name, member.c.regional_group)
    .order_by(member.c.code)
)
_FACTS = select(
    member.c.code,
    member.c.kind,
    member.c.name,
    member.c.regional_group,
    member.c.as_of,
    member.c.source,
).where(member.c.code == bindparam("code"), member.c.kind.in_(SHOWN))
_RECORDS = (
    select(record.c.level, record.c.year, record.c.what, record.c.source, record.c.as_of)
    .where(record.c.member == bindparam("code"))
    .order_by(record.c.level, record.c.year.is_(None), record.c.year, record.c.id)
)
_ALL_RECORDS = select(
    record.c.member, record.c.level, record.c.year, record.c.what, record.c.source, record.c.as_of
).order_by(record.c.level, record.c.year.is_(None), record.c.year, record.c.id)
_AS_OF = select(
    select(func.max(member.c.as_of)).scalar_subquery().label("members"),
    select(func.max(record.c.as_of)).scalar_subquery().label("records"),
)
_OWN_OFFICES = (
    select(office.c.id, office.c.kind)
    .where(office.c.member == bindparam("code"), office.c.kind.in_(sorted(IN_NETWORK)))
    .order_by(office.c.kind.desc(), office.c.id)
)
_OF_MEMBER = office.c.member == bindparam("code")
_SUBJECTS = union_all(
    select(office.c.id).where(_OF_MEMBER),
    *(
        select(rows.c.id).join_from(rows, office, office.c.id == rows.c.office_id).where(_OF_MEMBER)
        for rows in (invitation, appointment)
    ),
)


def entries(conn: Connection) -> Sequence[Entry]:
    """Return every listed member by code; ``documented`` sorts before ``traces`` on purpose."""
    return [Entry(*row) for row in conn.execute(_ENTRIES)]


def facts(conn: Connection, code: str) -> Facts | None:
    """Return one listed member, None where the code is unknown."""
    row = conn.execute(_FACTS, {"code": code}).first()
    if row is None:
        return None
    return Facts(
        code=row.code,
        kind=row.kind,
        name=row.name,
        group=row.regional_group,
        as_of=row.as_of,
        sources=tuple((row.source or "").split()),
    )


def records(conn: Connection, code: str) -> Sequence[Documented]:
    """Return what public sources say about the member's Focal Point."""
    return [Documented(*row) for row in conn.execute(_RECORDS, {"code": code})]


def all_records(conn: Connection) -> Mapping[str, Sequence[Documented]]:
    """Return what public sources say about everybody's Focal Point, by member."""
    found: dict[str, list[Documented]] = {}
    for code, *values in conn.execute(_ALL_RECORDS):
        found.setdefault(code, []).append(Documented(*values))
    return found


def as_of(conn: Connection) -> tuple[date | None, date | None]:
    """Return the latest days to which members, and records of Focal Points, were read."""
    row = conn.execute(_AS_OF).one()
    return row.members, row.records


def subjects_of(conn: Connection, code: str) -> Sequence[str]:
    """Return the ids of the member's offices, of invitations to them and of appointments."""
    return list(conn.execute(_SUBJECTS, {"code": code}).scalars())


def own_offices(conn: Connection, code: str | None) -> Sequence[tuple[str, str]]:
    """Return (id, kind) of the offices of the member ``code`` that can answer for a matter."""
    return [(row.id, row.kind) for row in conn.execute(_OWN_OFFICES, {"code": code})]


_ISO2 = select(member.c.iso2).where(member.c.code == bindparam("code"))


def iso2(conn: Connection, code: str) -> str | None:
    """Return the two letters by which other lists know the state, None for an organisation."""
    return conn.execute(_ISO2, {"code": code}).scalar()


_NAMES = select(member.c.code, member.c.name).order_by(member.c.code)


def member_names(conn: Connection) -> Mapping[str, str]:
    """Return the name of every member and of the secretariat, by code."""
    return {row.code: row.name for row in conn.execute(_NAMES)}
