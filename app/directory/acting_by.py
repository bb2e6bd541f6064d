"""By which appointment somebody acts for an office now: what a programme's token lives with."""

from sqlalchemy import Connection, bindparam, select

from app.access.viewer import Viewer
from app.core import clock
from app.core.errors import Forbidden
from app.core.reading import Reading
from app.directory.holding import appointment, held_today

_HELD = Reading(
    select(appointment.c.id).where(
        appointment.c.person_id == bindparam("person"),
        appointment.c.office_id == bindparam("office"),
        held_today(),
    )
)


def acting_by(conn: Connection, viewer: Viewer) -> str:
    """Return the appointment by which the viewer acts.

    Raises:
        Forbidden: when it ended between learning who asks and now.
    """
    office = viewer.office.id if viewer.office else ""
    asked = {"person": viewer.person_id, "office": office, "today": clock.today()}
    row = _HELD.first(conn, asked)
    if row is None:
        raise Forbidden
    return str(row.id)
