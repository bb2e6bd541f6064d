"""What ends: applications with their seat, seats by their last day, and words after their time."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, or_, select, update
from sqlmodel import Session

from app.access.viewer import ANYONE
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.notifications.actions import done_waiting
from app.sealing import wrapping
from app.seats.applications import LIVE, Answer, Applied, follows
from app.seats.holding import Held, application, hold, write
from app.seats.queries import item, seat
from app.seats.rules import KEPT, Stage, State
from app.web.portal import Portal

AT_ONCE = 100
SEALED = ("who", "why", "needs", "word")
GONE = dict.fromkeys(SEALED)


def end_live(db: Session, held: Held, *, with_accepted: bool) -> None:
    """End what was not answered; with the seat itself also what was accepted."""
    ended = LIVE if with_accepted else LIVE - {Applied.ACCEPTED}
    wanted = and_(application.c.seat_id == held.id, application.c.state.in_(sorted(ended)))
    for row in db.execute(select(application.c.id, application.c.state).where(wanted)).all():
        change = update(application).where(application.c.id == row.id)
        values = {"state": follows(row.state, Answer.END), "answered_at": clock.now()}
        db.execute(change.values(**values, version=application.c.version + 1))
    if with_accepted:
        write(db, held.id, taken=0)


def end_over(portal: Portal) -> int:
    """Let what is over wait for nobody; return how many seats that were."""
    wanted = (
        select(seat.c.item_id)
        .join_from(seat, item, item.c.id == seat.c.item_id)
        .where(
            item.c.stage.in_((Stage.PUBLISHED, Stage.CLOSED)),
            seat.c.ends < clock.today(),
            seat.c.over_on.is_(None),
        )
        .order_by(seat.c.ends, seat.c.item_id)
        .limit(AT_ONCE)
    )
    with portal.db.read() as conn:
        ids = list(conn.execute(wanted).scalars())
    return sum(_end(portal, item_id) for item_id in ids)


def _end(portal: Portal, item_id: str) -> bool:
    with portal.db.unit_of_work() as db:
        held = hold(db, item_id)
        if held.row.over_on is not None or held.state != State.OVER:
            return False
        write(db, item_id, over_on=clock.today())
        end_live(db, held, with_accepted=False)
        done_waiting(db, item_id)
    return True


def destroy_due(portal: Portal) -> int:
    """Destroy the words of applications that are needed no more; return how many.

    That is a month after an application was answered with a no or ended, and a month after the
    last day of the seat where it has a place.
    """
    with portal.db.read() as conn:
        rows = conn.execute(_due().limit(AT_ONCE)).all()
    return sum(_destroy(portal, row) for row in rows)


def _due() -> Any:
    before, moment = clock.today() - KEPT, clock.now() - KEPT
    ended = and_(application.c.state.not_in(sorted(LIVE)), application.c.answered_at <= moment)
    return (
        select(application.c.id, application.c.seat_id)
        .join_from(application, seat, seat.c.item_id == application.c.seat_id)
        .where(application.c.destroyed_at.is_(None), or_(ended, seat.c.ends < before))
        .order_by(application.c.id)
    )


def _destroy(portal: Portal, due: Any) -> bool:
    """Destroy the words of one application, unless its seat was moved to later days meanwhile."""
    with portal.db.unit_of_work() as db:
        hold(db, due.seat_id)
        if db.execute(_due().where(application.c.id == due.id)).first() is None:
            return False
        forget(db, [due.id])
        record(db, Event.SEAT_WORDS_DESTROYED, viewer=ANYONE, subject=due.id)
    return True


def forget(db: Session, ids: Sequence[str]) -> None:
    """Let nobody read the words of these applications any more: their keys go as well."""
    gone = update(application).where(application.c.id.in_(ids))
    db.execute(gone.values(destroyed_at=clock.now(), **GONE))
    wrapping.forget(db, ids)
