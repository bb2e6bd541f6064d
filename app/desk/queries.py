"""Items that wait for the secretariat and that this viewer may see: a page of them, and counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, and_, bindparam, case, func, or_, select
from sqlalchemy.sql import ColumnElement

from app.access.labels import SECRETARIAT
from app.access.viewer import Viewer
from app.core import clock
from app.core.db import table
from app.core.reading import Reading
from app.desk.rows import ALL, NO_DATE, PER_PAGE, Holder, Shown, Tally
from app.directory.models import Member
from app.items.models import Item, ItemLabel, ItemOwner
from app.items.queries import labels_given, seen
from app.moderation.holds import held
from app.notifications.models import Waiting

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
    version: int
    owners: Sequence[str]


_HELD = held(waiting.c.item_id)
_MINE = held(waiting.c.item_id, bindparam("person"))
_NARROWED = or_(
    bindparam("by") == Holder.ANY,
    and_(bindparam("by") == Holder.NOBODY, ~_HELD),
    and_(bindparam("by") == Holder.ME, _MINE),
)
"""That a thing is held as the viewer asks for, at the moment bound to ``now``."""
_WAITS_HERE = (
    waiting.c.label == SECRETARIAT,
    seen(waiting.c.item_id),
)
_DUE: ColumnElement[date] = func.coalesce(waiting.c.due, bindparam("no_date", NO_DATE))
_ORDER = (_DUE, waiting.c.since, waiting.c.item_id, waiting.c.what)
_AFTER = tuple(
    bindparam(name, type_=column.type)
    for name, column in zip(
        ("after_due", "after_since", "after_id", "after_what"),
        (waiting.c.due, waiting.c.since, waiting.c.item_id, waiting.c.what),
        strict=True,
    )
)


def _later() -> ColumnElement[bool]:
    """Return the condition that a row stands after the place bound to ``_AFTER``."""
    pairs = list(zip(_ORDER, _AFTER, strict=True))
    return or_(
        *(and_(*(one == at for one, at in pairs[:n]), pairs[n][0] > pairs[n][1]) for n in range(4))
    )


_PAGE = (
    select(
        waiting.c.item_id,
        waiting.c.what,
        waiting.c.since,
        waiting.c.due,
        item.c.kind,
        item.c.number,
        item.c.version,
        _DUE.label("by"),
    )
    .join_from(waiting, item, item.c.id == waiting.c.item_id)
    .where(
        *_WAITS_HERE,
        (bindparam("kind") == ALL) | (item.c.kind == bindparam("kind")),
        _NARROWED,
        _later(),
    )
    .order_by(*_ORDER)
    .limit(bindparam("most"))
    .subquery()
)
_QUEUE = Reading(
    select(_PAGE, member.c.name)
    .join_from(_PAGE, owner, owner.c.item_id == _PAGE.c.item_id, isouter=True)
    .join(member, member.c.code == owner.c.member, isouter=True)
    .order_by(_PAGE.c.by, _PAGE.c.since, _PAGE.c.item_id, _PAGE.c.what, owner.c.member)
)
_CHOSEN = Reading(
    select(
        waiting.c.item_id,
        waiting.c.what,
        waiting.c.since,
        waiting.c.due,
        item.c.kind,
        item.c.number,
        item.c.version,
        member.c.name,
    )
    .join_from(waiting, item, item.c.id == waiting.c.item_id)
    .join(owner, owner.c.item_id == item.c.id, isouter=True)
    .join(member, member.c.code == owner.c.member, isouter=True)
    .where(*_WAITS_HERE, item.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(*_ORDER, owner.c.member)
)
_TALLY = Reading(
    select(
        item.c.kind,
        func.count().label("number"),
        func.min(waiting.c.since).label("oldest"),
        func.sum(case((waiting.c.due < bindparam("today"), 1), else_=0)).label("late"),
        func.sum(case((_HELD, 0), else_=1)).label("free"),
        func.sum(case((_MINE, 1), else_=0)).label("mine"),
    )
    .join_from(waiting, item, item.c.id == waiting.c.item_id)
    .where(*_WAITS_HERE)
    .group_by(item.c.kind)
    .order_by(item.c.kind)
)


def queue(
    conn: Connection, viewer: Viewer, shown: Shown, *, most: int = PER_PAGE
) -> Sequence[Queued]:
    """Return what waits for the secretariat, as far as it is ``shown``."""
    due, since, key, what = shown.after
    place = {"after_due": due, "after_since": since, "after_id": key, "after_what": what}
    asked = {"kind": str(shown.kind), "by": str(shown.by), "most": most}
    return _gathered(conn, _QUEUE, {**_given(viewer), **place, **asked})


def chosen(conn: Connection, viewer: Viewer, ids: Sequence[str]) -> Sequence[Queued]:
    """Return those of ``ids`` that wait for the secretariat, in the order of the queue."""
    return _gathered(conn, _CHOSEN, {**labels_given(viewer.labels), "ids": list(ids)})


def tallies(conn: Connection, viewer: Viewer) -> Sequence[Tally]:
    """Return how much waits, by kind."""
    rows = _TALLY.all(conn, {**_given(viewer), "today": clock.today()})
    return [Tally(*row) for row in rows]


def _given(viewer: Viewer) -> Mapping[str, object]:
    """Return what is bound to tell what the viewer sees, and who holds it now."""
    held_by = {"person": viewer.person_id, "now": clock.now()}
    return {**labels_given(viewer.labels), **held_by}


def _gathered(
    conn: Connection, statement: Reading, given: Mapping[str, object]
) -> Sequence[Queued]:
    found: dict[tuple[str, str], Queued] = {}
    for row in statement.all(conn, given):
        key = (row.item_id, row.what)
        before = found[key].owners if key in found else ()
        found[key] = Queued(
            item_id=row.item_id,
            what=row.what,
            kind=row.kind,
            number=row.number,
            since=row.since,
            due=row.due,
            version=row.version,
            owners=(*before, row.name) if row.name else before,
        )
    return list(found.values())
