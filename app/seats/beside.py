"""What stands beside a seat, as far as its reader may see it: an example, and whom to ask."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, select

from app.access.labels import SECRETARIAT_CODE
from app.access.policy import P, allows
from app.access.viewer import Viewer
from app.core.db import table
from app.core.i18n import gettext
from app.core.reading import Reading
from app.directory.models import Office
from app.directory.office_showing import in_full
from app.directory.queries import own_offices
from app.items.models import Kind
from app.items.queries import labels_given, seen
from app.practices.models import Practice
from app.practices.rules import Stage
from app.seats.queries import Seat, item, seat
from app.vocabulary import office_kinds

office = table(Office)
practice = table(Practice)
_CONTACT = Reading(
    select(office.c.kind)
    .join_from(seat, office, office.c.id == seat.c.contact_office)
    .where(seat.c.item_id == bindparam("id"), seen(seat.c.item_id))
)
_EXAMPLE = Reading(
    select(practice.c.title)
    .join_from(item, practice, practice.c.item_id == item.c.id)
    .where(
        item.c.id == bindparam("id"),
        item.c.kind == Kind.PRACTICE,
        item.c.stage == Stage.PUBLISHED,
        seen(item.c.id),
    )
)


def contact_of(conn: Connection, viewer: Viewer, found: Seat) -> tuple[str, str] | None:
    """Return the office to ask and where to write to it; the address is empty for who may not."""
    if found.contact_office is None:
        return None
    row = _CONTACT.first(conn, {"id": found.matter.id, **labels_given(viewer.reads_by)})
    if row is None:
        return None
    own = viewer.office is not None and viewer.office.id == found.contact_office
    writes = allows(viewer, P.COLLEAGUE_WRITE) and not own
    href = f"/offices/{found.contact_office}/write" if writes else ""
    return in_full(row.kind, found.member_name), href


def example_of(conn: Connection, viewer: Viewer, found: Seat) -> tuple[str, str] | None:
    """Return title and address of the example, as long as the viewer reads it published."""
    if found.example is None:
        return None
    row = _EXAMPLE.first(conn, {"id": found.example, **labels_given(viewer.reads_by)})
    return (row.title, f"/practices/{found.example}") if row else None


def offices_of(conn: Connection, viewer: Viewer) -> Sequence[tuple[str, str]]:
    """Return the offices that can be asked about a seat of the viewer's; for the Secretariat none.

    It is reached by its own address, whoever of it wrote the seat.
    """
    if viewer.office is None or viewer.office.member == SECRETARIAT_CODE:
        return []
    found = own_offices(conn, viewer.member)
    return [(key, gettext(office_kinds.label(kind))) for key, kind in found]
