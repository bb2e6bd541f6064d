"""A seat held until an act on it is done: of two acts at once the second sees what the first did.

Whatever is decided about places and the waiting list is decided from here.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session

from app.access.audience import Audience
from app.access.labels import labels_of_members
from app.access.viewer import Viewer
from app.core import clock
from app.core.db import table
from app.core.seal import Seal
from app.items import actions as items
from app.items.models import Item
from app.items.queries import readers
from app.notifications.actions import done_waiting, wait_for
from app.notifications.post import Post
from app.seats.applications import LIVE, Applied
from app.seats.models import SeatApplication
from app.seats.queries import item, seat
from app.seats.rules import Act, State, What, answer_by, ensure, labels, state

application = table(SeatApplication)


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts, and what acts need besides the database; without ``post`` no letters go out."""

    viewer: Viewer
    seal: Seal
    post: Post | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A seat as it really stands while it is held."""

    found: Item
    row: Any

    @property
    def id(self) -> str:
        """The id of the seat."""
        return self.found.id

    @property
    def state(self) -> State:
        """The state that people see today."""
        row = self.row
        return state(self.found.stage, row.apply_by, row.ends, row.places, row.taken, clock.today())

    @property
    def number(self) -> tuple[str, str | None]:
        """What letters say of it: its id and number."""
        return self.found.id, self.found.number

    @property
    def own(self) -> frozenset[str]:
        """The label of the office that offers it."""
        return labels_of_members([self.row.member])


def hold(db: Session, item_id: str, act: Act | None = None) -> Held:
    """Hold a seat, for ``act`` where it has to start from the state in which the seat is.

    Raises:
        Conflict: when it does not.
    """
    db.execute(select(item.c.id).where(item.c.id == item_id).with_for_update())
    found = db.get_one(Item, item_id, populate_existing=True)
    held = Held(found, db.execute(select(seat).where(seat.c.item_id == item_id)).one())
    if act is not None:
        ensure(act, held.state)
    return held


def again(db: Session, held: Held) -> Held:
    """Return the same seat as it stands after something was written."""
    return hold(db, held.id)


def write(db: Session, item_id: str, **values: object) -> None:
    """Write columns of a seat."""
    db.execute(update(seat).where(seat.c.item_id == item_id).values(values))


def applicants(
    db: Session, item_id: str, states: Collection[Applied] = tuple(LIVE)
) -> Collection[str]:
    """Return the members with an application in one of ``states``."""
    wanted = select(application.c.member).where(
        application.c.seat_id == item_id, application.c.state.in_(sorted(states))
    )
    return set(db.execute(wanted).scalars())


def show_to_readers(db: Session, held: Held) -> None:
    """Let exactly those see a seat who may, whoever once applied for a place among them."""
    audience = Audience.parse(held.found.audience).labels
    wanted = labels(
        held.found.stage,
        held.row.member,
        audience,
        applicants(db, held.id, tuple(Applied)),
        was_out=held.row.published_at is not None,
    )
    if wanted != readers(db.connection(), held.id):
        items.relabel(db, held.found, wanted)


def settle(db: Session, held: Held) -> None:
    """Let a seat wait for its office for what is really to be done, and for nothing else."""
    held = again(db, held)
    wanted = select(application.c.state).where(application.c.seat_id == held.id).distinct()
    there = set(db.execute(wanted).scalars())
    alive = held.state in {State.OPEN, State.FULL, State.CLOSED}
    free = held.row.taken < held.row.places
    due = answer_by(held.row.apply_by, held.row.starts)
    for what, waits in (
        (What.APPLIED, alive and Applied.SENT in there),
        (What.NEXT, alive and free and Applied.LISTED in there),
    ):
        if not waits:
            done_waiting(db, held.id, what)
        for label in held.own if waits else ():
            wait_for(db, held.id, label, what, due=due if what == What.APPLIED else None)
