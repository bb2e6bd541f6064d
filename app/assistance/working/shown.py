"""The plan of agreed work as a page shows it, and its one-line account beside an offer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from app.access.viewer import Viewer
from app.assistance.facts import OFFICES
from app.assistance.queries import Asked, Help
from app.assistance.rules import OfferStage, Stage
from app.assistance.working.queries import Count, Step, counts
from app.assistance.working.rules import STATES, Days, Side, State, What
from app.core import clock
from app.core.i18n import gettext

PLANNED = frozenset({Stage.AGREED, Stage.UNDER_WAY, Stage.CLOSED})
"""In these there may be a plan."""
_SIGNS: Mapping[str, str] = {State.OPEN: "open", State.DONE: "met", State.DROPPED: "withdrawn"}


@dataclass(frozen=True, slots=True)
class Sides:
    """What both sides are called, and their offices: (id, kind) by side."""

    names: Mapping[str, str]
    offices: Mapping[Side, Sequence[tuple[str, str]]]

    def name(self, side: str) -> str:
        """Return what a side is called."""
        return self.names.get(side) or gettext("Both sides")

    @property
    def known(self) -> Mapping[str, Side]:
        """Every office and its side."""
        return {key: side for side, rows in self.offices.items() for key, _ in rows}

    @property
    def options(self) -> Sequence[tuple[str, str]]:
        """The offices to choose from, each with the name of its side."""
        return [
            (key, self._office(side, kind))
            for side, rows in self.offices.items()
            for key, kind in rows
        ]

    def office(self, key: str | None) -> str:
        """Return what an office is called, nothing where none is named."""
        return dict(self.options).get(key or "", "")

    def _office(self, side: Side, kind: str) -> str:
        office = gettext(OFFICES[kind])
        return gettext("%(member)s: %(office)s", member=self.name(side), office=office)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A step on the page; ``late`` and ``soon`` are worked out for today."""

    id: str
    what: str
    word: str
    milestone: bool
    whose: str
    due: date
    late: bool
    state: str
    sign: tuple[str, str]
    version: int


def row_of(step: Step, sides: Sides, days: Days) -> Row:
    """Return a step as a row."""
    late = step.state == State.OPEN and days.last(step.due, step.side) < clock.today()
    label = gettext("Late") if late else gettext(STATES[step.state])
    return Row(
        id=step.id,
        what=step.what,
        word=step.word,
        milestone=step.kind == What.MILESTONE,
        whose=sides.office(step.office) or sides.name(step.side),
        due=step.due,
        late=late,
        state=step.state,
        sign=(_SIGNS[step.state], label),
        version=step.version,
    )


def account(count: Count | None) -> str:
    """Return the account of a plan in one line; of none, that there is none."""
    if count is None or not count.all:
        return gettext("Plan of the work")
    numbers = {"done": count.done, "all": count.all, "late": count.late}
    if count.late:
        return gettext("Plan: %(done)s of %(all)s done, %(late)s late", **numbers)
    return gettext("Plan: %(done)s of %(all)s done", **numbers)


def plans_of(
    conn: Connection, viewer: Viewer, asked: Asked, offers: Sequence[Help]
) -> Mapping[str, Count]:
    """Return how far the plan of each accepted offer has come; nothing is asked where none is."""
    helpers = {one.id: one.member for one in offers if one.stage == OfferStage.ACCEPTED}
    if not helpers or asked.matter.stage not in PLANNED:
        return {}
    return counts(conn, viewer, asked.matter.id, asked.owner, helpers)


def all_done(plans: Mapping[str, Count]) -> bool:
    """Whether there are plans, and nothing of any is open."""
    return bool(plans) and all(one.finished for one in plans.values())


def counted(steps: Sequence[Step], days: Days) -> Count:
    """Count a plan that was read."""
    today = clock.today()
    late = [s for s in steps if s.state == State.OPEN and days.last(s.due, s.side) < today]
    return Count(len(steps), sum(s.state != State.OPEN for s in steps), len(late))


def usual_day() -> str:
    """Return the day that the form of a new step proposes."""
    return str(clock.today() + timedelta(days=14))
