"""What waits for a viewer, and what happened: both begin from the viewer's labels."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, func, select

from app.access.labels import NETWORK, PUBLIC, member_label
from app.access.viewer import Viewer
from app.core.db import table
from app.core.reading import Reading
from app.items.queries import LABELS, labels_given, seen
from app.notifications.models import Excused, Notice, NoticeRead, Waiting

MOST_COUNTED = 100
"""Counting stops here, so that the masthead costs the same however much waits."""
MOST_ROWS = 4 * MOST_COUNTED
"""So many rows are looked at: one thing waits once for each label by which it is addressed."""

waiting = table(Waiting)
excused = table(Excused)
notice = table(Notice)
read = table(NoticeRead)


@dataclass(frozen=True, slots=True)
class Due:
    """An item that waits for the viewer."""

    item_id: str
    what: str
    since: datetime
    due: date | None


@dataclass(frozen=True, slots=True)
class Told:
    """Something that happened to an item of the viewer's; ``new`` until the viewer has read it.

    ``with_id`` is what it happened by: a comment, an offer.
    """

    item_id: str
    what: str
    at: datetime
    new: bool
    with_id: str | None = None


def _own(viewer: Viewer) -> list[str]:
    """Return the labels for which something waits or happens: the secretariat is no member."""
    others = {PUBLIC, NETWORK} if viewer.in_secretariat else {PUBLIC}
    return [label for label in viewer.labels if label not in others]


def _given(viewer: Viewer) -> dict[str, str]:
    """Return the labels for a statement, the one by which an office is excused, and who asks."""
    own = member_label(viewer.member) if viewer.member else ""
    office = viewer.office.id if viewer.office else ""
    who = {"member": own, "person": viewer.person_id or "", "office": office}
    return {**labels_given(_own(viewer)), **who}


_FOR_ME = waiting.c.label.in_(LABELS) & ~(
    select(excused.c.item_id)
    .where(
        excused.c.item_id == waiting.c.item_id,
        excused.c.what == waiting.c.what,
        excused.c.label == bindparam("member"),
    )
    .exists()
)
_ROWS = select(waiting.c.item_id, waiting.c.what).where(_FOR_ME).limit(MOST_ROWS).subquery()
_THINGS = select(_ROWS).distinct().limit(MOST_COUNTED).subquery()
_COUNT = Reading(select(func.count().label("number")).select_from(_THINGS))
_SINCE, _UNTIL = func.min(waiting.c.since), func.min(waiting.c.due)
_DUE = Reading(
    select(waiting.c.item_id, waiting.c.what, _SINCE.label("since"), _UNTIL.label("due"))
    .where(_FOR_ME)
    .group_by(waiting.c.item_id, waiting.c.what)
    .order_by(_UNTIL.is_(None), _UNTIL, _SINCE)
    .limit(bindparam("most"))
)
_READ = (
    select(read.c.until)
    .where(
        read.c.person_id == bindparam("person"),
        read.c.office_id == bindparam("office"),
        read.c.until >= notice.c.at,
    )
    .exists()
)
_TOLD = Reading(
    select(notice.c.item_id, notice.c.what, notice.c.at, (~_READ).label("new"), notice.c.with_id)
    .where(notice.c.label.in_(LABELS), notice.c.with_id.is_(None) | seen(notice.c.with_id))
    .order_by(notice.c.at.desc())
    .limit(bindparam("most"))
)


def count_waiting(conn: Connection, viewer: Viewer) -> int:
    """Return how many things wait for the viewer, ``MOST_COUNTED`` at most."""
    return int(_COUNT.first(conn, _given(viewer)).number)


def what_waits(conn: Connection, viewer: Viewer, *, most: int = 50) -> Sequence[Due]:
    """Return what waits for the viewer, the nearest date first, then the longest wait."""
    rows = _DUE.all(conn, {**_given(viewer), "most": most})
    return [Due(r.item_id, r.what, r.since, r.due) for r in rows]


def what_happened(conn: Connection, viewer: Viewer, *, most: int = 10) -> Sequence[Told]:
    """Return the latest notices for the viewer, newest first."""
    rows = _TOLD.all(conn, {**_given(viewer), "most": most})
    return [Told(r.item_id, r.what, r.at, bool(r.new), r.with_id) for r in rows]
