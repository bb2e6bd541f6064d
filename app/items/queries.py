"""Reading by labels: the only place that decides which items a viewer's query starts from."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    bindparam,
    func,
    select,
    tuple_,
    union_all,
)

from app.access.viewer import Viewer
from app.core.db import table
from app.core.errors import NotFound
from app.core.reading import Reading
from app.items.models import Item, ItemLabel, ItemOwner, Kind

item = table(Item)
item_label = table(ItemLabel)
item_owner = table(ItemOwner)
_seeing = item_label.alias("seeing")
"""Under a name of its own, so that it is never taken for the labels that a list starts from."""


@dataclass(frozen=True, slots=True)
class Matter:
    """An item as rules and pages see it; satisfies ``access.policy.Subject``."""

    id: str
    kind: str
    number: str | None
    stage: str
    audience: str
    language: str
    office_id: str | None
    owners: frozenset[str]
    version: int


MOST_ORGANISATIONS = 8
"""So many organisations a member can belong to, by the lists that the Secretariat keeps."""

MOST_LABELS = 6 + MOST_ORGANISATIONS
"""Public, network, group, member, office, person, and organisations: nobody sees by more."""
_NAMES = tuple(f"seen_by_{n}" for n in range(MOST_LABELS))
LABELS: tuple[BindParameter[Any], ...] = tuple(bindparam(name) for name in _NAMES)
"""The viewer's labels in a prebuilt statement: always so many, which costs nothing to prepare."""


def labels_given(labels: Sequence[str]) -> dict[str, str]:
    """Return the values of ``LABELS``; unused places repeat a label (or fit nothing)."""
    if len(labels) > MOST_LABELS:
        raise ValueError("A viewer with more labels than a statement has places.")
    padding = labels[0] if labels else ""
    return dict(zip_longest(_NAMES, labels, fillvalue=padding))


def seen(item_id: ColumnElement[str]) -> ColumnElement[bool]:
    """Return the condition that ``item_id`` carries one of the labels bound to ``LABELS``."""
    return (
        select(_seeing.c.item_id)
        .where(_seeing.c.item_id == item_id, _seeing.c.label.in_(LABELS))
        .exists()
    )


def seen_by(viewer: Viewer, item_id: ColumnElement[str]) -> ColumnElement[bool]:
    """Return the condition that ``item_id`` carries one of the viewer's labels."""
    return (
        select(item_label.c.item_id)
        .where(item_label.c.item_id == item_id, item_label.c.label.in_(viewer.labels))
        .exists()
    )


@cache
def _newest(labels: int) -> Reading:
    """Prebuilt: the newest items of a kind below a key, for so many labels, doubles removed."""
    branches = [
        select(item_label.c.item_id, item_label.c.sort_key)
        .where(
            item_label.c.label == bindparam(f"label_{n}"),
            item_label.c.kind == bindparam("kind"),
            tuple_(item_label.c.sort_key, item_label.c.item_id)
            < tuple_(bindparam("below"), bindparam("below_id")),
        )
        .order_by(item_label.c.sort_key.desc(), item_label.c.item_id.desc())
        .limit(bindparam("most"))
        .subquery()
        for n in range(labels)
    ]
    found = union_all(*(select(b) for b in branches)).subquery()
    return Reading(
        select(found.c.item_id, func.max(found.c.sort_key).label("sort_key"))
        .group_by(found.c.item_id)
        .order_by(func.max(found.c.sort_key).desc(), found.c.item_id.desc())
        .limit(bindparam("most"))
    )


Cursor = tuple[int, str]
"""Sort key and id of an item: where a page of a list ended."""
LAST_KEY = 2**62
BEGINNING: Cursor = (LAST_KEY, "")


def cursor_of(text: str) -> Cursor:
    """Return the place that an address gives as ``key.id``; the beginning for anything else."""
    key, _, item_id = text.partition(".")
    whole = key.removeprefix("-")
    good = whole.isascii() and whole.isdigit() and len(whole) <= 18  # noqa: PLR2004 - 64 bits
    return (int(key), item_id) if good else BEGINNING


def newest(
    conn: Connection, viewer: Viewer, kind: Kind, *, most: int, below: Cursor = BEGINNING
) -> Sequence[tuple[str, int]]:
    """Return ``(item id, sort key)`` of the newest visible items of ``kind``, newest first.

    ``below`` is where the page before ended; several items may have one sort key. Cost follows
    ``most``, not the size of the table.
    """
    labels = {f"label_{n}": label for n, label in enumerate(viewer.labels)}
    start = {"below": below[0], "below_id": below[1]}
    given = {**labels, **start, "kind": kind, "most": most}
    rows = _newest(len(viewer.labels)).all(conn, given)
    return [(row.item_id, row.sort_key) for row in rows]


FOR_READERS = frozenset(
    {
        Kind.PRACTICE,
        Kind.ADAPTATION,
        Kind.STANDING,
        Kind.SEAT,
        Kind.SUGGESTION,
        Kind.DISCUSSION,
    }
)
"""The kinds that a mission reads for a time as the network does."""

_MATTER = Reading(
    select(item, item_owner.c.member)
    .join_from(item, item_owner, item_owner.c.item_id == item.c.id, isouter=True)
    .where(
        item.c.id == bindparam("id"),
        seen(item.c.id),
    )
)


def find(conn: Connection, viewer: Viewer, kind: Kind, item_id: str) -> Matter | None:
    """Return the item if it exists and the viewer may see it; the two are never told apart."""
    labels = viewer.reads_by if kind in FOR_READERS else viewer.labels
    return matter_of(_MATTER.all(conn, {"id": item_id, **labels_given(labels)}), kind)


def get(conn: Connection, viewer: Viewer, kind: Kind, item_id: str) -> Matter:
    """Return the item that the viewer may see.

    Raises:
        NotFound: when there is none for this viewer.
    """
    matter = find(conn, viewer, kind, item_id)
    if matter is None:
        raise NotFound
    return matter


def matter_of(rows: Sequence[Any], kind: Kind) -> Matter | None:
    """Return the item of ``rows``, one for each owner, None where it is not of ``kind``."""
    if not rows or rows[0].kind != kind:
        return None
    first = rows[0]
    return Matter(
        id=first.id,
        kind=first.kind,
        number=first.number,
        stage=first.stage,
        audience=first.audience,
        language=first.language,
        office_id=first.office_id,
        owners=frozenset(row.member for row in rows if row.member),
        version=first.version,
    )


_NUMBERED = Reading(
    select(item.c.kind, item.c.id).where(item.c.number == bindparam("number"), seen(item.c.id))
)


def numbered(conn: Connection, viewer: Viewer, number: str) -> tuple[str, str] | None:
    """Return kind and id of the item with a registry number, None where the viewer sees none."""
    row = _NUMBERED.first(conn, {"number": number, **labels_given(viewer.reads_by)})
    if row and viewer.reads_network and row.kind not in FOR_READERS:
        row = row if find(conn, viewer, row.kind, row.id) else None
    return (row.kind, row.id) if row else None


_READERS = Reading(select(item_label.c.label).where(item_label.c.item_id == bindparam("id")))


def readers(conn: Connection, item_id: str) -> frozenset[str]:
    """Return the labels an item carries."""
    return frozenset(row.label for row in _READERS.all(conn, {"id": item_id}))
