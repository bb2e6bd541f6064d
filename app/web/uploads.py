"""Forms with large files: who may send one is asked before it is read, and few are done at once.

They are done by threads of their own: examining files keeps no page waiting.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from re import Pattern
from typing import Any

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.routing import Route

from app.access.policy import P
from app.core.errors import Refusal
from app.core.i18n import N_
from app.web import csrf
from app.web.ask import Ask
from app.web.lanes import Lane
from app.web.openness import ensure_open
from app.web.throttle import Pace, ensure_pace

LARGEST = "portal_largest"
MAY_SEND = "portal_may_send"
MOST_FILES = 20
"""Files of one form that are read: a few more than are taken, so that it can be said."""
AT_ONCE, MOST_WAITING = 2, 4
"""Forms with files that a process does at the same time, and that wait for it."""


class Busy(Refusal):
    """Others are having their files examined."""

    status = 503
    message = N_("Other files are being examined. Nothing was stored: send yours again soon.")
    headers: Mapping[str, str] = {"retry-after": "20"}


LANE = Lane("uploads", AT_ONCE, MOST_WAITING, Busy)


@dataclass(frozen=True, slots=True)
class Before:
    """What is asked before a form with files is read: who may send it, and how often.

    ``may_send`` is called as the act will be, and refuses who may not send files to this address.
    """

    permission: P
    pace: Pace | None
    may_send: Callable[..., object] | None


async def ensure_may_send(request: Request, before: Before, given: Mapping[str, Any]) -> None:
    """Let pass who may send files here as far as that can be told before they are read.

    Raises:
        Refusal: for everybody else, and when many wait; nothing of the form was read then.
    """
    await run_in_threadpool(_enter, Ask(request, {}), before, given)
    LANE.free()


def _enter(ask: Ask, before: Before, given: Mapping[str, Any]) -> None:
    try:
        csrf.ensure_own_site(ask.request.headers, ask.portal.settings.origins)
        ensure_open(ask.portal)
        ask.enter(before.permission)
        if before.may_send:
            before.may_send(ask, **given)
        if before.pace:
            ensure_pace(ask, before.pace)
    finally:
        ask.leave()


def larger(routes: Iterable[Route]) -> list[tuple[Pattern[str], int]]:
    """Return the addresses that take larger forms, and how large."""
    return [
        (route.path_regex, most)
        for route in routes
        if (most := getattr(route.endpoint, LARGEST, 0))
    ]
