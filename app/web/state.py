"""In what state the portal is: a matter of the database, at which each process looks once a second.

Asking with each request would cost every page a statement, and a page of the public sends none that
this could be joined to. So a change is known everywhere within ``EVERY``, and acts for which that
is too late ask the database itself.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from time import monotonic

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from app.core.db import Database

_log = logging.getLogger(__name__)
EVERY = 1.0
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Announced:
    """What the Secretariat says now, in one language: its title."""

    language: str
    title: str


@dataclass(frozen=True, slots=True)
class State:
    """``frozen`` says that nobody may sign in or change anything.

    ``said`` is what the Secretariat announces now, in each of its languages: nothing, mostly.
    """

    frozen: bool = False
    said: tuple[Announced, ...] = ()

    def said_in(self, language: str) -> Announced | None:
        """Return what is announced, in ``language`` where it was said in it."""
        own = (one for one in self.said if one.language == language)
        return next(own, self.said[0] if self.said else None)


USUAL = State()
StateOf = Callable[[Connection], State]


class Watched:
    """What one process knows; it asks on a connection of its own."""

    def __init__(self, db: Database, state_of: StateOf) -> None:
        self._db = db
        self._state_of = state_of
        self._state = State()
        self._again = 0.0
        self._lock = Lock()

    @property
    def now(self) -> State:
        """The state, not older than a second; the last one known while the database is away."""
        if monotonic() >= self._again:
            with self._lock:  # of many at once one asks, and at the very first all wait for it
                if monotonic() >= self._again:
                    self._state = self._asked()
                    self._again = monotonic() + EVERY
        return self._state

    def forget(self) -> None:
        """Ask again at once: this process has just changed it.

        Whoever is asking meanwhile may have read the state before: that answer is asked for anew.
        """
        with self._lock:
            self._again = 0.0

    def _asked(self) -> State:
        engine = self._db.engine
        try:
            with self._db.read() as conn:
                return self._state_of(conn)
        except (SQLAlchemyError, engine.dialect.loaded_dbapi.Error):
            _log.warning("the state of the portal could not be asked; it stays as it was")
            return self._state
