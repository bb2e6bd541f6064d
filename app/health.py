"""Whether the process lives, and whether it can serve: for proxies and for people with curl."""

from functools import partial
from typing import cast

import anyio.to_thread
from anyio import CapacityLimiter
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from app.files.serving import store_of
from app.schema import HEAD
from app.web.portal import Portal


async def healthz(_request: Request) -> JSONResponse:
    """Say that the process lives."""
    return JSONResponse({"status": "alive"})


async def readyz(request: Request) -> JSONResponse:
    """Say whether the database answers and has the schema this code was written for."""
    portal: Portal = request.app.state.portal
    try:
        found, shown = await anyio.to_thread.run_sync(
            partial(_found, portal), limiter=_own_thread(request)
        )
    except SQLAlchemyError:
        return JSONResponse({"status": "not ready", "database": "no answer"}, 503)
    if found == HEAD:
        return JSONResponse({"status": "ready", "schema": found, **shown})
    return JSONResponse({"status": "not ready", "schema": found, "wanted": HEAD}, 503)


def _found(portal: Portal) -> tuple[str | None, dict[str, object]]:
    """Return the database's schema, and whether the portal is frozen: readers are served then.

    So they are when files cannot be reached. That is told as it was met last and not asked for,
    since a service that hangs must not make this answer late.
    """
    shown: dict[str, object] = {"frozen": portal.state.now.frozen}
    if store_of(portal.settings).in_trouble:
        shown["files"] = "no answer"
    return portal.db.ready(), shown


def _own_thread(request: Request) -> CapacityLimiter:
    """Return a thread that pages never take: however many wait for theirs, this answers."""
    state = request.app.state
    if not hasattr(state, "readiness"):
        state.readiness = CapacityLimiter(1)
    return cast("CapacityLimiter", state.readiness)


ROUTES = (
    Route("/healthz", healthz, name="health.alive"),
    Route("/readyz", readyz, name="health.ready"),
)
