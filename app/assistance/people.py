"""Members and offices that a request can name: whom it addresses, and who answers for it."""

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, bindparam, select

from app.access.viewer import IN_NETWORK, Viewer
from app.core.db import table
from app.directory.models import Member, Office

member = table(Member)
office = table(Office)

_NAMES = select(member.c.code, member.c.name).where(
    member.c.code.in_(bindparam("codes", expanding=True))
)
_MEMBERS = (
    select(member.c.code, member.c.name, member.c.regional_group)
    .where(
        select(office.c.id)
        .where(office.c.member == member.c.code, office.c.kind.in_(sorted(IN_NETWORK)))
        .exists()
    )
    .order_by(member.c.name)
)
_OFFICES = (
    select(office.c.id, office.c.kind)
    .where(office.c.member == bindparam("code"), office.c.kind.in_(sorted(IN_NETWORK)))
    .order_by(office.c.kind.desc(), office.c.id)
)


def names(conn: Connection, codes: Collection[str]) -> dict[str, str]:
    """Return the names (msgids) of members by code."""
    return {row.code: row.name for row in conn.execute(_NAMES, {"codes": list(codes)})}


def addressable(conn: Connection, viewer: Viewer) -> Sequence[tuple[str, str, str | None]]:
    """Return (code, name, regional group) of every other member with an office here."""
    rows = conn.execute(_MEMBERS)
    return [(r.code, r.name, r.regional_group) for r in rows if r.code != viewer.member]


def own_offices(conn: Connection, viewer: Viewer) -> Sequence[tuple[str, str]]:
    """Return (id, kind) of the offices of the viewer's member."""
    return [(r.id, r.kind) for r in conn.execute(_OFFICES, {"code": viewer.member})]
