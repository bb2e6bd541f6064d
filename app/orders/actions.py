"""Asking for something, calling it off, and ending what nobody has a right to any more."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, select, true
from sqlmodel import Session

from app.access.proof import Proof
from app.access.viewer import Viewer
from app.core import clock, i18n
from app.core.errors import Conflict
from app.directory.acting_later import Asker
from app.files.store import Store
from app.identity import people
from app.orders import keeping
from app.orders.models import WorkOrder
from app.orders.queries import order
from app.orders.rules import ANOTHER, ASKED, Kind, State
from app.sealing import wrapping

_EXPORT = order.c.kind != Kind.ERASURE


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for, in how many parts it is made, and by which provider its asker came."""

    kind: Kind
    parts: int
    provider: str
    office_id: str | None = None


def ask(db: Session, viewer: Viewer, wanted: Wanted, store: Store) -> None:
    """Let something be made for the viewer; asked for again, it is the same work.

    Raises:
        SignInNeeded: when the viewer was taken out meanwhile.
        Conflict: while something else is made or waits.
    """
    person_id = viewer.person_id or ""
    people.hold(db, person_id)
    there = db.execute(select(order).where(order.c.person_id == person_id)).first()
    if there is not None and there.until > clock.wall() and there.state != State.FAILED:
        if (there.kind, there.office_id) == (wanted.kind, wanted.office_id):
            return
        raise Conflict(ANOTHER)
    end(db, order.c.person_id == person_id, store)
    db.add(
        WorkOrder(
            person_id=person_id,
            kind=wanted.kind,
            office_id=wanted.office_id,
            acting_id=viewer.office.id if viewer.office else None,
            provider=wanted.provider,
            proof=int(viewer.proof),
            language=i18n.language(),
            parts=wanted.parts,
            until=clock.wall() + ASKED,
        )
    )


def ask_to_be_taken_out(db: Session, person_id: str, parts: int, secret_hash: str) -> None:
    """Let the rest of a person be taken out, who was let in by nothing any more just now.

    What was being made for that person, or waited, is over: the caller keeps its place no longer.
    """
    db.add(
        WorkOrder(
            person_id=person_id,
            kind=Kind.ERASURE,
            language=i18n.language(),
            parts=parts,
            until=clock.wall() + ASKED,
            secret_hash=secret_hash,
        )
    )
    db.flush()


def call_off(db: Session, viewer: Viewer, kind: Kind, office_id: str | None, store: Store) -> None:
    """End what the viewer asked for: it is made no further, and what waits is destroyed.

    What is over already is left as it is.
    """
    own = and_(order.c.person_id == viewer.person_id, order.c.kind == kind, _EXPORT)
    end(db, own & order.c.office_id.is_not_distinct_from(office_id), store)


def end_of(db: Session, person_id: str | None, store: Store | None = None) -> None:
    """End every file that is made or waits for a person, or (None) for everybody."""
    whose = true() if person_id is None else order.c.person_id == person_id
    end(db, whose & _EXPORT, store)


def end(db: Session, which: ColumnElement[bool], store: Store | None) -> Sequence[Any]:
    """Take orders away with their keys, and delete what lies in the store; return what they were.

    From the commit on what lies there is noise.
    """
    gone = db.execute(delete(order).where(which).returning(order.c.id, order.c.place)).all()
    if gone:
        wrapping.forget(db, [row.id for row in gone])
        keeping.discard(db, store, [row.place for row in gone if row.place])
    return gone


def asker_of(row: Any) -> Asker:
    """Return as whom an order was given."""
    return Asker(row.person_id, row.acting_id, row.provider, Proof(row.proof))
