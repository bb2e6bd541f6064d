"""The acts on a clearance. Each takes an open session and writes all that belongs to it.

Each holds the office first, then the clearance: whether it still acts, and may, is asked again.
"""

from collections.abc import Sequence

from sqlalchemy import insert
from sqlmodel import Session

from app.access.policy import P, ensure
from app.access.viewer import Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.clearing.actions import begin, hold_open, let_wait, move, over
from app.clearing.rules import Stage
from app.core import clock
from app.core.db import table
from app.directory.still_acting import ensure_still_acts
from app.items.models import Item, Kind
from app.manual.clearing.consulted import GOES_OUT, state_held
from app.manual.clearing.forms import Making
from app.manual.clearing.going import Going
from app.manual.clearing.models import Clearance as Row
from app.manual.clearing.models import Cleared
from app.manual.clearing.rules import NotConsulted, What
from app.manual.clearing.values import Clearance
from app.manual.values import EditionInfo

clearance = table(Row)
cleared = table(Cleared)


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
    made = begin(db, viewer, Kind.CLEARANCE, said.language)
    db.execute(insert(clearance).values(_row(made, code, said, edition)))
    db.execute(insert(cleared), [_going(made.id, n, one) for n, one in enumerate(going)])
    let_wait(db, made.id, code, What.OUT, said.deadline)
    record(db, Event.CLEARANCE_MADE, viewer=viewer, subject=made.id)
    return made.id


def _row(made: Item, code: str, said: Making, edition: EditionInfo) -> dict[str, object]:
    return {
        "item_id": made.id,
        "member": code,
        "edition": edition.number,
        "chapter_id": said.chapter or None,
        "consultation_id": said.consultation,
        "at": made.created_at,
        **said.kept,
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
    hold(db, viewer, found)
    move(db, found, Stage.BACK, clearance, back_at=clock.now())
    record(db, Event.CLEARANCE_BACK, viewer=viewer, subject=found.matter.id)


def close(db: Session, viewer: Viewer, found: Clearance) -> None:
    """Let a clearance be over.

    Raises:
        Closed: when it is already.
    """
    hold(db, viewer, found)
    move(db, found, Stage.CLOSED, clearance, closed_at=clock.now())
    over(db, found.matter.id)
    record(db, Event.CLEARANCE_CLOSED, viewer=viewer, subject=found.matter.id)


def hold(db: Session, viewer: Viewer, found: Clearance) -> None:
    """Hold office and clearance as every act on what came back does.

    Raises:
        Closed: when the clearance is over.
        NotFound: for anybody but an office of its member.
    """
    hold_open(db, viewer, found, P.SUGGESTION_WRITE)
