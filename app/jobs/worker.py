"""The worker: one thread that does each recurring duty when due, if this process leases it."""

import logging
import signal
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from app.core import clock
from app.core.db import Database
from app.jobs import actions

_log = logging.getLogger(__name__)
LEASE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Duty:
    """Something to be done every so often; doing it twice does no harm.

    An act that does nothing now returns how long it waits. ``lasts``: after so long another process
    does it too, where this one has died or not.
    """

    name: str
    every: timedelta
    act: Callable[[], timedelta | None]
    lasts: timedelta = LEASE


class Worker:
    """Runs duties until told to stop."""

    def __init__(self, db: Database, duties: Sequence[Duty], *, pause: float = 2.0) -> None:
        self.db = db
        self.duties = duties
        self.pause = pause
        self._stop = threading.Event()
        self._told = False
        self._thread = threading.Thread(target=self._run, name="worker", daemon=True)

    def start(self) -> None:
        """Begin in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the duty under way and end."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout=20)

    def run(self) -> None:
        """Work in this thread until the process is told to end; the duty under way is finished."""
        ends = (signal.SIGINT, signal.SIGTERM)
        before = {number: signal.signal(number, self._told_to_end) for number in ends}
        try:
            self._run()
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _told_to_end(self, _number: int, _frame: object) -> None:
        self._told = True  # not the event: its lock may be held by the code that was interrupted

    def once(self) -> int:
        """Do each duty that is due, until told to end; return how many were done."""
        return sum(self._do(duty) for duty in self.duties if not self._told)

    def _run(self) -> None:
        while not (self._stop.is_set() or self._told):
            try:
                self.once()
            except SQLAlchemyError:
                _log.exception("the worker could not reach the database; it tries again")
            self._stop.wait(self.pause)

    def _do(self, duty: Duty) -> bool:
        if not self._take(duty):
            return False
        waits = None
        try:
            waits = duty.act()
        except Exception:  # noqa: BLE001 - one duty that fails must not end the others
            _log.exception("the duty %s failed; it is tried again when due", duty.name)
        with self.db.unit_of_work() as db:
            actions.finish(db, duty.name, next_due=clock.wall() + (waits or duty.every))
        return True

    def _take(self, duty: Duty) -> bool:
        try:
            with self.db.unit_of_work() as db:
                actions.ensure_known(db, duty.name)
                db.flush()
                return actions.lease(db, duty.name, lasts=duty.lasts)
        except IntegrityError:
            return False
