"""The acts on a round. Each takes an open session and writes all that belongs to it.

Each holds the office first, then the request, then the round: whether it still acts, and may, is
asked again.
"""

from dataclasses import replace
from datetime import date

from sqlalchemy import func, insert, select
from sqlmodel import Session

from app.access.labels import labels_of_members
from app.access.policy import P, ensure
from app.assistance.acting import Acting, hold
from app.assistance.clearance.models import RequestRound
from app.assistance.clearance.rules import (
    CLEARED,
    MOST_ASKED,
    MOST_ROUNDS,
    NotDraft,
    TooMany,
    TooOften,
    What,
)
from app.assistance.clearance.values import TABLE, Round
from app.audit.actions import record
from app.audit.events import Event
from app.clearing.actions import begin, hold_open, let_wait, move, over
from app.clearing.forms import Framed
from app.clearing.rules import Stage
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.core.seal import Place
from app.directory.still_acting import ensure_still_acts
from app.items.models import Item, Kind
from app.items.queries import Matter, readers
from app.notifications.actions import wait_by
from app.sealing import wrapping

rounds = table(RequestRound)


def make(db: Session, by: Acting, request: Matter, said: Framed) -> str:
    """Let a draft go out as it is now; return the id of the round.

    Raises:
        NotDraft: when it is not being written by its office any more.
        TooMany: when it went out very often already.
    """
    _hold(db, by, request)
    mine = rounds.c.request_id == request.id
    before: int = db.execute(select(func.count()).select_from(rounds).where(mine)).scalar_one()
    if before >= MOST_ROUNDS:
        raise TooMany
    made, code = begin(db, by.viewer, Kind.REQUEST_ROUND, said.language), by.viewer.member or ""
    key = wrapping.begin(db, by.seal, made.id, readers(db.connection(), made.id))
    sealed = {
        name: key.seal(text, Place(TABLE, name, made.id))
        for name, text in (("marking", said.marking), ("readers", said.readers))
    }
    row = {"item_id": made.id, "request_id": request.id, "member": code, "count": before + 1}
    days = {"deadline": said.deadline, "at": made.created_at, "asked_on": clock.today()}
    db.execute(insert(rounds).values(**row, **days, **sealed))
    let_wait(db, made.id, code, What.OUT, said.deadline)
    record(db, Event.REQUEST_OUT, viewer=by.viewer, subject=request.id)
    return made.id


def again(db: Session, by: Acting, found: Round, request: Matter, deadline: date) -> None:
    """Ask once more for what is out, until another day; its letters begin anew.

    Raises:
        Closed: when the round is over.
        NotDraft: when the request is not being written by its office any more.
        TooOften: when it was asked for very often already.
        Conflict: when a colleague acted on the round since it was read.
    """
    _hold(db, by, request)
    hold_round(db, by, found)
    if db.get_one(Item, found.matter.id).version != found.matter.version:
        raise Conflict
    if found.asked >= MOST_ASKED:
        raise TooOften
    days = {"deadline": deadline, "asked_on": clock.today(), "reminded": 0}
    move(db, found, Stage.OUT, rounds, asked=rounds.c.asked + 1, **days)
    labels = labels_of_members([found.member])
    wait_by(db, found.matter.id, What.OUT, dict.fromkeys(labels, deadline))
    record(db, Event.REQUEST_OUT_AGAIN, viewer=by.viewer, subject=found.request_id)


def came_back(db: Session, by: Acting, found: Round) -> None:
    """Note that a file came back; nothing of what it says is kept.

    Raises:
        Closed: when the round is over.
    """
    hold_round(db, by, found)
    move(db, found, Stage.BACK, rounds, back_at=clock.now())
    record(db, Event.REQUEST_BACK, viewer=by.viewer, subject=found.request_id)


def close(db: Session, by: Acting, found: Round, came: str) -> None:
    """Let a round be over, with what came of it.

    Raises:
        Closed: when it is already.
    """
    hold_round(db, by, found)
    move(db, found, Stage.CLOSED, rounds, closed_at=clock.now(), came=came)
    over(db, found.matter.id)
    record(db, Event.REQUEST_CLEARED, viewer=by.viewer, subject=found.request_id)


def hold_to_take(db: Session, by: Acting, found: Round, request: Matter) -> None:
    """Hold request and round, into which and of which something is taken.

    Raises:
        Closed: when the round is over.
        NotDraft: when the request is not being written by its office any more.
    """
    _hold(db, by, request)
    hold_round(db, by, found)


def hold_round(db: Session, by: Acting, found: Round) -> None:
    """Hold office and round: of two who act on it at once, one comes first.

    Raises:
        Closed: when it is over.
        NotFound: for anybody but an office of its member.
    """
    hold_open(db, by.viewer, found, P.REQUEST_WRITE)


def _hold(db: Session, by: Acting, request: Matter) -> None:
    """Hold office and request, which its office still writes."""
    now = ensure_still_acts(db, by.viewer)
    stage = hold(db, request)
    if stage not in CLEARED:
        raise NotDraft
    ensure(now, P.REQUEST_EDIT, replace(request, stage=stage))
