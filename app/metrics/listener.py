"""The listener for Prometheus: a port of its own on this machine, apart from the application."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import (
    CollectorRegistry,
    GCCollector,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
    start_http_server,
)
from prometheus_client.registry import Collector

from app.metrics.stock import Build, Stock
from app.web.portal import Portal

ADDRESS = "127.0.0.1"
TAKEN = (
    "The portal does not start:\n- PORTAL_METRICS_PORT {port} cannot be listened on: {why}. "
    "Each process on a machine needs a port of its own; 0 switches metrics off."
)


@contextmanager
def listening(portal: Portal, *collectors: Collector) -> Iterator[None]:
    """Answer Prometheus inside the block, where a port is set for it.

    ``collectors`` are what only this kind of process can tell.
    """
    port = portal.settings.metrics_port
    if not port:
        yield
        return
    try:
        server, thread = start_http_server(port, ADDRESS, _registry(portal, *collectors))
    except OSError as wrong:
        sys.exit(TAKEN.format(port=port, why=wrong.strerror))
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _registry(portal: Portal, *collectors: Collector) -> CollectorRegistry:
    """Return what is told; a registry for each process, never the library's global one."""
    disable_created_metrics()  # type: ignore[no-untyped-call] # the library does not declare it
    registry = CollectorRegistry()
    for library in (ProcessCollector, PlatformCollector, GCCollector):
        library(registry=registry)
    for collector in (Build(), Stock(portal), *collectors):
        registry.register(collector)
    return registry
