"""Whose a practice without a name is: sealed, opened for its own member and the Secretariat.

Each has a key of its own, wrapped for the Secretariat and for a party that nobody belongs to: by
that the portal knows again the member that asks. A key wrapped for the member would name it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

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
from app.practices.behalf.queries import Asked
from app.practices.models import Practice
from app.practices.unnamed.models import PracticeUnnamed
from app.sealing import wrapping
from app.sealing.keys import Keys, record_key

OWNERS = "unnamed"
"""The party that nobody belongs to: by its key the portal compares, and shows nothing."""

PARTIES = frozenset({SECRETARIAT, OWNERS})
"""Those for whom whose it is, and its letter, are sealed."""

unnamed = table(PracticeUnnamed)
item = table(Item)
practice = table(Practice)
_KEPT = (
    select(
        unnamed.c.id,
        unnamed.c.item_id,
        unnamed.c.owner,
        unnamed.c.asked_on,
        unnamed.c.answered_on,
        record_key.c.wrapped,
    )
    .join_from(unnamed, record_key, record_key.c.record == unnamed.c.id)
    .where(record_key.c.party == bindparam("party"))
)
_ONE = Reading(_KEPT.where(unnamed.c.item_id == bindparam("item_id")))
_LISTED = (
    _KEPT.add_columns(practice.c.title, item.c.number)
    .join(practice, practice.c.item_id == unnamed.c.item_id)
    .join(item, item.c.id == unnamed.c.item_id)
    .where(seen(item.c.id))
    .order_by(item.c.changed_at.desc(), item.c.id)
)
_SEEN = Reading(_LISTED)
_WAIT = Reading(_LISTED.where(unnamed.c.asked_on.is_not(None), unnamed.c.answered_on.is_(None)))


@dataclass(frozen=True, slots=True)
class Own:
    """A practice of the viewer's member that does not name it; whether it waits for its word."""

    id: str
    title: str
    number: str
    waits: bool


def is_unnamed(matter: Matter) -> bool:
    """Whether a practice is the Secretariat's, as only those without a name are."""
    return matter.owners == {SECRETARIAT_CODE}


def keep(db: Session, seal: Seal, item_id: str, owner: str, asked: Asked | None = None) -> None:
    """Seal whose a practice is that was just published without a name, and which office asked."""
    key = new_id()
    record = wrapping.begin(db, seal, key, PARTIES)
    said = f"{owner} {asked.seat.id}" if asked else owner
    values = {"owner": record.seal(said, _place(key)), "asked_on": asked and asked.asked_on}
    db.execute(insert(unnamed).values(id=key, item_id=item_id, **values))


def owner_of(conn: Connection, seal: Seal, item_id: str, party: str = OWNERS) -> str | None:
    """Return the member whose practice it is, None where it has none that is not named."""
    row = _ONE.first(conn, {"item_id": item_id, "party": party})
    return None if row is None else _opened(conn, seal, row, party)[0]


def asked_for(conn: Connection, seal: Seal, item_id: str) -> tuple[str, date] | None:
    """Return the office that asked for it by a letter, and its day; None where none did."""
    row = _ONE.first(conn, {"item_id": item_id, "party": OWNERS})
    if row is None or row.asked_on is None:
        return None
    return _opened(conn, seal, row, OWNERS)[1], row.asked_on


def is_owner(conn: Connection, seal: Seal, viewer: Viewer, matter: Matter) -> bool:
    """Whether the viewer acts for the member whose practice it is, which only that is told."""
    if viewer.member is None or not is_unnamed(matter):
        return False
    return owner_of(conn, seal, matter.id) == viewer.member


def waits(conn: Connection, item_id: str) -> bool:
    """Whether it was entered by letter and waits for the word of its member."""
    row = _ONE.first(conn, {"item_id": item_id, "party": OWNERS})
    return row is not None and row.asked_on is not None and row.answered_on is None


def own(conn: Connection, seal: Seal, viewer: Viewer) -> Sequence[Own]:
    """Return what the viewer's member published without its name."""
    return _mine(conn, seal, viewer, _SEEN)


def unconfirmed(conn: Connection, seal: Seal, viewer: Viewer) -> int:
    """Return how many of these were entered by letter, and wait for the word of the member."""
    return len(_mine(conn, seal, viewer, _WAIT))


def _mine(conn: Connection, seal: Seal, viewer: Viewer, reading: Reading) -> Sequence[Own]:
    if viewer.member is None:
        return []
    rows = reading.all(conn, {"party": OWNERS, **labels_given(viewer.labels)})
    mine = (row for row in rows if _opened(conn, seal, row, OWNERS)[0] == viewer.member)
    return [
        Own(
            row.item_id,
            row.title,
            row.number or "",
            waits=row.asked_on is not None and row.answered_on is None,
        )
        for row in mine
    ]


def forget(db: Session, item_id: str) -> None:
    """Let nothing say any more that a practice was without a name."""
    mine = unnamed.c.item_id == item_id
    gone = db.execute(delete(unnamed).where(mine).returning(unnamed.c.id)).scalars().all()
    wrapping.forget(db, gone)


def _opened(conn: Connection, seal: Seal, row: Row[tuple[str]], party: str) -> tuple[str, str]:
    """Return the code of the member, and the id of the office that asked, where one did."""
    record = Keys(conn, seal, (party,)).of(row.id, bytes(row.wrapped))
    owner, _, office = record.words(row.owner, _place(row.id)).partition(" ")
    return owner, office


def _place(key: str) -> Place:
    return Place(str(PracticeUnnamed.__tablename__), "owner", key)
