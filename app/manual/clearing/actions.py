"""The acts on a clearance. Each takes an open session and writes all that belongs to it.

Each holds the office first, then the clearance: whether it still acts, and may, is asked again.
"""

from collections.abc import Sequence

from sqlalchemy import insert, update
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
from app.manual.clearing.consulted import GOES_OUT, state_held
from app.manual.clearing.forms import Making
from app.manual.clearing.going import Going
from app.manual.clearing.models import Clearance as Row
from app.manual.clearing.models import Cleared
from app.manual.clearing.rules import (
    OPEN,
    Closed,
    NotConsulted,
    Stage,
)
from app.manual.clearing.telling import let_wait, over
from app.manual.clearing.values import Clearance
from app.manual.values import EditionInfo

clearance = table(Row)
cleared = table(Cleared)
KEPT = str(Audience(Circle.SECRETARIAT))
SERIES = 8
"""So long a series can be; members whose codes begin alike share a count, which harms nobody."""


def make(
    db: Session, viewer: Viewer, said: Making, going: Sequence[Going], edition: EditionInfo
) -> str:
    """Let a text go out; return the id of the clearance.

    Raises:
        NotConsulted: when the consultation whose text it is was ended or withdrawn.
    """
    now = ensure_still_acts(db, viewer)
    ensure(now, P.SUGGESTION_WRITE)
    if said.consultation and state_held(db, viewer, said.consultation) not in GOES_OUT:
        raise NotConsulted
    code = viewer.member or ""
    made = items.create(
        db,
        viewer,
        Kind.CLEARANCE,
        stage=Stage.OUT,
        audience=KEPT,
        language=said.language,
        owners=[code],
        labels=labels_of_draft([code]),
    )
    year, count = items.count_on(db, f"C-{code}"[:SERIES])
    made.number = f"C-{code}-{year}-{count:03d}"
    db.flush()
    db.execute(insert(clearance).values(_row(made, code, said, edition)))
    db.execute(insert(cleared), [_going(made.id, n, one) for n, one in enumerate(going)])
    let_wait(db, made.id, code, said.deadline)
    record(db, Event.CLEARANCE_MADE, viewer=viewer, subject=made.id)
    return made.id


def _row(made: Item, code: str, said: Making, edition: EditionInfo) -> dict[str, object]:
    return {
        "item_id": made.id,
        "member": code,
        "edition": edition.number,
        "chapter_id": said.chapter or None,
        "consultation_id": said.consultation,
        "marking": said.marking,
        "readers": said.readers,
        "deadline": said.deadline,
        "at": made.created_at,
    }


def _going(item_id: str, place: int, one: Going) -> dict[str, object]:
    return {
        "item_id": item_id,
        "place": place,
        "chapter_id": one.chapter_id,
        "block_id": one.block_id,
        "base_hash": one.base_hash,
        "proposed": one.proposed,
    }


def came_back(db: Session, viewer: Viewer, found: Clearance) -> None:
    """Note that a file came back; nothing of what it says is kept.

    Raises:
        Closed: when the clearance is over.
    """
    hold_open(db, viewer, found)
    _move(db, found, Stage.BACK, back_at=clock.now())
    record(db, Event.CLEARANCE_BACK, viewer=viewer, subject=found.matter.id)


def close(db: Session, viewer: Viewer, found: Clearance) -> None:
    """Let a clearance be over.

    Raises:
        Closed: when it is already.
    """
    hold_open(db, viewer, found)
    _move(db, found, Stage.CLOSED, closed_at=clock.now())
    over(db, found.matter.id)
    record(db, Event.CLEARANCE_CLOSED, viewer=viewer, subject=found.matter.id)


def hold_open(db: Session, viewer: Viewer, found: Clearance) -> None:
    """Hold office and clearance: of two who act on it at once, one comes first.

    Raises:
        Closed: when it is over.
        NotFound: for anybody but an office of its member.
    """
    ensure(ensure_still_acts(db, viewer), P.SUGGESTION_WRITE)
    if viewer.member not in found.matter.owners:
        raise NotFound
    row = db.get(Item, found.matter.id, with_for_update=True, populate_existing=True)
    if row is None or row.stage not in OPEN:
        raise Closed


def _move(db: Session, found: Clearance, to: Stage, **values: object) -> None:
    stage = db.get_one(Item, found.matter.id).stage
    try:
        items.move(db, found.matter.id, seen=stage, to=to)
    except Conflict as late:
        raise Closed from late
    db.execute(update(clearance).where(clearance.c.item_id == found.matter.id).values(values))
