"""Builds the application: settings, services, middleware, error pages, the rooms' routes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache, partial

import anyio.to_thread
from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware

from app import VERSION, health
from app.assistance.counterparts import holder_changed
from app.core.config import ROOT, Settings
from app.core.db import Database
from app.core.seal import Seal
from app.directory import joining as directory_joining
from app.directory.viewers import viewer_of, viewer_of_token
from app.duties import duties
from app.guests import accounts as guest_accounts
from app.identity import backchannel, party
from app.incident.state import state_of
from app.jobs.worker import Worker
from app.manual.serving import LARGER_FORMS, Chapters
from app.manual.warm import Warm
from app.notifications.queries import count_waiting
from app.recovery.redeeming import readmit
from app.rooms import APIS, ROOMS
from app.seats.carried import of_member as seats_of_member
from app.seconding.matters import waiting as second_asked
from app.standing.shown import of_member
from app.web import refusals
from app.web.application import Application
from app.web.letters import Letters
from app.web.limits import BodyLimit
from app.web.portal import Portal
from app.web.render import Renderer
from app.web.signposts import Signposts
from app.web.static import Static
from app.web.uploads import larger

LARGER = [*larger(route for room in ROOMS for route in room.routes), LARGER_FORMS]
PACKED = (*DEFAULT_EXCLUDED_CONTENT_TYPES, "application/pdf")
STARLETTE_ROUTES = (*health.ROUTES, *backchannel.ROUTES)


@cache
def _looks() -> tuple[Static, Renderer]:
    """Read and compress the static files, compile the templates: once, they hang on files alone."""
    static = Static(ROOT / "static")
    return static, Renderer(static)


def make_portal(settings: Settings) -> Portal:
    """Return the services of one process."""
    static, renderer = _looks()
    return Portal(
        settings=settings,
        db=Database(settings.database, pool_size=settings.threads + 2),
        seal=Seal(settings.seal_key.get_secret_value()),
        static=static,
        renderer=renderer,
        viewer_of=viewer_of,
        viewer_of_token=viewer_of_token,
        waiting_of=count_waiting,
        state_of=state_of,
        holder_changed=holder_changed,
        standing_of=of_member,
        seats_of=seats_of_member,
        readmit=readmit,
        second_asked=second_asked,
        invited=directory_joining.still_open,
        guest_invited=guest_accounts.invited,
        guest_over=guest_accounts.over,
    )


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    portal: Portal = app.state.portal
    anyio.to_thread.current_default_thread_limiter().total_tokens = portal.settings.threads
    worker = Worker(portal.db, duties(portal)) if portal.settings.worker else None
    if worker:
        worker.start()
    yield
    if worker:
        await anyio.to_thread.run_sync(worker.stop)
    await party.close(app.state)
    portal.db.close()


def create_app(settings: Settings) -> FastAPI:
    """Return the application; serving it is ``app.serving``'s business."""
    portal = make_portal(settings)
    app = Application(
        title="Focal Point portal",
        version=VERSION,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_lifespan,
        middleware=[
            Middleware(
                GZipMiddleware, minimum_size=1_000, compresslevel=5, exclude_content_types=PACKED
            ),
            Middleware(BodyLimit, most=settings.max_body, larger=LARGER),
            Middleware(Letters),
        ],
    )
    app.state.chapters = chapters = Chapters(portal)
    app.take(portal, partial(Warm, route=chapters.routes[0], served=chapters))
    app.router.routes.extend((*chapters.routes, portal.static.route, *STARLETTE_ROUTES))
    app.router.routes.extend(route for room in ROOMS for route in room.routes)
    for router in APIS:
        app.include_router(router)
    app.router.middleware_stack = Signposts(app.router)
    refusals.install(app)
    return app
