"""Counts and times requests by the template of their route, never by address, query or person."""

import logging
from collections.abc import Callable, Iterable, Mapping
from time import perf_counter
from typing import Any

from prometheus_client import Histogram, Metric
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.logs import REQUESTS
from app.web.admission import Load

_log = logging.getLogger(REQUESTS)
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0)
METHODS = frozenset({"GET", "HEAD", "POST"})
OTHER = "other"
"""Stands for every method and address that the portal does not know: callers make no labels."""
LABELS = ("route", "method", "status")
CLASSES = ("none", "1xx", "2xx", "3xx", "4xx", "5xx")
"""By the status's first digit; none where the caller left before there was an answer."""


class Requests(Collector):
    """What one process has answered; all but ``collect`` runs in the event loop's thread."""

    def __init__(self, load: Load) -> None:
        self.load = load
        self._seconds = Histogram(
            "portal_request_seconds",
            "Time from the request to the end of its answer, by route, method and status.",
            LABELS,
            buckets=BUCKETS,
            registry=None,
        )
        self._observes: dict[tuple[str, str, int], Callable[[float], None]] = {}

    def note(self, route: str, method: str, status: int, seconds: float) -> None:
        """Note one answer; ``status`` is 0 where there was none, ``method`` one of ours."""
        key = (route, method, status // 100)
        observe = self._observes.get(key)
        if observe is None:
            labels = (key[0], key[1], CLASSES[key[2]])
            observe = self._observes[key] = self._seconds.labels(*labels).observe
        observe(seconds)

    def collect(self) -> Iterable[Metric]:
        """Give the figures as they stand."""
        yield from self._seconds.collect()
        load = self.load
        yield GaugeMetricFamily(
            "portal_requests_under_way", "Requests at work or waiting for a thread.", load.under_way
        )
        yield CounterMetricFamily(
            "portal_requests_shed", "Requests turned away: too much under way.", load.shed
        )


class Watch:
    """Pure ASGI: tells ``requests`` and the log of each; ``routes`` are templates by endpoint."""

    def __init__(self, app: ASGIApp, requests: Requests, routes: Mapping[Any, str]) -> None:
        self.app = app
        self.requests = requests
        self.routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status = 0

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        began = perf_counter()
        try:
            await self.app(scope, receive, noted)
        finally:
            route = self.routes.get(scope.get("endpoint"), OTHER)
            method = scope["method"] if scope["method"] in METHODS else OTHER
            seconds = perf_counter() - began
            self.requests.note(route, method, status, seconds)
            if _log.isEnabledFor(logging.INFO):
                _tell(route=route, method=method, status=status, ms=round(seconds * 1_000, 1))


def _tell(**fields: object) -> None:
    """Log an answer; made by hand, since looking for the line that logs takes as long again."""
    place = (_log.name, logging.INFO, "", 0)
    _log.handle(_log.makeRecord(*place, "request", (), None, extra={"fields": fields}))
