"""Whom an audience names, in words: groups, members of organisations, members, offices."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, select

from app.access.audience import Audience, Circle
from app.core.db import table
from app.core.i18n import gettext, listed, ngettext
from app.directory.models import Member, Office
from app.directory.office_showing import title_of
from app.vocabulary import regional_groups

member = table(Member)
office = table(Office)

NAMED = 4
"""So many readers are named; the others are counted."""


@dataclass(frozen=True, slots=True)
class OneOffice:
    """An office by which a person can be chosen; ``member_name`` is a msgid."""

    kind: str
    title: str | None
    member: str
    member_name: str


@dataclass(frozen=True, slots=True)
class Names:
    """What audiences name by code: members (msgids) and offices."""

    members: Mapping[str, str] = field(default_factory=dict)
    offices: Mapping[str, OneOffice] = field(default_factory=dict)


_CODES: BindParameter[Any] = bindparam("codes", expanding=True)
_MEMBERS = select(member.c.code, member.c.name).where(member.c.code.in_(_CODES))
_OFFICES = (
    select(office.c.id, office.c.kind, office.c.title, member.c.code, member.c.name)
    .join_from(office, member, member.c.code == office.c.member)
    .where(office.c.id.in_(_CODES))
)


def names_of(conn: Connection, *audiences: Audience) -> Names:
    """Return the names of all that ``audiences`` name; one statement for each kind of thing."""
    members = _codes(audiences, Circle.MEMBERS) + _codes(audiences, Circle.ORGANISATION)
    found = conn.execute(_MEMBERS, {"codes": members}).all() if members else ()
    offices = offices_named(conn, _codes(audiences, Circle.OFFICES))
    return Names({row.code: row.name for row in found}, offices)


def offices_named(conn: Connection, ids: Collection[str]) -> Mapping[str, OneOffice]:
    """Return the offices with these ids; no statement where there are none."""
    found = conn.execute(_OFFICES, {"codes": list(ids)}).all() if ids else ()
    return {row.id: OneOffice(row.kind, row.title, row.code, row.name) for row in found}


def _codes(audiences: Collection[Audience], circle: Circle) -> list[str]:
    return sorted({code for audience in audiences for code in audience.codes(circle)})


def word(circle: str, code: str, names: Names) -> str:
    """Return what one set of readers is called."""
    match circle:
        case Circle.GROUP:
            return gettext(regional_groups.short(code))
        case Circle.ORGANISATION:
            name = gettext(names.members.get(code, code))
            return gettext("%(organisation)s (its members)", organisation=name)
        case Circle.OFFICES if code in names.offices:
            one = names.offices[code]
            return gettext(
                "%(member)s (%(office)s)",
                member=gettext(one.member_name),
                office=title_of(one.title, one.kind),
            )
    return gettext(names.members.get(code, code))


def words(audience: Audience, names: Names) -> Sequence[str]:
    """Return what the sets of an audience are called, ready for a list; many are counted."""
    order = list(Circle)
    called = sorted((order.index(c), word(c, code, names)) for c, code in audience.sets)
    more = len(called) - NAMED
    known = [name for _, name in called]
    if more <= 0:
        return known
    return [*known[:NAMED], ngettext("%(num)s more", "%(num)s more", more)]


def in_words(audience: Audience, names: Names) -> str:
    """Return whom an audience names as a list in the reader's language."""
    return listed(words(audience, names))
