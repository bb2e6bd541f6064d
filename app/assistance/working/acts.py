"""Acts on the plan of agreed work: a step is planned, changed, done, dropped, opened again.

Request and offer are held until the act is done, so that of two acts at once one is first.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select, update
from sqlmodel import Session

from app.access.policy import P, ensure
from app.assistance.acting import Acting
from app.assistance.models import Offer
from app.assistance.queries import item, party
from app.assistance.rules import OFFER, REQUEST, Act, after
from app.assistance.sealing import opened
from app.assistance.talk import Talk, talk
from app.assistance.working.models import Task
from app.assistance.working.queries import TASKS
from app.assistance.working.queries import task as tasks
from app.assistance.working.rules import MOST_TASKS, State
from app.assistance.working.waiting import refresh
from app.assistance.writing import record_of
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.errors import Conflict, NotFound
from app.core.i18n import N_
from app.core.seal import Place, SealedText
from app.directory.still_acting import ensure_still_acts

CHANGED = N_("This step was changed meanwhile. Read it as it stands now.")
TOO_MANY = N_("A plan has at most sixty steps. Change one of those that are there.")
NOT_OPEN = N_("This step is done or dropped. Open it again first.")
EVENTS = {
    State.DONE: Event.TASK_DONE,
    State.DROPPED: Event.TASK_DROPPED,
    State.OPEN: Event.TASK_REOPENED,
}


@dataclass(frozen=True, slots=True)
class Planned:
    """A step as somebody writes it."""

    kind: str
    what: str
    side: str
    office: str | None
    due: date


def add(db: Session, by: Acting, talked: Talk, planned: Planned) -> str:
    """Plan a step; return its id.

    Raises:
        Forbidden: when the viewer is on neither side.
        Conflict: when no accepted help stands, or the plan is full.
    """
    row = _held(db, by, talked)
    many = select(func.count()).select_from(tasks).where(tasks.c.item_id == row.item_id)
    if int(db.execute(many).scalar_one()) >= MOST_TASKS:
        raise Conflict(TOO_MANY)
    step = Task(item_id=row.item_id, kind="", side="", due=planned.due, state=State.OPEN)
    _write(db, by, row, step, planned)
    db.add(step)
    _done(db, by, talked, step, Event.TASK_ADDED)
    return step.id


def change(  # noqa: PLR0913, PLR0917 - who, of which help, which step as it was read, what
    db: Session, by: Acting, talked: Talk, step_id: str, seen: int, planned: Planned
) -> None:
    """Change an open step; another day is reminded of anew, and the same is no news.

    Raises:
        NotFound: when there is no such step of this help.
        Conflict: also when it was changed meanwhile, or is not open.
    """
    row = _held(db, by, talked)
    step = _step(db, talked, step_id, seen)
    if step.state != State.OPEN:
        raise Conflict(NOT_OPEN)
    if _as_planned(db, by, row, step) == planned:
        return
    if (step.due, step.side) != (planned.due, planned.side):
        step.reminded = 0
    _write(db, by, row, step, planned)
    _done(db, by, talked, step, Event.TASK_CHANGED)


def settle(  # noqa: PLR0913, PLR0917 - who, of which help, which step as it was read, how
    db: Session, by: Acting, talked: Talk, step_id: str, seen: int, state: State, word: str
) -> None:
    """Say that a step is done, dropped, or open again, with a word.

    Raises:
        NotFound: when there is no such step of this help.
        Conflict: also when it was changed meanwhile.
    """
    row = _held(db, by, talked)
    step = _step(db, talked, step_id, seen)
    if (step.state == State.OPEN) == (state == State.OPEN):
        raise Conflict(CHANGED)
    step.state = state
    step.word = _sealed(db, by, row, step, "word", word)
    _done(db, by, talked, step, EVENTS[state])


def _held(db: Session, by: Acting, talked: Talk) -> Offer:
    """Return the offer, held until the act is done, where its plan may be written."""
    ensure_still_acts(db, by.holder)
    for one in (talked.request.id, talked.offer.id):
        db.execute(select(item.c.stage).where(item.c.id == one).with_for_update())
    now = talk(db.connection(), by.viewer, talked.request.id, talked.offer.id)
    ensure(by.viewer, P.WORK_SHARE, now)
    side = party(by.viewer, now.request.owners)
    after(REQUEST, Act.PLAN, now.request.stage, side)
    after(OFFER, Act.PLAN, now.offer.stage, side)
    return db.get_one(Offer, now.offer.id, populate_existing=True)


def _step(db: Session, talked: Talk, step_id: str, seen: int) -> Task:
    step = db.get(Task, step_id, populate_existing=True)
    if step is None or step.item_id != talked.offer.id:
        raise NotFound
    if step.version != seen:
        raise Conflict(CHANGED)
    return step


def _write(db: Session, by: Acting, row: Offer, step: Task, planned: Planned) -> None:
    step.kind, step.side = planned.kind, planned.side
    step.office_id, step.due = planned.office, planned.due
    step.what = _sealed(db, by, row, step, "what", planned.what)


def _as_planned(db: Session, by: Acting, row: Offer, step: Task) -> Planned:
    what = opened(record_of(db, by, row), TASKS, step.id, "what", step.what)
    return Planned(step.kind, what, step.side, step.office_id, step.due)


def _sealed(  # noqa: PLR0913, PLR0917 - by whom, where, what
    db: Session, by: Acting, row: Offer, step: Task, column: str, text: str
) -> SealedText | None:
    place = Place(TASKS, column, step.id)
    return record_of(db, by, row).seal(text, place) if text else None


def _done(db: Session, by: Acting, talked: Talk, step: Task, event: Event) -> None:
    """Write the rest of an act: version, record, for whom it waits, and that nobody is silent."""
    now = clock.now()
    if event != Event.TASK_ADDED:
        step.version += 1
    step.changed_at = now
    db.flush()
    db.execute(update(item).where(item.c.id == step.item_id).values(changed_at=now))
    record(
        db,
        event,
        viewer=by.viewer,
        subject=step.item_id,
        detail={"request": talked.request.id, "task": step.id},
    )
    refresh(db, talked.request.id)
