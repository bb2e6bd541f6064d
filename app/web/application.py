"""FastAPI with the layers of this house around everything, so that every answer passes them."""

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.types import ASGIApp

from app.web.admission import Admission, Load
from app.web.busy import Busy
from app.web.description import completed
from app.web.headers import Headers
from app.web.portal import Portal
from app.web.watch import OTHER, Requests, Watch


class Application(FastAPI):
    """The application; ``state`` holds ``portal``, ``load`` and ``requests``."""

    def take(self, portal: Portal, first: Callable[[ASGIApp], ASGIApp]) -> None:
        """Serve ``portal``, counting from nothing; ``first`` stands before the door."""
        self._described: dict[str, Any] | None = None
        self.state.portal = portal
        self._first = first
        self.state.load = Load()
        self.state.requests = Requests(self.state.load)

    def build_middleware_stack(self) -> ASGIApp:
        """Return the layers: counting, then the headers, then what lies ready, then the door."""
        portal: Portal = self.state.portal
        settings = portal.settings
        door = Admission(
            super().build_middleware_stack(),
            most=settings.most_under_way,
            load=self.state.load,
            busy=Busy(portal),
        )
        answering = Headers(self._first(door), hosts=settings.hosts, secure=settings.secure)
        if not settings.metrics_port and settings.log != "json":
            return answering
        return Watch(answering, self.state.requests, self._templates())

    def openapi(self) -> dict[str, Any]:
        """Return the description of the interface, made when it is first asked for."""
        if self._described is None:
            self._described = completed(super().openapi())
        return self._described

    def _templates(self) -> dict[object, str]:
        """Return the templates of all routes by their endpoints."""
        routes = iter_route_contexts(self.routes)
        return {one.endpoint: one.path or OTHER for one in routes if one.endpoint}
