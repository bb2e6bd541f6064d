"""Statements compiled once in a process of the run, not once for each database of it."""

from contextlib import suppress

from sqlalchemy import Engine, util
from sqlalchemy.exc import OperationalError

from app.core import db

MOST = 5_000
"""Far more statements than the portal has: none is compiled twice."""


class Compiled:
    """What the engines of one dialect share: the dialect itself and what it compiled.

    An engine compiles for its own dialect and keeps that for itself, and nearly every test has an
    engine of its own.
    """

    def __init__(self) -> None:
        self._first: dict[str, Engine] = {}
        self._make = db.make_engine

    def make_engine(self, url: str, *, pool_size: int) -> Engine:
        """Make an engine as the portal does; from the second one on it shares with the first."""
        engine = self._make(url, pool_size=pool_size)
        first = self._first.get(engine.dialect.name)
        if first is None:
            with suppress(OperationalError), engine.connect():  # it learns whom it speaks to
                engine._compiled_cache = util.LRUCache(MOST)  # noqa: SLF001 - no public way
                self._first[engine.dialect.name] = engine
        else:
            engine.dialect = first.dialect
            engine._compiled_cache = first._compiled_cache  # noqa: SLF001 - no public way
        return engine
