"""An address may hold a NUL, but no database takes one: it is read as a letter nobody knows."""

from starlette.types import ASGIApp, Receive, Scope, Send

NUL, UNKNOWN = "\x00", "\ufffd"
NUL_SENT, UNKNOWN_SENT = b"%00", b"%EF%BF%BD"


class Letters:
    """Pure ASGI: path and query reach the rooms without NUL, whichever database is behind them."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        if scope["type"] == "http" and (NUL in scope["path"] or NUL_SENT in scope["query_string"]):
            scope = {
                **scope,
                "path": scope["path"].replace(NUL, UNKNOWN),
                "query_string": scope["query_string"].replace(NUL_SENT, UNKNOWN_SENT),
            }
        await self.app(scope, receive, send)
