"""Applications as they are read: all of a seat by its office, the own ones by who applied."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, or_, select

from app.access.viewer import Viewer
from app.core.db import table
from app.core.reading import Reading
from app.core.seal import Place, Seal
from app.directory.models import Member, Office
from app.items.queries import LABELS, labels_given, seen
from app.sealing.keys import Keys, wrapped_for
from app.seats.applications import LIVE, Applied
from app.seats.applying import TABLE
from app.seats.holding import application
from app.seats.queries import Seat, code_of, seat

member = table(Member)
office = table(Office)


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """An application as one of its two offices reads it; it satisfies ``policy.Subject``."""

    id: str
    member: str
    member_name: str
    office_id: str
    office_kind: str
    state: Applied
    who: str
    why: str
    needs: str
    word: str
    language: str
    number: int
    version: int
    made_at: datetime
    destroyed: bool

    @property
    def owners(self) -> frozenset[str]:
        """The member that applied."""
        return frozenset({self.member})

    @property
    def stage(self) -> str:
        """Its stored state."""
        return self.state


_OF_SEAT = Reading(
    select(
        application,
        member.c.name.label("member_name"),
        office.c.kind.label("office_kind"),
        wrapped_for(application.c.id, LABELS).label("wrapped"),
    )
    .join_from(application, seat, seat.c.item_id == application.c.seat_id)
    .join(member, member.c.code == application.c.member)
    .join(office, office.c.id == application.c.office_id)
    .where(
        application.c.seat_id == bindparam("seat"),
        seen(application.c.seat_id),
        or_(seat.c.member == bindparam("mine"), application.c.member == bindparam("mine")),
    )
    .order_by(application.c.made_at, application.c.id)
)


def applications(
    conn: Connection, viewer: Viewer, seal: Seal, found: Seat
) -> Sequence[Application]:
    """Return those of a seat that the viewer's office may read: all as who offers, else its own.

    Those on the waiting list stand in the order in which they came there.
    """
    if not (mine := code_of(viewer)):
        return []
    given = {"seat": found.matter.id, "mine": mine, **labels_given(viewer.labels)}
    keys = Keys(conn, seal, viewer.labels)
    rows = [_opened(keys, row) for row in _OF_SEAT.all(conn, given)]
    order = list(Applied)
    return sorted(rows, key=lambda one: (order.index(one.state), one.number))


def next_of(found: Seat, there: Sequence[Application]) -> str:
    """Return the id of the first on the waiting list where a place is free, else nothing."""
    waiting = (one.id for one in there if one.state == Applied.LISTED)
    return next(waiting, "") if found.taken < found.places else ""


def live(there: Sequence[Application]) -> Sequence[Application]:
    """Return those that are neither declined, taken back nor ended."""
    return [one for one in there if one.state in LIVE]


def _opened(keys: Keys, row: Any) -> Application:
    opened = keys.of(row.id, row.wrapped)
    words = {
        name: opened.words(getattr(row, name), Place(TABLE, name, row.id))
        for name in ("who", "why", "needs", "word")
    }
    return Application(
        id=row.id,
        member=row.member,
        member_name=row.member_name,
        office_id=row.office_id,
        office_kind=row.office_kind,
        state=Applied(row.state),
        language=row.language,
        number=row.number,
        version=row.version,
        made_at=row.made_at,
        destroyed=row.destroyed_at is not None,
        **words,
    )
