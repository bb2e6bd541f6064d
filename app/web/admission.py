"""Admission: when more is under way than the portal can do soon, it says so at once and briefly."""

from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

ALWAYS = ("/healthz", "/readyz", "/static/")
"""Answered whatever else waits: they cost next to nothing."""
READING = frozenset({"GET", "HEAD"})


class Load:
    """How much one process has to do; all of it is counted in the event loop's thread."""

    def __init__(self) -> None:
        self.under_way = 0
        self.shed = 0


class Admission:
    """Pure ASGI: lets so many requests in; the others get what ``busy`` answers.

    A request counts while the portal works on it or it waits for a thread, and not while its
    caller is slow to send or to read: nobody can fill the house by doing nothing. What somebody
    has typed is turned away last: forms find twice the room.
    """

    def __init__(
        self, app: ASGIApp, *, most: int, load: Load, busy: Callable[[Scope], ASGIApp]
    ) -> None:
        self.app = app
        self.most = most
        self.load = load
        self.busy = busy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or turn it away."""
        if scope["type"] != "http" or scope["path"].startswith(ALWAYS):
            await self.app(scope, receive, send)
            return
        load = self.load
        if load.under_way >= (self.most if scope["method"] in READING else 2 * self.most):
            load.shed += 1
            await self.busy(scope)(scope, receive, send)
            return

        async def waited_for() -> Message:
            load.under_way -= 1
            try:
                return await receive()
            finally:
                load.under_way += 1

        async def waiting_for(message: Message) -> None:
            load.under_way -= 1
            try:
                await send(message)
            finally:
                load.under_way += 1

        load.under_way += 1
        try:
            await self.app(scope, waited_for, waiting_for)
        finally:
            load.under_way -= 1
