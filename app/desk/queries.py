"""The queue of the secretariat: things that wait for it and that this viewer may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, func, select

from app.access.labels import SECRETARIAT
from app.access.viewer import Viewer
from app.core.db import table
from app.directory.models import Member
from app.items.models import Item, ItemLabel, ItemOwner
from app.items.queries import labels_given, seen
from app.notifications.models import Waiting

PER_PAGE = 50
ALL = ""

waiting = table(Waiting)
item = table(Item)
label = table(ItemLabel)
owner = table(ItemOwner)
member = table(Member)


@dataclass(frozen=True, slots=True)
class Queued:
    """A thing that waits for the secretariat; ``owners`` are names of members, as msgids."""

    item_id: str
    what: str
    kind: str
    number: str | None
    since: datetime
    due: date | None
    owners: Sequence[str]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many things of a kind wait, and since when the oldest does."""

    kind: str
    number: int
    oldest: datetime


_WAITS_HERE = (
    waiting.c.label == SECRETARIAT,
    seen(waiting.c.item_id),
)
_PAGE = (
    select(
        waiting.c.item_id,
        waiting.c.what,
        waiting.c.since,
        waiting.c.due,
        item.c.kind,
        item.c.number,
    )
    .join_from(waiting, item, item.c.id == waiting.c.item_id)
    .where(*_WAITS_HERE, (bindparam("kind") == ALL) | (item.c.kind == bindparam("kind")))
    .order_by(waiting.c.since, waiting.c.item_id, waiting.c.what)
    .limit(PER_PAGE)
    .offset(bindparam("before"))
    .subquery()
)
_QUEUE = (
    select(_PAGE, member.c.name)
    .join_from(_PAGE, owner, owner.c.item_id == _PAGE.c.item_id, isouter=True)
    .join(member, member.c.code == owner.c.member, isouter=True)
    .order_by(_PAGE.c.since, _PAGE.c.item_id, _PAGE.c.what, owner.c.member)
)
_TALLY = (
    select(item.c.kind, func.count().label("number"), func.min(waiting.c.since).label("oldest"))
    .join_from(waiting, item, item.c.id == waiting.c.item_id)
    .where(*_WAITS_HERE)
    .group_by(item.c.kind)
    .order_by(item.c.kind)
)


def queue(conn: Connection, viewer: Viewer, *, kind: str = ALL, page: int = 1) -> Sequence[Queued]:
    """Return a page of what waits for the secretariat, of one ``kind`` or of all.

    The longest wait stands first, on page 1.
    """
    given = {**labels_given(viewer.labels), "kind": kind, "before": (page - 1) * PER_PAGE}
    rows = conn.execute(_QUEUE, given).all()
    found: dict[tuple[str, str], Queued] = {}
    for row in rows:
        key = (row.item_id, row.what)
        before = found[key].owners if key in found else ()
        found[key] = Queued(
            item_id=row.item_id,
            what=row.what,
            kind=row.kind,
            number=row.number,
            since=row.since,
            due=row.due,
            owners=(*before, row.name) if row.name else before,
        )
    return list(found.values())


def tallies(conn: Connection, viewer: Viewer) -> Sequence[Tally]:
    """Return how much waits, by kind."""
    rows = conn.execute(_TALLY, labels_given(viewer.labels))
    return [Tally(row.kind, row.number, row.oldest) for row in rows]
