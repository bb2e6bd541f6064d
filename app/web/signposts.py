"""Leads a request to the routes whose addresses begin as its own, instead of asking all of them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from fastapi.routing import APIRouter
from starlette.routing import BaseRoute
from starlette.types import Receive, Scope, Send


class Signposts:
    """Stands in a router before its routes; what it leads to is what the router would find."""

    def __init__(self, router: APIRouter) -> None:
        self._router = router
        self._count = 0
        self._ways: Mapping[str, APIRouter] = {}
        self._elsewhere = router

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the routes answer that begin as the address asked; all where that is not plain."""
        if scope["type"] != "http" or scope.get("root_path"):
            await self._router.app(scope, receive, send)
            return
        if self._count != len(self._router.routes):
            self._set_up(self._router.routes)
        scope.setdefault("router", self._router)
        way = self._ways.get(beginning(scope["path"]), self._elsewhere)
        await way.app(scope, receive, send)

    def _set_up(self, routes: Sequence[BaseRoute]) -> None:
        """Set a signpost for each beginning; whatever has none of its own stands behind each."""
        begins = [_beginning_of(route) for route in routes]
        known: dict[str, list[BaseRoute]] = defaultdict(list)
        for first in {*begins} - {None}:
            known[first or ""] = [
                route for route, own in zip(routes, begins, strict=True) if own in {first, None}
            ]
        general = [route for route, own in zip(routes, begins, strict=True) if own is None]
        self._ways = {first: _router(found) for first, found in known.items()}
        self._elsewhere = _router(general)
        self._count = len(routes)


def beginning(path: str) -> str:
    """Return the first part of an address, up to its second slash."""
    return path[1:].partition("/")[0]


def _beginning_of(route: BaseRoute) -> str | None:
    """Return the first part of a route's addresses, None where it is not always the same."""
    path = getattr(route, "path", None)
    first = beginning(path) if isinstance(path, str) and path.startswith("/") else None
    return None if first is None or "{" in first else first


def _router(routes: Sequence[BaseRoute]) -> APIRouter:
    return APIRouter(routes=list(routes), redirect_slashes=False)
