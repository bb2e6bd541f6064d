"""The text of a consultation as what goes out: until when that is possible, and what it says."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection
from sqlmodel import Session

from app.access.policy import P
from app.access.viewer import Viewer
from app.manual.clearing.going import Going
from app.manual.clearing.rules import Ended, NotBegun, NotConsulted, TextWithdrawn
from app.manual.clearing.values import Clearance, Sent
from app.manual.consulting import frozen, queries
from app.manual.consulting.holding import hold
from app.manual.consulting.placing import numbers_of
from app.manual.consulting.rules import State
from app.manual.consulting.values import Consultation
from app.text.blocks import content_hash

GOES_OUT = (State.COMING, State.OPEN)
STOPPED = (State.COMING, State.OVER, State.WITHDRAWN)
"""When nothing can be taken of what came back."""
_NOT_NOW = {State.COMING: NotBegun, State.OVER: Ended, State.WITHDRAWN: TextWithdrawn}


def asked(conn: Connection, viewer: Viewer, item_id: str) -> Consultation:
    """Return a consultation whose text can go out.

    Raises:
        NotConsulted: when the viewer sees none, or it is over or withdrawn.
    """
    found = queries.one(conn, viewer, item_id)
    if found is None or found.state not in GOES_OUT:
        raise NotConsulted
    return found


def going(conn: Connection, consultation_id: str, chapter_id: str) -> Sequence[Going]:
    """Return a whole chapter as it is consulted on, nothing where it is not."""
    blocks = frozen.texts(conn, consultation_id).get(chapter_id, ())
    return [Going(chapter_id, str(b.id), content_hash(b.source), None) for b in blocks]


def state_of(conn: Connection, viewer: Viewer, one: Clearance) -> State | None:
    """Return how far the consultation has come whose text went out, None where it was none.

    One that the viewer does not see any more is as one withdrawn.
    """
    if one.consultation is None:
        return None
    found = queries.one(conn, viewer, one.consultation)
    return found.state if found else State.WITHDRAWN


def state_held(db: Session, viewer: Viewer, consultation_id: str) -> State:
    """Hold a consultation, after the office and the clearance; return how far it has come."""
    return hold(db, viewer, P.CONTRIBUTION_WRITE, consultation_id).state


def ensure_readable(state: State | None) -> None:
    """Let pass a text that its members read.

    Raises:
        TextWithdrawn: the consultation was withdrawn.
    """
    if state == State.WITHDRAWN:
        raise TextWithdrawn


def ensure_takes(state: State | None) -> None:
    """Let pass what can be taken of what came back.

    Raises:
        NotBegun, Ended, TextWithdrawn: when nobody writes on the text now.
    """
    if state in _NOT_NOW:
        raise _NOT_NOW[state]


def why_not(state: State | None) -> str:
    """Return why nothing can be taken now, "" where it can."""
    return _NOT_NOW[state]().sentence if state in _NOT_NOW else ""


def numbered(conn: Connection, one: Clearance, rows: Sequence[Sent]) -> Sequence[Sent]:
    """Return what went out with the numbers of its own text, which never changes."""
    if one.consultation is None:
        return rows
    numbers = numbers_of(conn, one.consultation, one.chapter_id or "")
    return [replace(row, number=numbers.get(row.id, ""), now=row.base_hash) for row in rows]
