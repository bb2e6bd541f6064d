"""Whose a practice without a name is: sealed, opened for its own member and the Secretariat.

Each has a key of its own, wrapped for the Secretariat and for a party that nobody belongs to: by
that the portal knows again the member that asks. A key wrapped for the member would name it.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, Row, bindparam, delete, insert, select
from sqlmodel import Session

from app.access.labels import SECRETARIAT, SECRETARIAT_CODE
from app.access.viewer import Viewer
from app.core.db import table
from app.core.ids import new_id
from app.core.reading import Reading
from app.core.seal import Place, Seal
from app.items.models import Item
from app.items.queries import Matter, labels_given, seen
from app.practices.models import Practice
from app.practices.unnamed.models import PracticeUnnamed
from app.sealing import wrapping
from app.sealing.keys import Keys, record_key

OWNERS = "unnamed"
"""The party that nobody belongs to: by its key the portal compares, and shows nothing."""

unnamed = table(PracticeUnnamed)
item = table(Item)
practice = table(Practice)
_KEPT = (
    select(unnamed.c.id, unnamed.c.item_id, unnamed.c.owner, record_key.c.wrapped)
    .join_from(unnamed, record_key, record_key.c.record == unnamed.c.id)
    .where(record_key.c.party == bindparam("party"))
)
_ONE = Reading(_KEPT.where(unnamed.c.item_id == bindparam("item_id")))
_SEEN = Reading(
    _KEPT.add_columns(practice.c.title, item.c.number)
    .join(practice, practice.c.item_id == unnamed.c.item_id)
    .join(item, item.c.id == unnamed.c.item_id)
    .where(seen(item.c.id))
    .order_by(item.c.changed_at.desc(), item.c.id)
)


def is_unnamed(matter: Matter) -> bool:
    """Whether a practice is the Secretariat's, as only those without a name are."""
    return matter.owners == {SECRETARIAT_CODE}


def keep(db: Session, seal: Seal, item_id: str, owner: str) -> None:
    """Seal whose a practice is that was just published without a name."""
    key = new_id()
    record = wrapping.begin(db, seal, key, {SECRETARIAT, OWNERS})
    sealed = record.seal(owner, _place(key))
    db.execute(insert(unnamed).values(id=key, item_id=item_id, owner=sealed))


def owner_of(conn: Connection, seal: Seal, item_id: str, party: str = OWNERS) -> str | None:
    """Return the member whose practice it is, None where it has none that is not named."""
    row = _ONE.first(conn, {"item_id": item_id, "party": party})
    return None if row is None else _opened(conn, seal, row, party)


def is_owner(conn: Connection, seal: Seal, viewer: Viewer, matter: Matter) -> bool:
    """Whether the viewer acts for the member whose practice it is, which only that is told."""
    if viewer.member is None or not is_unnamed(matter):
        return False
    return owner_of(conn, seal, matter.id) == viewer.member


def own(conn: Connection, seal: Seal, viewer: Viewer) -> Sequence[tuple[str, str, str]]:
    """Return (id, title, number) of what the viewer's member published without its name."""
    if viewer.member is None:
        return []
    rows = _SEEN.all(conn, {"party": OWNERS, **labels_given(viewer.labels)})
    mine = (row for row in rows if _opened(conn, seal, row, OWNERS) == viewer.member)
    return [(row.item_id, row.title, row.number or "") for row in mine]


def forget(db: Session, item_id: str) -> None:
    """Let nothing say any more that a practice was without a name."""
    mine = unnamed.c.item_id == item_id
    gone = db.execute(delete(unnamed).where(mine).returning(unnamed.c.id)).scalars().all()
    wrapping.forget(db, gone)


def _opened(conn: Connection, seal: Seal, row: Row[tuple[str]], party: str) -> str:
    record = Keys(conn, seal, (party,)).of(row.id, bytes(row.wrapped))
    return record.words(row.owner, _place(row.id))


def _place(key: str) -> Place:
    return Place(str(PracticeUnnamed.__tablename__), "owner", key)
