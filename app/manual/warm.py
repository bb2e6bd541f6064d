"""A chapter that lies ready is answered before anything else of the house is asked."""

from starlette.routing import Match, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from app.manual.serving import Served
from app.manual.shelf import Stored

PLACE = "/manual/"


class Warm:
    """Pure ASGI: ``route`` serves from a shelf, and what lies on it is sent from here.

    Such an answer costs no more than a static file, and like those it is let in whatever else
    waits. What is not on the shelf, or may be older than the shelf promises, goes the whole way.
    """

    def __init__(self, app: ASGIApp, route: Route, served: Served) -> None:
        self.app, self.route, self.served = app, route, served

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass it on."""
        stored = self.ready(scope)
        if stored is None:
            await self.app(scope, receive, send)
            return
        scope["endpoint"] = self.served  # under this name the answer is counted
        await self.served.answer(stored, scope, send)

    def ready(self, scope: Scope) -> Stored | None:
        """Return the page that lies ready for this request, if one does."""
        if scope["type"] != "http" or not scope["path"].startswith(PLACE):
            return None
        match, found = self.route.matches(scope)
        if match is not Match.FULL:
            return None
        return self.served.shelf.ready(self.served.key(found["path_params"]))
