"""Members that a request can name: those that have an office here."""

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


def names(conn: Connection, codes: Collection[str]) -> dict[str, str]:
    """Return the names (msgids) of members by code."""
    return {row.code: row.name for row in conn.execute(_NAMES, {"codes": list(codes)})}


def addressable(conn: Connection, viewer: Viewer) -> Sequence[tuple[str, str, str | None]]:
    """Return (code, name, regional group) of every other member with an office here."""
    rows = conn.execute(_MEMBERS)
    return [(r.code, r.name, r.regional_group) for r in rows if r.code != viewer.member]
