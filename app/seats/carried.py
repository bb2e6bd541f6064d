"""What goes with an office to its next holder: seats it offers, and places it applied for."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, select

from app.access.viewer import Viewer
from app.core import clock
from app.core.i18n import gettext
from app.core.reading import Reading
from app.items.queries import labels_given, seen
from app.seats import queries
from app.seats.applications import LIVE
from app.seats.holding import application
from app.seats.queries import ALL, Seat, item, seat, seat_of
from app.seats.rules import STATES, State
from app.seats.shown import lines
from app.web.lines import Line

GOES_ON = frozenset({State.DRAFT, State.OPEN, State.FULL, State.CLOSED})
_MINE = application.c.member == bindparam("member")
_APPLIED = ALL.where(seat.c.member != bindparam("member"), seen(item.c.id)).order_by(
    seat.c.starts.desc(), item.c.id
)
_EVER = Reading(
    _APPLIED.where(
        select(application.c.id).where(application.c.seat_id == item.c.id, _MINE).exists()
    )
)
_LIVE = Reading(
    _APPLIED.where(
        seat.c.ends >= bindparam("today"),
        select(application.c.id)
        .where(application.c.seat_id == item.c.id, _MINE, application.c.state.in_(sorted(LIVE)))
        .exists(),
    )
)
_OF_MEMBER = Reading(
    ALL.where(seat.c.member == bindparam("member"), queries.OUT, seen(item.c.id)).order_by(
        seat.c.apply_by, item.c.id
    )
)


def applied_for(conn: Connection, viewer: Viewer) -> Sequence[Seat]:
    """Return the seats of others for which the viewer's member ever applied, the latest first."""
    if viewer.member is None:
        return []
    given = {"member": viewer.member, **labels_given(viewer.labels)}
    return [seat_of(row) for row in _EVER.all(conn, given)]


def of_member(conn: Connection, viewer: Viewer, code: str) -> Sequence[Line]:
    """Return the seats of a member that the viewer sees and that are not over: for its page."""
    given = {"member": code, "today": clock.today(), **labels_given(viewer.reads_by)}
    return lines([seat_of(row) for row in _OF_MEMBER.all(conn, given)], of_one=True)


def carried(conn: Connection, viewer: Viewer) -> Sequence[tuple[str, str, str]]:
    """Return what goes on of the viewer's office: title, address, and what it is; two statements.

    Seats that it offers and that are not over, and those of others for which it still applies.
    """
    if viewer.member is None:
        return []
    given = {"member": viewer.member, "today": clock.today(), **labels_given(viewer.labels)}
    offered = [one for one in queries.own(conn, viewer) if one.state in GOES_ON]
    applied = [seat_of(row) for row in _LIVE.all(conn, given)]
    return [
        *((one.title, _address(one), gettext(STATES[one.state])) for one in offered),
        *((one.title, _address(one), gettext("Your office has applied")) for one in applied),
    ]


def _address(one: Seat) -> str:
    return f"/open-seats/{one.matter.id}"
