"""Reading what is attached: to items that the caller has found, and single files by labels."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, bindparam, func, select

from app.core.db import table
from app.core.reading import Reading
from app.files.models import Attachment
from app.files.verdict import Kind
from app.items.models import ItemOwner
from app.items.queries import labels_given, seen

attachment = table(Attachment)
owner = table(ItemOwner)


@dataclass(frozen=True, slots=True)
class Attached:
    """A file as its readers see it."""

    id: str
    item_id: str
    name: str
    kind: Kind
    size: int
    sha256: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """A file, and where it lies under which key."""

    attached: Attached
    place: str
    wrapped: bytes


_SHOWN = tuple(
    attachment.c[name] for name in ("id", "item_id", "name", "kind", "size", "sha256", "at")
)
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_OF_ITEMS = Reading(
    select(*_SHOWN)
    .where(attachment.c.item_id.in_(_IDS))
    .order_by(attachment.c.item_id, attachment.c.at, attachment.c.id)
)
_ONE = Reading(
    select(*_SHOWN, attachment.c.place, attachment.c.wrapped).where(
        attachment.c.id == bindparam("id"),
        attachment.c.item_id == bindparam("item_id"),
        seen(attachment.c.item_id),
    )
)


def of_items(conn: Connection, ids: Sequence[str]) -> Mapping[str, Sequence[Attached]]:
    """Return the files of items that the caller may see, by item, in the order they came."""
    found: dict[str, list[Attached]] = defaultdict(list)
    for row in _OF_ITEMS.all(conn, {"ids": list(ids)}) if ids else ():
        found[row.item_id].append(_attached(row))
    return found


def find(conn: Connection, labels: Sequence[str], item_id: str, file_id: str) -> Kept | None:
    """Return a file of an item, None where there is none or none of ``labels`` sees the item."""
    given = {"id": file_id, "item_id": item_id, **labels_given(labels)}
    row = _ONE.first(conn, given)
    return None if row is None else Kept(_attached(row), row.place, bytes(row.wrapped))


def used_by(conn: Connection, members: Collection[str]) -> int:
    """Return how many bytes the files of items of ``members`` have together."""
    theirs = select(owner.c.item_id).where(owner.c.member.in_(members))
    total = select(func.coalesce(func.sum(attachment.c.size), 0))
    return int(conn.execute(total.where(attachment.c.item_id.in_(theirs))).scalar_one())


def _attached(row: Row[Any]) -> Attached:
    return Attached(row.id, row.item_id, row.name, Kind(row.kind), row.size, row.sha256, row.at)
