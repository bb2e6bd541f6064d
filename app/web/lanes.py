"""Threads kept for acts that take long: a few at once, some that wait, and no page behind them."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import anyio.to_thread
from anyio import CapacityLimiter
from anyio.lowlevel import RunVar
from starlette.responses import Response

from app.core.errors import Refusal
from app.core.i18n import N_


class Lane:
    """``at_once`` acts of one kind in a process, and ``waiting`` more; others are ``busy``."""

    def __init__(self, name: str, at_once: int, waiting: int, busy: type[Refusal]) -> None:
        self._at_once, self._waiting, self._busy = at_once, waiting, busy
        self._threads: RunVar[CapacityLimiter] = RunVar(name)

    def free(self) -> CapacityLimiter:
        """Return the threads, unless too many wait for them.

        Raises:
            Refusal: the one that says so.
        """
        limiter = self._threads.get(None)
        if limiter is None:
            limiter = CapacityLimiter(self._at_once)
            self._threads.set(limiter)
        if limiter.statistics().tasks_waiting >= self._waiting:
            raise self._busy
        return limiter

    async def run(self, act: Callable[..., Response], *what: Any, **given: Any) -> Response:
        """Do an act in one of these threads.

        Raises:
            Refusal: when many wait already; each of them counts as under way.
        """
        return await anyio.to_thread.run_sync(partial(act, *what, **given), limiter=self.free())


class LongWait(Refusal):
    """Others have the threads that are kept for acts that take long."""

    status = 503
    message = N_("Others are having long documents made. Nothing was lost: try again soon.")
    headers: Mapping[str, str] = {"retry-after": "30"}


SLOWLY = Lane("slowly", at_once=2, waiting=2, busy=LongWait)
"""Making documents: two at once may each take all the memory that they are allowed."""
