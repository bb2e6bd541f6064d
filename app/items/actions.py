"""Writing items: every change of visibility goes through ``relabel``."""

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import bindparam, delete, insert, select, text, update
from sqlmodel import Session

from app.access.viewer import Viewer
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.core.reading import Reading
from app.core.writing import Putting, Writing, together
from app.items.models import Item, ItemLabel, ItemOwner, Kind, Revision

item_label = table(ItemLabel)
item_owner = table(ItemOwner)
revision = table(Revision)
_PUT = Putting(Item)
_OWNED = Writing(insert(item_owner))
_LABELLED = Writing(insert(item_label))
_UNLABELLED = Writing(delete(item_label).where(item_label.c.item_id == bindparam("id")))
_REVISED = Putting(Revision)


def sort_key(moment: datetime) -> int:
    """Return the microseconds since 1970 of ``moment``: the order within a label."""
    in_utc = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return int(in_utc.timestamp() * 1_000_000)


def create(  # noqa: PLR0913 - an item has this many decisions, all by name
    db: Session,
    viewer: Viewer,
    kind: Kind,
    *,
    stage: str,
    audience: str,
    language: str,
    owners: Iterable[str],
    labels: Iterable[str],
    moment: datetime | None = None,
) -> Item:
    """Add an item with its owners and labels; the viewer's office becomes responsible.

    ``moment`` is when it was made, now where not given.
    """
    made_at = moment or clock.now()
    made = Item(
        kind=kind,
        stage=stage,
        audience=audience,
        language=language,
        office_id=viewer.office.id if viewer.office else None,
        created_by=viewer.person_id,
        created_at=made_at,
        changed_at=made_at,
    )
    rows = [{"item_id": made.id, "member": code} for code in sorted(set(owners))]
    with together(db):
        _PUT.put(db, made)
        _OWNED.run(db, rows)
        _label(db, made, labels, made_at)
    return made


def relabel(
    db: Session, item: Item, labels: Iterable[str], *, moment: datetime | None = None
) -> None:
    """Give ``item`` exactly ``labels``, sorted by ``moment`` (its last change where not given)."""
    _UNLABELLED.run(db, [{"id": item.id}])
    _label(db, item, labels, moment or item.changed_at)


def _label(db: Session, item: Item, labels: Iterable[str], moment: datetime) -> None:
    key = sort_key(moment)
    rows = [
        {"item_id": item.id, "label": label, "kind": item.kind, "sort_key": key}
        for label in sorted(set(labels))
    ]
    _LABELLED.run(db, rows)


def move(db: Session, item_id: str, *, seen: str, to: str, version: int | None = None) -> Item:
    """Move an item from stage ``seen`` to stage ``to``; of two that try, one wins.

    Raises:
        Conflict: when the item is no longer in ``seen`` (or not at ``version``).
    """
    table_item = table(Item)
    wanted = [table_item.c.id == item_id, table_item.c.stage == seen]
    if version is not None:
        wanted.append(table_item.c.version == version)
    moved = db.execute(
        update(table_item)
        .where(*wanted)
        .values(stage=to, changed_at=clock.now(), version=table_item.c.version + 1)
        .returning(table_item.c.id)
    ).first()
    if moved is None:
        raise Conflict
    return db.get_one(Item, item_id, populate_existing=True)


_LAST = Reading(
    select(revision.c.number)
    .where(revision.c.item_id == bindparam("id"))
    .order_by(revision.c.number.desc())
    .limit(1)
)


def revise(db: Session, viewer: Viewer, item: Item, *, body: str | None = None) -> Revision:
    """Keep what ``item`` says now as its next revision."""
    last = _LAST.first(db.connection(), {"id": item.id})
    made = Revision(
        item_id=item.id,
        number=last.number + 1 if last else 1,
        body=body,
        person_id=viewer.person_id,
        office_id=viewer.office.id if viewer.office else None,
    )
    _REVISED.put(db, made)
    return made


_COUNT_ON = text(
    "INSERT INTO registry (year, series, last) VALUES (:year, :series, 1)"
    " ON CONFLICT (year, series) DO UPDATE SET last = registry.last + 1 RETURNING last"
)


def next_number(db: Session, series: str) -> str:
    """Return the next registry number of ``series`` this year, such as ``R2P/2027/REQ/014``."""
    year, counted = count_on(db, series)
    return f"R2P/{year}/{series}/{counted:03d}"


def count_on(db: Session, series: str) -> tuple[int, int]:
    """Return this year, and the next number of ``series`` in it."""
    year = clock.today().year
    counted: int = db.execute(_COUNT_ON, {"year": year, "series": series}).scalar_one()
    return year, counted
