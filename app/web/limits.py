"""How much the portal reads of a request: one limit for every kind of body, while it arrives."""

from collections.abc import Sequence
from re import Pattern

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.errors import TooLarge


class BodyLimit:
    """Pure ASGI: reading further than the limit is refused like anything else, with a page."""

    def __init__(
        self, app: ASGIApp, *, most: int, larger: Sequence[tuple[Pattern[str], int]] = ()
    ) -> None:
        """Take ``most`` bytes of every request, and more of forms at addresses in ``larger``."""
        self.app = app
        self.most = most
        self.larger = larger

    def _most(self, scope: Scope) -> int:
        if scope["method"] != "POST":
            return self.most
        found = (most for path, most in self.larger if path.match(scope["path"]))
        return max(next(found, 0), self.most)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, counting what is read of it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        read, limit = 0, self._most(scope)
        announced = _announced(scope)

        async def counted() -> Message:
            nonlocal read
            if announced > limit:
                raise TooLarge
            message = await receive()
            read += len(message.get("body", b""))
            if read > limit:
                raise TooLarge
            return message

        await self.app(scope, counted, send)


def _announced(scope: Scope) -> int:
    """Return the length the request says it has, 0 where it says none."""
    found = [value for name, value in scope["headers"] if name == b"content-length"]
    return int(found[0]) if found and found[0].isdigit() else 0
