"""The desk: one queue for the secretariat; the acts stand on the page of each thing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlencode

from starlette.responses import Response

from app.access.policy import P
from app.core import clock
from app.core.days import working_days
from app.core.i18n import gettext, ngettext
from app.desk import batches, queue, tabs
from app.desk.acts import ACTS
from app.desk.batches import Planned
from app.desk.queue import KINDS
from app.desk.rows import ALL, BEGINNING, Holder, Row, Shown, mark_of, written
from app.desk.tabs import Tab
from app.moderation import holds
from app.moderation.holds import Held
from app.web.ask import Ask
from app.web.components import date_words
from app.web.guard import Room
from app.web.render import Page

room = Room("desk")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the queue; ``pressing`` when one working day is left or none.

    ``pick`` is what is sent where it is chosen, empty where no act of many fits.
    """

    id: str
    kind: str
    title: str
    href: str
    number: str | None
    task: str
    step: str
    owners: str
    since: str
    clock: str
    pressing: bool
    late: bool
    held: str
    mine: bool
    pick: str
    planned: str
    undo: str


@dataclass(frozen=True, kw_only=True)
class Desk(Page):
    """What waits for the secretariat, the nearest date first."""

    template: ClassVar[str] = "desk/desk.html"
    here: ClassVar[str] = "desk"

    told: str
    tabs: Sequence[Tab]
    holders: Sequence[Tab]
    nothing: tuple[str, str]
    lines: Sequence[Line]
    acts: Sequence[tuple[str, str]]
    start: str
    following: str
    said: str


@room.get("/desk", P.DESK_READ)
def desk(ask: Ask, kind: str = ALL, by: str = "", after: str = "", said: str = "") -> Response:
    """Show a page of the queue, of one kind or of all, held by anybody, nobody or the viewer."""
    chosen, at = (kind if kind in KINDS else ALL), mark_of(after)
    whose = Holder(by) if by in set(Holder) else Holder.ANY
    conn, viewer = ask.conn, ask.viewer
    found = queue.queue_of(conn, viewer, ask.portal.seal, Shown(chosen, whose, at))
    keys = [row.key for row in found.rows]
    held, planned = holds.live(conn, keys), batches.planned(conn, keys)
    lines = [_line(ask, row, held.get(row.key), planned.get(row.key)) for row in found.rows]
    last = found.rows[-1].mark if found.rows else BEGINNING
    return ask.page(
        Desk(
            told=tabs.told(found.tallies, clock.today()),
            tabs=tabs.of_kinds(found.tallies, chosen, whose),
            holders=tabs.of_holders(found.tallies, chosen, whose),
            nothing=tabs.nothing(whose),
            lines=lines,
            acts=[(name, gettext(act.label)) for name, act in ACTS.items()],
            start=tabs.href(chosen, whose) if at != BEGINNING else "",
            following=tabs.href(chosen, whose, written(last)) if found.more else "",
            said=batches.said(said),
        )
    )


@room.post("/desk/open", P.DESK_READ)
def open_one(ask: Ask) -> Response:
    """Note that the viewer opens a thing, for colleagues to see, and lead to its page."""
    conn, viewer = ask.conn, ask.viewer
    found = queue.rows_of(conn, viewer, ask.portal.seal, [ask.field("open")[:12]])
    if not found:
        return ask.go(f"/desk?{urlencode({'said': batches.GONE})}")
    row, sqlite = found[0], ask.portal.db.is_sqlite
    with ask.unit_of_work() as db:
        holds.opened(db, viewer, row.kind, row.key, is_sqlite=sqlite)
        return ask.go(row.href, db)


@room.post("/desk/choose", P.DESK_READ)
def choose(ask: Ask) -> Response:
    """Lead to what an act would do to the things chosen: a page that can be loaded again."""
    chosen = [("item", key[:12]) for key in ask.sent.get("item", ())[: batches.MOST]]
    return ask.go(f"/desk/batch?{urlencode([('act', ask.field('act')), *chosen])}")


@room.post("/desk/give-back", P.DESK_READ)
def give_back(ask: Ask) -> Response:
    """Hold a thing no longer that the viewer opened or took over."""
    with ask.unit_of_work() as db:
        holds.give_back(db, ask.viewer, [ask.field("back")[:12]])
        return ask.go(f"/desk?{urlencode({'said': batches.GIVEN_BACK})}", db)


def _line(ask: Ask, row: Row, held: Held | None, planned: Planned | None) -> Line:
    left = working_days(clock.today(), row.due) if row.due else None
    return Line(
        id=row.key,
        kind=row.kind,
        title=row.title,
        href=row.href,
        number=row.number,
        task=row.task,
        step=row.step,
        owners=row.owners,
        since=date_words(row.since),
        clock=_clock(row, left),
        pressing=left is not None and left <= 1,
        late=left is not None and left < 0,
        held=held.words if held else "",
        mine=held is not None and held.person_id == ask.viewer.person_id,
        pick=row.key if row.version is not None else "",
        planned=planned.words if planned else "",
        undo=planned.batch_id if planned else "",
    )


def _clock(row: Row, left: int | None) -> str:
    if row.due is None or left is None:
        return gettext("No date set")
    if left < 0:
        return ngettext("%(num)s day late", "%(num)s days late", -left)
    allowed = working_days(row.since.date(), row.due)
    return ngettext(
        "%(left)s of %(num)s day left", "%(left)s of %(num)s days left", allowed, left=left
    )
