"""The acts on a round. Each takes an open session and writes all that belongs to it.

Each holds the office first, then the item: whether it still acts, and may, is asked again.
"""

import json

from sqlalchemy import func, insert, select, update
from sqlmodel import Session

from app.access.audience import Audience, Circle, labels_of_draft
from app.access.policy import P, ensure
from app.access.viewer import Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict, NotFound
from app.directory.still_acting import ensure_still_acts
from app.items import actions as items
from app.items.models import Item, Kind
from app.items.queries import Matter
from app.practices import actions as practices
from app.practices.clearing.fields import says
from app.practices.clearing.forms import Making
from app.practices.clearing.models import PracticeRound
from app.practices.clearing.rules import MOST_ROUNDS, OPEN, Closed, NotWritten, Stage, TooMany
from app.practices.clearing.telling import let_wait, over
from app.practices.clearing.values import Round
from app.practices.entry import Changes
from app.practices.holding import entry_of
from app.practices.rules import BEING_WRITTEN

rounds = table(PracticeRound)
KEPT = str(Audience(Circle.SECRETARIAT))
SERIES = 8
"""So long a series can be, as that of the manual's clearances, with which it counts together."""


def make(db: Session, viewer: Viewer, matter: Matter, said: Making) -> str:
    """Let a practice go out as it is now; return the id of the round.

    Raises:
        NotWritten: when it is not being written any more.
        TooMany: when it went out very often already.
    """
    ensure(ensure_still_acts(db, viewer), P.PRACTICE_EDIT, matter)
    held = db.get(Item, matter.id, with_for_update=True, populate_existing=True)
    if held is None or held.stage not in BEING_WRITTEN:
        raise NotWritten
    code = viewer.member or ""
    mine = (rounds.c.practice_id == matter.id, rounds.c.member == code)
    before: int = db.execute(select(func.count()).select_from(rounds).where(*mine)).scalar_one()
    if before >= MOST_ROUNDS:
        raise TooMany
    made = items.create(
        db,
        viewer,
        Kind.ROUND,
        stage=Stage.OUT,
        audience=KEPT,
        language=said.language,
        owners=[code],
        labels=labels_of_draft([code]),
    )
    year, number = items.count_on(db, f"C-{code}"[:SERIES])
    made.number = f"C-{code}-{year}-{number:03d}"
    db.flush()
    words = json.dumps(says(entry_of(db, viewer.labels, matter.id)), ensure_ascii=False)
    row = {"practice_id": matter.id, "member": code, "count": before + 1, "says": words}
    db.execute(insert(rounds).values(row | _row(made, said)))
    let_wait(db, made.id, code, said.deadline)
    record(db, Event.PRACTICE_OUT, viewer=viewer, subject=made.id)
    return made.id


def _row(made: Item, said: Making) -> dict[str, object]:
    same = ("marking", "readers", "deadline")
    return {
        "item_id": made.id,
        "at": made.created_at,
        **{name: getattr(said, name) for name in same},
    }


def came_back(db: Session, viewer: Viewer, found: Round) -> None:
    """Note that a file came back; nothing of what it says is kept.

    Raises:
        Closed: when the round is over.
    """
    _hold_open(db, viewer, found)
    _move(db, found, Stage.BACK, back_at=clock.now())
    record(db, Event.PRACTICE_BACK, viewer=viewer, subject=found.matter.id)


def take(  # noqa: PLR0913 - of what, into what, and what was seen of it
    db: Session, viewer: Viewer, found: Round, matter: Matter, changes: Changes, *, version: int
) -> None:
    """Let the draft say what is taken, unless somebody saved it after ``version`` was read.

    Raises:
        Closed: when the round is over.
        NotWritten: when it is not being written any more.
        Conflict: when somebody saved meanwhile.
    """
    _hold_open(db, viewer, found)
    if matter.stage not in BEING_WRITTEN:
        raise NotWritten
    ensure(viewer, P.PRACTICE_EDIT, matter)
    practices.save(db, viewer, matter, changes, version=version)


def close(db: Session, viewer: Viewer, found: Round) -> None:
    """Let a round be over.

    Raises:
        Closed: when it is already.
    """
    _hold_open(db, viewer, found)
    _move(db, found, Stage.CLOSED, closed_at=clock.now())
    over(db, found.matter.id)
    record(db, Event.PRACTICE_ROUND_CLOSED, viewer=viewer, subject=found.matter.id)


def _hold_open(db: Session, viewer: Viewer, found: Round) -> None:
    """Hold office and round: of two who act on it at once, one comes first.

    Raises:
        Closed: when it is over.
        NotFound: for anybody but an office of its member.
    """
    ensure(ensure_still_acts(db, viewer), P.PRACTICE_WRITE)
    if viewer.member not in found.matter.owners:
        raise NotFound
    row = db.get(Item, found.matter.id, with_for_update=True, populate_existing=True)
    if row is None or row.stage not in OPEN:
        raise Closed


def _move(db: Session, found: Round, to: Stage, **values: object) -> None:
    stage = db.get_one(Item, found.matter.id).stage
    try:
        items.move(db, found.matter.id, seen=stage, to=to)
    except Conflict as late:
        raise Closed from late
    db.execute(update(rounds).where(rounds.c.item_id == found.matter.id).values(values))
