"""Reading joint ownership: who is asked to come in, and what waits for the owners' agreement.

Each begins from what the viewer sees: the question itself, or the practice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, bindparam, select

from app.access.labels import member_label
from app.access.viewer import IN_NETWORK, Viewer
from app.core import clock
from app.core.db import table
from app.core.reading import Reading
from app.directory.holding import appointed_today, held_today
from app.directory.models import Appointment, Member, Office
from app.items.models import Item, ItemOwner, Kind
from app.items.queries import Matter, labels_given, seen
from app.practices import queries as practices
from app.practices.entry import Entry
from app.practices.joining.models import PracticeAgreement, PracticeJoining, PracticeProposal
from app.practices.joining.rules import Stage
from app.practices.models import Practice

joining = table(PracticeJoining)
proposal = table(PracticeProposal)
agreement = table(PracticeAgreement)
item = table(Item)
owner = table(ItemOwner)
member = table(Member)
office = table(Office)
appointment = table(Appointment)
practice = table(Practice)
_by = member.alias("asking")
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)


@dataclass(frozen=True, slots=True)
class Asked:
    """That a member is asked to own a practice; ``matter`` is the question itself."""

    matter: Matter
    practice_id: str
    member: str
    member_name: str
    by: str
    by_name: str
    expires_on: date


@dataclass(frozen=True, slots=True)
class Proposed:
    """What is proposed for a practice, and who agreed to it."""

    act: str
    by: str
    words: str | None
    version: int
    refused_by: str | None
    reason: str | None
    agreed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Owner:
    """An owner of a practice, and whether somebody holds one of its offices, contested or not."""

    code: str
    name: str
    held: bool


_ROWS = (
    select(
        joining,
        item.c.stage,
        item.c.version,
        item.c.audience,
        item.c.language,
        item.c.office_id,
        member.c.name,
        _by.c.name.label("by_name"),
    )
    .join_from(joining, item, item.c.id == joining.c.item_id)
    .join(member, member.c.code == joining.c.member)
    .join(_by, _by.c.code == joining.c.by_member)
)
_ONE = Reading(_ROWS.where(joining.c.item_id == bindparam("id"), seen(item.c.id)))
_OPEN = Reading(
    _ROWS.where(
        joining.c.practice_id == bindparam("id"),
        item.c.stage == Stage.ASKED,
        seen(joining.c.practice_id),
    ).order_by(member.c.name)
)
_TITLES = Reading(
    select(joining.c.item_id, practice.c.title)
    .join_from(joining, practice, practice.c.item_id == joining.c.practice_id)
    .where(joining.c.item_id.in_(_IDS), seen(joining.c.item_id))
)
_PROPOSED = Reading(
    select(proposal, agreement.c.member)
    .join_from(proposal, agreement, agreement.c.item_id == proposal.c.item_id, isouter=True)
    .where(proposal.c.item_id == bindparam("id"), seen(proposal.c.item_id))
)


def is_held(code: ColumnElement[str], by: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition that somebody holds an office of the member ``code`` today ``by`` it."""
    return (
        select(appointment.c.id)
        .join_from(appointment, office, office.c.id == appointment.c.office_id)
        .where(office.c.member == code, office.c.kind.in_(sorted(IN_NETWORK)), by)
        .correlate(member)
        .exists()
    )


_OWNERS = Reading(
    select(member.c.code, member.c.name, is_held(member.c.code, appointed_today()).label("held"))
    .join_from(owner, member, member.c.code == owner.c.member)
    .where(owner.c.item_id == bindparam("id"), seen(owner.c.item_id))
    .order_by(member.c.name)
)
_HELD = Reading(
    select(member.c.code, member.c.name)
    .where(is_held(member.c.code, held_today()), member.c.kind != "secretariat")
    .order_by(member.c.name)
)


def one(conn: Connection, viewer: Viewer, item_id: str) -> Asked | None:
    """Return an open question to the viewer's member, None where there is none."""
    row = _ONE.first(conn, {"id": item_id, **labels_given(viewer.labels)})
    return _asked(row) if row else None


def open_ones(conn: Connection, viewer: Viewer, item_id: str) -> Sequence[Asked]:
    """Return the members that are asked to own a practice, which the viewer sees."""
    given = {"id": item_id, **labels_given(viewer.labels)}
    return [_asked(row) for row in _OPEN.all(conn, given)]


def _asked(row: Any) -> Asked:
    matter = Matter(
        id=row.item_id,
        kind=Kind.JOINING,
        number=None,
        stage=row.stage,
        audience=row.audience,
        language=row.language,
        office_id=row.office_id,
        owners=frozenset({row.member}),
        version=row.version,
    )
    return Asked(
        matter, row.practice_id, row.member, row.name, row.by_member, row.by_name, row.expires_on
    )


def read(conn: Connection, asked: Asked) -> Entry | None:
    """Return the practice that a member is asked to own, as its owners read it now.

    The question was found to be this member's: being asked lets it read what it would own.
    """
    key = asked.practice_id
    first = select(owner.c.member).where(owner.c.item_id == key).limit(1)
    by = [member_label(code) for code in conn.execute(first).scalars()]
    return practices.entries_by(conn, by, [key], files=False).get(key) if by else None


def titles(conn: Connection, viewer: Viewer, ids: Sequence[str]) -> Mapping[str, tuple[str, str]]:
    """Return title and address of those of ``ids`` that are open questions to the viewer."""
    rows = _TITLES.all(conn, {"ids": list(ids), **labels_given(viewer.labels)})
    return {row.item_id: (row.title, f"/practices/joining/{row.item_id}") for row in rows}


def proposed(conn: Connection, viewer: Viewer, item_id: str) -> Proposed | None:
    """Return what is proposed for a practice that the viewer sees, None where nothing is."""
    rows = _PROPOSED.all(conn, {"id": item_id, **labels_given(viewer.labels)})
    if not rows:
        return None
    first = rows[0]
    agreed = frozenset(row.member for row in rows if row.member)
    return Proposed(
        first.act,
        first.by_member,
        first.words,
        first.version,
        first.refused_by,
        first.reason,
        agreed,
    )


def owners(conn: Connection, viewer: Viewer, item_id: str) -> Sequence[Owner]:
    """Return the owners of a practice that the viewer sees, by name."""
    given = {"id": item_id, "today": clock.today(), **labels_given(viewer.labels)}
    return [Owner(*row) for row in _OWNERS.all(conn, given)]


def held(conn: Connection) -> Mapping[str, str]:
    """Return the names of the members of which somebody holds an office today, by code."""
    return {row.code: row.name for row in _HELD.all(conn, {"today": clock.today()})}
