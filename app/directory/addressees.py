"""Who is written to: everybody who holds an office today and sees by one of some labels."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, select

from app.access.labels import (
    NETWORK,
    SECRETARIAT,
    group_label,
    groups_in,
    member_label,
    members_in,
)
from app.access.viewer import IN_NETWORK, IN_SECRETARIAT
from app.core.db import table
from app.directory.holding import appointment, held_today
from app.directory.models import Member, Office
from app.identity.models import Person
from app.notifications.post import Addressee

member = table(Member)
office = table(Office)
person = table(Person)

_HOLDERS = (
    select(person.c.id, person.c.language, office.c.kind, member.c.code, member.c.regional_group)
    .join_from(appointment, person, person.c.id == appointment.c.person_id)
    .join(office, office.c.id == appointment.c.office_id)
    .join(member, member.c.code == office.c.member)
    .where(
        held_today(),
        office.c.kind.in_([*IN_NETWORK, *IN_SECRETARIAT]),
    )
    .order_by(person.c.id)
)
_IN_MEMBERS = office.c.member.in_(bindparam("members", expanding=True))
_IN_GROUPS = office.c.member.in_(
    select(member.c.code).where(member.c.regional_group.in_(bindparam("groups", expanding=True)))
)
_HOLDERS_OF = {
    ("members",): _HOLDERS.where(_IN_MEMBERS),
    ("groups",): _HOLDERS.where(_IN_GROUPS),
    ("members", "groups"): _HOLDERS.where(_IN_MEMBERS | _IN_GROUPS),
}
"""By what is named: an engine finds a few members' holders by an index where nothing else is."""


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
    reading: Collection[str] | None = None,
) -> Sequence[Addressee]:
    """Return everyone whom ``holders_of`` returns, with the first label each is addressed by.

    With ``reading``, the labels of what is told, only those of them who read it.
    """
    found: dict[str, Addressee] = {}
    for row in _holders(conn, labels, today):
        sees = _addressed_by(row.kind, row.code, row.regional_group)
        own = sees.intersection(labels)
        reads = reading is None or not sees.isdisjoint(reading)
        if own and reads and row.code not in but:
            found.setdefault(row.id, Addressee(row.id, row.language, min(own)))
    return list(found.values())


def _holders(conn: Connection, labels: Collection[str], today: date) -> Sequence[Any]:
    """Return the holders who may be addressed by ``labels``; of chosen members only theirs."""
    if {NETWORK, SECRETARIAT}.isdisjoint(labels):
        named = {"members": members_in(labels), "groups": groups_in(labels)}
        some = {kind: codes for kind, codes in named.items() if codes}
        return conn.execute(_HOLDERS_OF[*some], {"today": today, **some}).all() if some else ()
    return conn.execute(_HOLDERS, {"today": today}).all()


def _addressed_by(kind: str, code: str, group: str | None) -> frozenset[str]:
    """Return the labels by which the holder of an office is addressed."""
    if kind in IN_SECRETARIAT:
        return frozenset({SECRETARIAT})
    groups = {group_label(group)} if group else set()
    return frozenset({NETWORK, member_label(code), *groups})
