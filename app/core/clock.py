"""Two clocks: the domain's, which tests and demonstrations may move, and the wall's.

Deadlines and dates of office follow ``now()``; sessions, tokens and locks follow ``wall()``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta


class _Offset:
    """How far the domain clock stands from the wall, and whether moving it is allowed."""

    shift = timedelta()
    fixed = True


def wall() -> datetime:
    """Return the real time, in UTC."""
    return datetime.now(UTC)


def now() -> datetime:
    """Return the domain's time, in UTC."""
    return wall() + _Offset.shift


def today() -> date:
    """Return the domain's civil date in UTC."""
    return now().date()


def allow_moving() -> None:
    """Let the domain clock be moved in this process: tests and demonstrations only."""
    _Offset.fixed = False


@contextmanager
def moved(by: timedelta) -> Iterator[None]:
    """Move the domain clock inside the block.

    Raises:
        RuntimeError: in a process that never called ``allow_moving``, that is in production.
    """
    if _Offset.fixed:
        raise RuntimeError("The domain clock moves only in tests and demonstrations.")
    before = _Offset.shift
    _Offset.shift = before + by
    try:
        yield
    finally:
        _Offset.shift = before
