"""Of which request for assistance a practice came: told to those who see both, by number alone."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, select
from sqlmodel import Session

from app.access.viewer import Viewer
from app.core.db import table
from app.core.reading import Reading
from app.items.models import Item
from app.items.queries import labels_given, seen
from app.practices.adapting.models import PracticeOrigin
from app.practices.models import Practice

item = table(Item)
practice = table(Practice)
origin = table(PracticeOrigin)
MOST = 20

_REQUEST = Reading(
    select(item.c.id, item.c.number)
    .join_from(origin, item, item.c.id == origin.c.request_id)
    .where(origin.c.practice_id == bindparam("id"), seen(item.c.id))
)
_PRACTICES = Reading(
    select(item.c.id, practice.c.title, item.c.language)
    .join_from(origin, item, item.c.id == origin.c.practice_id)
    .join(practice, practice.c.item_id == item.c.id)
    .where(origin.c.request_id == bindparam("id"), seen(item.c.id))
    .order_by(item.c.created_at, item.c.id)
    .limit(MOST)
)


def note(db: Session, practice_id: str, request_id: str) -> None:
    """Note that a practice was begun from a request."""
    db.add(PracticeOrigin(practice_id=practice_id, request_id=request_id))
    db.flush()


def request_of(conn: Connection, viewer: Viewer, practice_id: str) -> tuple[str, str] | None:
    """Return number and address of the request, None where the viewer sees none."""
    if viewer.office is None:
        return None
    row = _REQUEST.first(conn, {"id": practice_id, **labels_given(viewer.labels)})
    return (row.number or "", f"/assistance/{row.id}") if row else None


def practices_of(
    conn: Connection, viewer: Viewer, request_id: str
) -> Sequence[tuple[str, str, str]]:
    """Return title, address and language of the practices that came of a request."""
    rows = _PRACTICES.all(conn, {"id": request_id, **labels_given(viewer.labels)})
    return [(row.title, f"/practices/{row.id}", row.language) for row in rows]
