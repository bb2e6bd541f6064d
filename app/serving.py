"""Starting the server: what it refuses to start with, and how it stops."""

import sys
from contextlib import suppress

import uvicorn
from fastapi import FastAPI
from sqlalchemy.exc import SQLAlchemyError

from app.core import memory
from app.core.config import Settings
from app.core.db import Database
from app.items.ledger import holds_demonstration
from app.main import create_app
from app.metrics.listener import listening
from app.production import problems

GRACE_SECONDS = 20
SWITCH_SECONDS = 0.0005
"""So long may a thread compute before another one may: whoever asks for health, or is turned away,
waits this long for each page that is under way, and not Python's ten times as much."""
MADE_UP = (
    "The database holds the made-up content of a demonstration. Set PORTAL_DATABASE_URL or "
    "PORTAL_VAR_DIR to a place of its own and run `portal prepare` there."
)


def refuse_bad(settings: Settings) -> None:
    """Stop the process with the reasons where ``settings`` are not fit to serve with."""
    _refuse(problems(settings))


def refuse_made_up(settings: Settings) -> None:
    """Stop the process where real people would meet the content of a demonstration."""
    database = Database(settings.database)
    try:
        with database.read() as conn:
            made_up = holds_demonstration(conn)
    except SQLAlchemyError:
        _refuse(["The database does not answer. Start it, or set PORTAL_DATABASE_URL to it."])
    else:
        _refuse([MADE_UP] if made_up else [])
    finally:
        database.close()


def refuse_unfit(settings: Settings) -> None:
    """Stop the process, with the reasons, where it must not work for real people."""
    refuse_bad(settings)
    if not settings.demo:
        refuse_made_up(settings)


def _refuse(found: list[str]) -> None:
    if found:
        sys.exit("The portal does not start:\n" + "\n".join(f"- {p}" for p in found))


def build(settings: Settings) -> FastAPI:
    """Return the application, with the embedded provider in a demonstration."""
    refuse_unfit(settings)
    app = create_app(settings)
    if settings.demo:
        from app.demonstration import mount_provider  # noqa: PLC0415 - never in production

        mount_provider(app, settings)
    return app


def serve(settings: Settings) -> None:
    """Serve until told to stop; requests under way are finished first."""
    sys.setswitchinterval(SWITCH_SECONDS)
    app = build(settings)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        forwarded_allow_ips=list(settings.trusted_proxies),
        timeout_graceful_shutdown=GRACE_SECONDS,
        timeout_keep_alive=15,
    )
    memory.settle()
    with listening(app.state.portal, app.state.requests), suppress(KeyboardInterrupt):
        uvicorn.Server(config).run()
