"""Reading what is attached: to items that the caller has found, and single files by labels."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, String, bindparam, func, select

from app.core.db import table
from app.core.reading import Reading
from app.core.seal import Key, Seal
from app.files.models import Attachment
from app.files.sealing import Unlocker, unlocker
from app.files.verdict import Kind
from app.items.queries import LABELS, labels_given, seen
from app.sealing.keys import Keys, wrapped_for

attachment = table(Attachment)


@dataclass(frozen=True, slots=True)
class Attached:
    """A file as its readers see it; ``member`` attached it. ``item_id`` is its record."""

    id: str
    item_id: str
    name: str
    kind: Kind
    size: int
    sha256: str
    at: datetime
    member: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A file, where it lies under which key, and its name where that is sealed."""

    attached: Attached
    place: str
    wrapped: bytes
    sealed_name: bytes | None = None


_SHOWN = tuple(
    attachment.c[name]
    for name in ("id", "item_id", "name", "kind", "size", "sha256", "at", "member")
)
SCANNED = attachment.c.original.is_(None)
"""The condition that a file is there: one that waits for the virus scanner is so for nobody."""
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_OF_ITEMS = Reading(
    select(*_SHOWN)
    .where(attachment.c.item_id.in_(_IDS), SCANNED)
    .order_by(attachment.c.item_id, attachment.c.at, attachment.c.id)
)
KEPT = (*_SHOWN, attachment.c.place, attachment.c.wrapped, attachment.c.sealed_name)
"""What ``kept`` makes a file of."""
RECORD = func.coalesce(attachment.c.item_id, attachment.c.id, type_=String)
"""The record by whose key a file is opened: its item, else itself."""
_ONE = Reading(
    select(*KEPT).where(
        attachment.c.id == bindparam("id"),
        attachment.c.item_id == bindparam("item_id"),
        SCANNED,
        seen(attachment.c.item_id),
    )
)
_SEALED = Reading(
    select(*KEPT, wrapped_for(attachment.c.item_id, LABELS).label("of_item"))
    .where(attachment.c.item_id.in_(_IDS), SCANNED, seen(attachment.c.item_id))
    .order_by(attachment.c.item_id, attachment.c.at, attachment.c.id)
)


def of_items(conn: Connection, ids: Sequence[str]) -> Mapping[str, Sequence[Attached]]:
    """Return the files of items that the caller may see, by item, in the order they came."""
    found: dict[str, list[Attached]] = defaultdict(list)
    for row in _OF_ITEMS.all(conn, {"ids": list(ids)}) if ids else ():
        found[row.item_id].append(_attached(row))
    return found


def of_sealed(
    conn: Connection, seal: Seal, labels: Sequence[str], ids: Sequence[str]
) -> Mapping[str, Sequence[Attached]]:
    """Return the files of confidential items as who reads by ``labels`` sees them, names opened."""
    found: dict[str, list[Attached]] = defaultdict(list)
    keys = Keys(conn, seal, labels)
    for row in _SEALED.all(conn, {"ids": list(ids), **labels_given(labels)}) if ids else ():
        if row.of_item is not None:
            of_item = keys.unwrap(row.item_id, bytes(row.of_item))
            found[row.item_id].append(opened(kept(row), of_item)[0])
    return found


def opened(kept: Kept, of_item: Key) -> tuple[Attached, Unlocker]:
    """Return a file under its name, and what opens it, by the key of its item.

    Raises:
        CannotOpen: where the row was changed.
    """
    one = kept.attached
    opens = unlocker(of_item, one.item_id, one.id, kept.wrapped)
    name = opens.name(kept.sealed_name) if kept.sealed_name else one.name
    return replace(one, name=name), opens


def find(conn: Connection, labels: Sequence[str], item_id: str, file_id: str) -> Kept | None:
    """Return a file of an item, None where there is none or none of ``labels`` sees the item."""
    given = {"id": file_id, "item_id": item_id, **labels_given(labels)}
    row = _ONE.first(conn, given)
    return None if row is None else kept(row)


def used_by(conn: Connection, members: Collection[str]) -> int:
    """Return how many bytes the files that ``members`` attached have together."""
    total = select(func.coalesce(func.sum(attachment.c.size), 0))
    return int(conn.execute(total.where(attachment.c.member.in_(members))).scalar_one())


def kept(row: Row[Any]) -> Kept:
    """Return the file of a row of ``KEPT``."""
    name = None if row.sealed_name is None else bytes(row.sealed_name)
    return Kept(_attached(row), row.place, bytes(row.wrapped), name)


def _attached(row: Row[Any]) -> Attached:
    record = row.item_id or row.id
    found = (row.id, record, row.name, Kind(row.kind), row.size, row.sha256, row.at)
    return Attached(*found, row.member)
