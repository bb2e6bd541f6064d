"""Of which request for assistance a practice came: told to those who see both, by number alone."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, select
from sqlmodel import Session

from app.access.viewer import Viewer
from app.core.db import table
from app.core.errors import Conflict
from app.core.i18n import N_
from app.core.reading import Reading
from app.items.models import Item, ItemOwner
from app.items.queries import labels_given, seen
from app.practices.adapting.models import PracticeOrigin
from app.practices.models import Practice

item = table(Item)
practice = table(Practice)
origin = table(PracticeOrigin)
owner = table(ItemOwner)
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


_NEEDS = select(origin.c.needs).where(origin.c.practice_id == bindparam("id"))
_OWNERS = select(owner.c.member).where(owner.c.item_id == bindparam("id"))


class NotBoth(Conflict):
    """It says what both sides of help said, and one of them does not own it."""

    message = N_(
        "This draft was written from what both sides of help said, so both own it before it is"
        " submitted. Ask the other side on the page of the owners, or delete the draft and begin"
        " one from your own words alone."
    )


def note(db: Session, practice_id: str, request_id: str, needs: str | None = None) -> None:
    """Note that a practice was begun from a request, and which other member has to own it."""
    db.add(PracticeOrigin(practice_id=practice_id, request_id=request_id, needs=needs))
    db.flush()


def ensure_both(db: Session, practice_id: str) -> None:
    """Pass what says nothing of another side of help, or is owned by it too.

    Raises:
        NotBoth: else.
    """
    given = {"id": practice_id}
    needs = db.execute(_NEEDS, given).scalar()
    if needs and needs not in set(db.execute(_OWNERS, given).scalars()):
        raise NotBoth


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
