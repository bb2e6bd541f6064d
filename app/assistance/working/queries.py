"""The plan of agreed work as its reader may see it, and how much of it is done."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, bindparam, select

from app.access.viewer import Viewer
from app.assistance.models import Offer
from app.assistance.queries import item, item_owner, request
from app.assistance.rules import OfferStage, Stage
from app.assistance.sealing import opened
from app.assistance.working.models import Task
from app.assistance.working.rules import Days, Side, State, sides_of
from app.core import clock
from app.core.db import table
from app.core.reading import Reading
from app.core.seal import Seal
from app.directory.calendars import calendar_of
from app.items.queries import LABELS, labels_given, seen
from app.sealing.keys import Keys, wrapped_for

TASKS = "assistance_task"
task = table(Task)
offer = table(Offer)
_own = item.alias("own_offer")
MOST_DATES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A task or a milestone; the words are those that its reader may open."""

    id: str
    kind: str
    side: str
    office: str | None
    what: str
    word: str
    due: date
    state: str
    version: int


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are, how many of them are over, and how many are late."""

    all: int = 0
    done: int = 0
    late: int = 0

    @property
    def finished(self) -> bool:
        """Whether there is a plan, and nothing of it is open."""
        return self.all > 0 and self.all == self.done


_STEPS = Reading(
    select(task, wrapped_for(task.c.item_id, LABELS).label("wrapped"))
    .where(task.c.item_id == bindparam("offer"), seen(task.c.item_id))
    .order_by(task.c.due, task.c.made_at, task.c.id)
)
_COUNTED = Reading(
    select(task.c.item_id, task.c.side, task.c.state, task.c.due)
    .join_from(offer, task, task.c.item_id == offer.c.item_id)
    .where(
        offer.c.request_id == bindparam("request"),
        seen(task.c.item_id),
        seen(offer.c.request_id),
    )
)


def steps(conn: Connection, viewer: Viewer, seal: Seal, offer_id: str) -> Sequence[Step]:
    """Return the plan of an offer that the viewer sees, by its days; one statement."""
    keys = Keys(conn, seal, viewer.labels)
    found = []
    for row in _STEPS.all(conn, {"offer": offer_id, **labels_given(viewer.labels)}):
        kept = keys.of(row.item_id, row.wrapped)
        found.append(
            Step(
                id=row.id,
                kind=row.kind,
                side=row.side,
                office=row.office_id,
                what=opened(kept, TASKS, row.id, "what", row.what),
                word=opened(kept, TASKS, row.id, "word", row.word),
                due=row.due,
                state=row.state,
                version=row.version,
            )
        )
    return found


def days_of(conn: Connection, asker: str, helper: str) -> Days:
    """Return the working days of both sides; two statements."""
    return Days(calendar_of(conn, asker), calendar_of(conn, helper))


def counts(
    conn: Connection, viewer: Viewer, request_id: str, asker: str, helpers: Mapping[str, str]
) -> Mapping[str, Count]:
    """Return how far the plan of each offer has come that the viewer sees; ``helpers`` by offer.

    The working days are asked for only where a day has passed.
    """
    rows: dict[str, list[tuple[str, str, date]]] = {}
    for row in _COUNTED.all(conn, {"request": request_id, **labels_given(viewer.labels)}):
        rows.setdefault(row.item_id, []).append((row.side, row.state, row.due))
    return {
        one: _count(conn, asker, helpers[one], found)
        for one, found in rows.items()
        if one in helpers
    }


def _count(
    conn: Connection, asker: str, helper: str, rows: Sequence[tuple[str, str, date]]
) -> Count:
    today = clock.today()
    passed = [(side, due) for side, state, due in rows if state == State.OPEN and due < today]
    days = days_of(conn, asker, helper) if passed else None
    late = sum(days.last(due, side) < today for side, due in passed) if days else 0
    return Count(len(rows), sum(state != State.OPEN for _, state, _ in rows), late)


@dataclass(frozen=True, slots=True)
class Dated:
    """A day of a plan that waits for the viewer's side, with the number of its request."""

    id: str
    offer_id: str
    number: str | None
    due: date
    kind: str


_DATES = Reading(
    select(
        task.c.id,
        task.c.item_id,
        task.c.kind,
        task.c.side,
        task.c.due,
        item.c.number,
        request.c.paused_until,
        offer.c.member,
        item_owner.c.member.label("owner"),
    )
    .join_from(offer, task, task.c.item_id == offer.c.item_id)
    .join(_own, _own.c.id == offer.c.item_id)
    .join(item, item.c.id == offer.c.request_id)
    .join(request, request.c.item_id == offer.c.request_id)
    .join(item_owner, item_owner.c.item_id == offer.c.request_id)
    .where(
        task.c.item_id.in_(bindparam("offers", expanding=True)),
        task.c.state == State.OPEN,
        item.c.stage == Stage.UNDER_WAY,
        _own.c.stage == OfferStage.ACCEPTED,
        seen(task.c.item_id),
        seen(offer.c.request_id),
    )
    .order_by(task.c.due, task.c.id)
    .limit(MOST_DATES)
)


def dates(conn: Connection, viewer: Viewer, offers: Collection[str]) -> Sequence[Dated]:
    """Return the open days of the plans of ``offers`` that the viewer's side has to meet."""
    if not offers:
        return []
    rows = _DATES.all(conn, {"offers": sorted(offers), **labels_given(viewer.labels)})
    found = []
    for row in rows:
        mine = Side.ASKER if row.owner == viewer.member else Side.HELPER
        ours = viewer.member in {row.owner, row.member}
        if ours and mine in sides_of(row.side):
            day = max(row.due, row.paused_until or row.due)
            found.append(Dated(row.id, row.item_id, row.number, day, row.kind))
    return found
