"""The acts on a round. Each takes an open session and writes all that belongs to it.

Each holds the office first, then the item: whether it still acts, and may, is asked again.
"""

import json

from sqlalchemy import func, insert, select
from sqlmodel import Session

from app.access.policy import P, ensure
from app.access.viewer import Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.clearing.actions import begin, hold_open, let_wait, move, over
from app.clearing.forms import Framed
from app.clearing.rules import Stage
from app.core import clock
from app.core.db import table
from app.directory.still_acting import ensure_still_acts
from app.items.models import Item, Kind
from app.items.queries import Matter
from app.practices import actions as practices
from app.practices.clearing.fields import says
from app.practices.clearing.models import PracticeRound
from app.practices.clearing.rules import MOST_ROUNDS, NotWritten, TooMany, What
from app.practices.clearing.values import Round
from app.practices.entry import Changes
from app.practices.holding import entry_of
from app.practices.rules import BEING_WRITTEN

rounds = table(PracticeRound)


def make(db: Session, viewer: Viewer, matter: Matter, said: Framed) -> str:
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
    made = begin(db, viewer, Kind.ROUND, said.language)
    words = json.dumps(says(entry_of(db, viewer.labels, matter.id)), ensure_ascii=False)
    row = {"practice_id": matter.id, "member": code, "count": before + 1, "says": words}
    db.execute(insert(rounds).values(item_id=made.id, at=made.created_at, **row, **said.kept))
    let_wait(db, made.id, code, What.OUT, said.deadline)
    record(db, Event.PRACTICE_OUT, viewer=viewer, subject=made.id)
    return made.id


def came_back(db: Session, viewer: Viewer, found: Round) -> None:
    """Note that a file came back; nothing of what it says is kept.

    Raises:
        Closed: when the round is over.
    """
    _hold_open(db, viewer, found)
    move(db, found, Stage.BACK, rounds, back_at=clock.now())
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
    move(db, found, Stage.CLOSED, rounds, closed_at=clock.now())
    over(db, found.matter.id)
    record(db, Event.PRACTICE_ROUND_CLOSED, viewer=viewer, subject=found.matter.id)


def _hold_open(db: Session, viewer: Viewer, found: Round) -> None:
    hold_open(db, viewer, found, P.PRACTICE_WRITE)
