"""The duty: what people asked for is done one after another, by one process each, part by part.

A process that dies leaves a lease behind; when that is over another one takes the work up. What is
made for somebody is made anew then, so that a file speaks of one time; taking somebody out goes on
where it stopped.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from time import monotonic
from typing import Any

from sqlalchemy import or_, select, update
from sqlmodel import Session

from app.access.viewer import Viewer
from app.core import clock, i18n
from app.core.errors import Refusal
from app.core.ids import new_id
from app.core.seal import CannotOpen
from app.directory.acting_later import viewer_anew
from app.files.serving import store_of
from app.files.store import NotStored
from app.orders import actions
from app.orders.queries import order
from app.orders.rules import AGAIN, LEASE, MOST_TRIES, UNDER_WAY, Kind, Lost, State, Unfit, Why
from app.web.portal import Portal

_log = logging.getLogger(__name__)
PASS = 5.0
"""After so many seconds other duties have their turn."""


class Making:
    """One order in the hands of the process that does it."""

    def __init__(self, portal: Portal, row: Any) -> None:
        self.portal = portal
        self.row = row

    @property
    def asker(self) -> Viewer | None:
        """Who asked, as that person stands now; None where the right to ask has ended."""
        with self.portal.db.read() as conn:
            return viewer_anew(conn, self.portal.settings, actions.asker_of(self.row))

    def begin(self, part: str, number: int) -> None:
        """Say that a part is under way, the first being 1, and go on holding the work.

        Raises:
            Lost: when it was called off, or another process has taken it up.
        """
        with self.portal.db.unit_of_work() as db:
            self.go_on(db, part=part, number=number)

    def go_on(self, db: Session, **values: object) -> None:
        """Write into the order within an act, as long as it is held.

        Raises:
            Lost: as ``begin``; the act has to end with it.
        """
        held = {"leased_until": clock.wall() + LEASE, **values}
        mine = order.c.id == self.row.id, order.c.lease == self.row.lease
        if not db.execute(update(order).where(*mine).values(held).returning(order.c.id)).first():
            raise Lost


Maker = Callable[[Making], None]
"""Does one order to its end; what it raises ends the work, see ``_do``."""


def do_due(portal: Portal, makers: Mapping[Kind, Maker]) -> None:
    """End what is over, then do what people asked for until the time of a pass is over."""
    began = monotonic()
    end_over(portal)
    while (row := take_up(portal)) is not None:
        _do(Making(portal, row), makers[Kind(row.kind)])
        if monotonic() - began > PASS:
            return


def take_up(portal: Portal) -> Any | None:
    """Return the oldest order that nobody does, held for this process; None where there is none.

    A lease far in the future was written by a clock that had run ahead.
    """
    wall = clock.wall()
    free = or_(
        order.c.leased_until.is_(None),
        order.c.leased_until <= wall,
        order.c.leased_until > wall + 2 * LEASE,
    )
    oldest = select(order.c.id).where(order.c.state.in_(UNDER_WAY), free)
    with portal.db.read() as conn:  # nothing is written while nobody waits
        if conn.execute(oldest.limit(1)).first() is None:
            return None
    with portal.db.unit_of_work() as db:
        key = db.execute(
            oldest.order_by(order.c.asked_at, order.c.id).limit(1).with_for_update(skip_locked=True)
        ).scalar()
        if key is None:
            return None
        taken = {
            "state": State.MAKING,
            "lease": new_id(),
            "leased_until": wall + LEASE,
            "tries": order.c.tries + 1,
        }
        mine = update(order).where(order.c.id == key)
        return db.execute(mine.values(taken).returning(*order.c)).one()


def _do(making: Making, maker: Maker) -> None:
    """Do an order, and say in it how that ended where it did not end well."""
    row = making.row
    try:
        _ensure_patience(row)
        with i18n.use_language(row.language):
            maker(making)
    except Lost:
        _log.info("an order was called off, or another process does it")
    except Unfit as unfit:
        _fail(making, unfit.why)
    except NotStored:
        _fail(making, Why.STORE)
    except CannotOpen:
        _fail(making, Why.KEY)
    except Refusal:  # the right to it has ended
        _end(making)
    except Exception:  # noqa: BLE001 - one order that breaks off must not stop the others
        _log.exception("an order of the kind %s broke off; it is tried again", row.kind)
        _write(making, leased_until=clock.wall() + AGAIN)


def _ensure_patience(row: Any) -> None:
    if row.tries > MOST_TRIES and row.kind != Kind.ERASURE:
        raise Unfit(Why.BROKE)


def _fail(making: Making, why: Why) -> None:
    if making.row.kind == Kind.ERASURE:
        _write(making, leased_until=clock.wall() + AGAIN)
    else:
        _write(making, state=State.FAILED, part=why, leased_until=None)


def _write(making: Making, **values: object) -> None:
    try:
        with making.portal.db.unit_of_work() as db:
            making.go_on(db, **values)
    except Lost:
        _log.info("an order was called off while it broke off")


def _end(making: Making) -> None:
    portal = making.portal
    with portal.db.unit_of_work() as db:
        mine = (order.c.id == making.row.id) & (order.c.lease == making.row.lease)
        actions.end(db, mine, store_of(portal.settings))


def end_over(portal: Portal) -> None:
    """End orders whose time is over, and files to whose makers the right has gone.

    Taking somebody out is never given up; only that it was done is told no longer.
    """
    wall, store = clock.wall(), store_of(portal.settings)
    with portal.db.read() as conn:
        rows = conn.execute(select(order)).all()
        over = [row.id for row in rows if _is_over(row, wall)]
        over += [
            row.id
            for row in rows
            if row.kind != Kind.ERASURE
            and row.id not in over
            and viewer_anew(conn, portal.settings, actions.asker_of(row)) is None
        ]
    if over:
        with portal.db.unit_of_work() as db:
            actions.end(db, order.c.id.in_(over), store)


def _is_over(row: Any, wall: datetime) -> bool:
    never = row.kind == Kind.ERASURE and row.state != State.DONE
    return row.until <= wall and not never
