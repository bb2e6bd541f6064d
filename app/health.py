"""Whether the process lives, and whether it can serve: for proxies and for people with curl."""

from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from app.schema import HEAD
from app.web.portal import Portal


async def healthz(_request: Request) -> JSONResponse:
    """Say that the process lives."""
    return JSONResponse({"status": "alive"})


def readyz(request: Request) -> JSONResponse:
    """Say whether the database answers and has the schema this code was written for."""
    portal: Portal = request.app.state.portal
    try:
        found = portal.db.ready()
    except SQLAlchemyError:
        return JSONResponse({"status": "not ready", "database": "no answer"}, 503)
    if found == HEAD:
        return JSONResponse({"status": "ready", "schema": found})
    return JSONResponse({"status": "not ready", "schema": found, "wanted": HEAD}, 503)


ROUTES = (
    Route("/healthz", healthz, name="health.alive"),
    Route("/readyz", readyz, name="health.ready"),
)
