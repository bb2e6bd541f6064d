"""What everybody may know of appointments recorded here: the member, the office and the year.

It says nothing of today: an office that fell vacant stays in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, bindparam, func, select

from app.access.viewer import IN_NETWORK, OfficeKind
from app.core import clock
from app.core.db import table
from app.directory import queries
from app.directory.holding import appointment
from app.directory.models import Office
from app.directory.queries import Entry
from app.directory.rules import Stage

office = table(Office)

_BEGUN = (
    appointment.c.stage.in_((Stage.VERIFIED, Stage.ENDED)),
    appointment.c.starts <= bindparam("today"),
    func.coalesce(appointment.c.announced_on, appointment.c.starts) <= bindparam("today"),
)
_OF_MEMBER = (
    select(office.c.kind, func.min(appointment.c.starts).label("first"))
    .join_from(appointment, office, office.c.id == appointment.c.office_id)
    .where(office.c.member == bindparam("code"), office.c.kind.in_(sorted(IN_NETWORK)), *_BEGUN)
    .group_by(office.c.kind)
    .order_by(office.c.kind.desc())
)
_FIRST = (
    select(office.c.member, func.min(appointment.c.starts).label("first"))
    .join_from(appointment, office, office.c.id == appointment.c.office_id)
    .where(office.c.kind == OfficeKind.FOCAL_POINT, *_BEGUN)
    .group_by(office.c.member)
)


def of_member(conn: Connection, code: str) -> Sequence[tuple[str, int]]:
    """Return the kinds of office to which a member has appointed, each with the first year."""
    found = conn.execute(_OF_MEMBER, {"code": code, "today": clock.today()})
    return [(row.kind, row.first.year) for row in found]


def entries(conn: Connection) -> Sequence[Entry]:
    """Return every listed member, with the year of its first Focal Point recorded here."""
    rows = conn.execute(_FIRST, {"today": clock.today()})
    first: Mapping[str, int] = {row.member: row.first.year for row in rows}
    return [
        replace(entry, recorded=first[entry.code]).by(entry.level, entry.year)
        if entry.code in first
        else entry
        for entry in queries.entries(conn)
    ]
