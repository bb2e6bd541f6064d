"""Leads a request to the routes whose addresses begin as its own, instead of asking all of them."""

from collections.abc import Sequence

from fastapi.routing import APIRouter
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

Begins = tuple[str | None, str | None, int | None]
"""The first part of addresses, the second, and how many slashes they have; None: it differs."""
ANYWHERE: Begins = (None, None, None)
NOWHERE = ""
"""Stands for every part that no route has: what it leads to is made once for all of them."""


class Signposts:
    """Stands in a router before its routes; what it leads to is what the router would find."""

    def __init__(self, router: APIRouter) -> None:
        self._router = router
        self._count = 0
        self._begins: Sequence[tuple[BaseRoute, Begins]] = ()
        self._known: frozenset[object] = frozenset()
        self._ways: dict[Begins, APIRouter] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the routes answer that begin as the address asked; all where that is not plain."""
        if scope["type"] != "http" or scope.get("root_path"):
            await self._router.app(scope, receive, send)
            return
        scope.setdefault("router", self._router)
        await self.way_of(scope["path"]).app(scope, receive, send)

    def way_of(self, path: str) -> APIRouter:
        """Return the routes that an address can mean, in their order."""
        if self._count != len(self._router.routes):
            self._set_up(self._router.routes)
        first, second, slashes = beginning(path)
        key = (
            first if first in self._known else NOWHERE,
            second if (first, second) in self._known else NOWHERE,
            slashes if slashes in self._known else -1,
        )
        way = self._ways.get(key)
        if way is None:
            way = self._ways[key] = self._made(key)
        return way

    def _set_up(self, routes: Sequence[BaseRoute]) -> None:
        """Learn how the addresses of each route begin; ways are made when they are first asked."""
        self._begins = [(route, _beginning_of(route)) for route in routes]
        own = [one for _route, one in self._begins]
        self._known = frozenset(
            {first for first, _, _ in own} | {(first, second) for first, second, _ in own}
            | {slashes for _, _, slashes in own}
        )  # fmt: skip
        self._ways, self._count = {}, len(routes)

    def _made(self, key: Begins) -> APIRouter:
        """Return the routes of a beginning, with those that stand at every one."""
        found = [
            route
            for route, own in self._begins
            if all(mine in {None, asked} for mine, asked in zip(own, key, strict=True))
        ]
        return APIRouter(routes=found, redirect_slashes=False)


def beginning(path: str) -> tuple[str, str, int]:
    """Return the first two parts of an address, and how many slashes it has."""
    first, _, rest = path[1:].partition("/")
    return first, rest.partition("/")[0], path.count("/")


def _beginning_of(route: BaseRoute) -> Begins:
    """Return how a route's addresses begin, None for what is not always the same."""
    path = getattr(route, "path", None)
    if not isinstance(path, str) or not path.startswith("/"):
        return ANYWHERE
    first, second, slashes = beginning(path)
    if "{" in first:
        return ANYWHERE
    if not isinstance(route, Route) or ":path}" in path:  # more may follow than stands here
        return first, None, None
    return first, None if "{" in second else second, slashes
