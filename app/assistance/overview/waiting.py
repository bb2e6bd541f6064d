"""For whom what of requests and offers waits, and what waits for the viewer's office."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, func, select, union_all

from app.access.labels import member_label
from app.access.viewer import Viewer
from app.assistance.clearance.queries import rounds
from app.assistance.queries import item, offer
from app.core.db import table
from app.core.reading import Reading
from app.items.models import Kind
from app.items.queries import labels_given, seen
from app.notifications.models import Excused, Waiting

waiting = table(Waiting)
excused = table(Excused)


@dataclass(frozen=True, slots=True)
class Wait:
    """That something of a request or offer waits for who sees by ``label``."""

    label: str
    what: str
    due: date | None


_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_own = (waiting.c.label, waiting.c.what, waiting.c.due)
_told = union_all(
    select(waiting.c.item_id, *_own).where(waiting.c.item_id.in_(_IDS), seen(waiting.c.item_id)),
    select(rounds.c.request_id, *_own)
    .join_from(rounds, waiting, waiting.c.item_id == rounds.c.item_id)
    .where(rounds.c.request_id.in_(_IDS), seen(rounds.c.item_id)),
).subquery("told")
_WAITS = Reading(
    select(_told).order_by(_told.c.item_id, _told.c.due.is_(None), _told.c.due, _told.c.what)
)
"""What waits of a request and of an offer; of what is out for clearance, under its request."""
_OURS = (
    select(
        waiting.c.item_id,
        waiting.c.what,
        waiting.c.due,
        waiting.c.since,
        func.coalesce(offer.c.request_id, rounds.c.request_id).label("request_id"),
    )
    .join_from(waiting, item, item.c.id == waiting.c.item_id)
    .join(offer, offer.c.item_id == waiting.c.item_id, isouter=True)
    .join(rounds, rounds.c.item_id == waiting.c.item_id, isouter=True)
    .where(
        waiting.c.label.in_(bindparam("own", expanding=True)),
        item.c.kind.in_((Kind.REQUEST, Kind.OFFER, Kind.REQUEST_ROUND)),
        seen(waiting.c.item_id),
        ~select(excused.c.item_id)
        .where(
            excused.c.item_id == waiting.c.item_id,
            excused.c.what == waiting.c.what,
            excused.c.label == bindparam("label"),
        )
        .exists(),
    )
    .order_by(waiting.c.due.is_(None), waiting.c.due, waiting.c.since, waiting.c.item_id)
    .limit(bindparam("most"))
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ours:
    """Something of assistance that waits for the viewer's office."""

    item_id: str
    request_id: str
    what: str
    due: date | None


def waits(conn: Connection, viewer: Viewer, ids: Collection[str]) -> Mapping[str, Sequence[Wait]]:
    """Return for whom what of the items ``ids`` waits, as far as the viewer sees them."""
    if not ids:
        return {}
    found: dict[str, list[Wait]] = {}
    for row in _WAITS.all(conn, {"ids": sorted(ids), **labels_given(viewer.labels)}):
        found.setdefault(row.item_id, []).append(Wait(row.label, row.what, row.due))
    return found


def ours(conn: Connection, viewer: Viewer, own: Collection[str], most: int) -> Sequence[Ours]:
    """Return what of assistance waits for the viewer, the nearest date first; each thing once."""
    given = {
        "own": sorted(own),
        "label": member_label(viewer.member or ""),
        "most": most,
        **labels_given(viewer.labels),
    }
    found: dict[tuple[str, str], Ours] = {}
    for row in conn.execute(_OURS, given):
        one = Ours(row.item_id, row.request_id or row.item_id, row.what, row.due)
        found.setdefault((row.item_id, row.what), one)
    return list(found.values())
