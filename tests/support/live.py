"""The portal as people meet it: a real server with the demonstration's provider, on a free port."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn

from app.core.config import Settings
from app.core.db import Database
from app.demonstration import demonstration_settings, settle_personas
from app.serving import build


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def demonstration(var_dir: Path, database_url: str) -> Settings:
    """Return a demonstration's settings on a free port, with the database given."""
    settings = demonstration_settings(var_dir, free_port())
    return settings.model_copy(
        update={"database_url": database_url, "worker": False, "patience": 1_000}
    )


@contextmanager
def serving(settings: Settings) -> Iterator[str]:
    """Serve in a thread; give the address people reach it under."""
    database = Database(settings.database)
    with database.unit_of_work() as db:
        settle_personas(db, settings)
    database.close()
    with running(build(settings), settings.port):
        yield settings.base_url


@contextmanager
def running(app: Any, port: int) -> Iterator[None]:
    """Serve an application on a port of this machine, in a thread."""
    config = uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        _wait(server, thread)
        yield
    finally:
        server.should_exit = True
        thread.join(timeout=20)


def _wait(server: uvicorn.Server, thread: threading.Thread) -> None:
    for _ in range(400):
        if server.started:
            return
        if not thread.is_alive():
            raise RuntimeError("The server ended before it answered.")
        time.sleep(0.02)
    raise RuntimeError("The server did not start in time.")
