"""Who a guest of a consultation is, sealed: two people of the staff know it, and nobody else.

Each guest has a key of its own, wrapped for these two and for the letters that the portal writes.
Whoever has the database and not the installation's key reads neither name nor address.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update
from sqlmodel import Session

from app.access.labels import person_label
from app.core.db import table
from app.core.reading import Reading
from app.core.seal import Place, Seal
from app.guests import queries
from app.guests.models import Guest, GuestName
from app.guests.queries import Invited
from app.guests.rules import BY_CODE, SEALED
from app.items.models import Item
from app.sealing import wrapping
from app.sealing.keys import Keys, record_key

LETTERS = "guests"
"""The party that nobody belongs to: by its key the portal writes to guests and knows them again."""

guest = table(Guest)
item = table(Item)
named = table(GuestName)
_KEPT = Reading(
    select(named.c.known, record_key.c.wrapped)
    .join_from(named, record_key, record_key.c.record == named.c.id)
    .where(named.c.id == bindparam("id"), record_key.c.party == bindparam("party"))
)


@dataclass(frozen=True, slots=True)
class Who:
    """Who a guest is, as whoever invited wrote it; ``address`` is empty for who has a code."""

    name: str
    organisation: str
    address: str


def keep(db: Session, seal: Seal, guest_id: str, who: Who, knowing: Iterable[str | None]) -> None:
    """Seal who a guest is for the people ``knowing``, in the place of what stood in clear."""
    parties = {LETTERS, *(person_label(one) for one in knowing if one)}
    record = wrapping.begin(db, seal, guest_id, parties)
    text = json.dumps(asdict(who), ensure_ascii=False)
    db.execute(insert(named).values(id=guest_id, known=record.seal(text, _place(guest_id))))
    marked = {"name": "", "ministry": "", "address": SEALED if who.address else BY_CODE}
    db.execute(update(guest).where(guest.c.id == guest_id).values(marked))


def who(conn: Connection, seal: Seal, guest_id: str, *, person_id: str | None = None) -> Who | None:
    """Return who a guest is, as ``person_id`` knows it or the portal's letters do.

    None where it is not sealed, or not for that person.
    """
    party = person_label(person_id) if person_id else LETTERS
    row = _KEPT.first(conn, {"id": guest_id, "party": party})
    if row is None:
        return None
    record = Keys(conn, seal, (party,)).of(guest_id, bytes(row.wrapped))
    return Who(**json.loads(record.words(row.known, _place(guest_id))))


def address(conn: Connection, seal: Seal, guest_id: str, kept: str) -> str:
    """Return the address of a guest: ``kept`` unless it is sealed."""
    if kept != SEALED:
        return kept
    found = who(conn, seal, guest_id)
    return found.address if found else ""


def found(conn: Connection, seal: Seal, token: str) -> Invited | None:
    """Return the invitation behind ``token`` with its address, None where it is over."""
    one = queries.find(conn, token)
    return one and replace(one, address=address(conn, seal, one.id, one.address))


def forget(db: Session, *gone: Any) -> None:
    """Delete the keys of guests that are deleted with these conditions, before they are."""
    of_them = select(guest.c.id).where(*gone)
    db.execute(delete(record_key).where(record_key.c.record.in_(of_them)))


def in_clear(conn: Connection, kind: str, most: int) -> Sequence[Any]:
    """Return guests of things of a kind who are not sealed yet: invited before that was done."""
    asked = (
        select(guest.c.id, guest.c.name, guest.c.ministry, guest.c.address, guest.c.invited_by)
        .join_from(guest, item, item.c.id == guest.c.item_id)
        .join(named, named.c.id == guest.c.id, isouter=True)
        .where(item.c.kind == kind, named.c.id.is_(None), func.length(guest.c.name) > 0)
        .order_by(guest.c.id)
        .limit(most)
    )
    return conn.execute(asked).fetchall()


def _place(guest_id: str) -> Place:
    return Place(str(GuestName.__tablename__), "known", guest_id)
