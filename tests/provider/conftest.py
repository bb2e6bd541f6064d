"""The provider as it will stand: mounted under a path, served by uvicorn, asked over HTTP."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn
from provider_party import AFTER, CALLBACK, CLIENT_ID, CLIENT_SECRET, MOUNT, Party
from starlette.applications import Starlette
from starlette.routing import Mount

from provider import Client, ProviderConfig
from provider.application import create_app
from provider.personas import PERSONAS

OTHER = Client("other", "other secret", ["https://other.example/back"])


class Clock:
    """Real time, moved forward by the tests."""

    ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


@contextmanager
def serving(app: Starlette, listener: socket.socket) -> Iterator[None]:
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def served_clock() -> Clock:
    return Clock()


@pytest.fixture
def clock(served_clock: Clock) -> Iterator[Clock]:
    yield served_clock
    served_clock.ahead = 0.0


@pytest.fixture(scope="session")
def key_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("provider") / "var" / "signing-key.json"


@pytest.fixture(scope="session")
def make_config(key_path: Path, served_clock: Clock) -> Callable[[str], ProviderConfig]:
    portal = Client(CLIENT_ID, CLIENT_SECRET, [CALLBACK, f"{CALLBACK}?a=b"], [AFTER])

    def make(issuer: str) -> ProviderConfig:
        title = "Demonstration <provider> & friends"
        return ProviderConfig(issuer, [portal, OTHER], PERSONAS, key_path, title, served_clock)

    return make


@pytest.fixture(scope="session")
def issuer(make_config: Callable[[str], ProviderConfig]) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}{MOUNT}"
        app = Starlette(routes=[Mount(MOUNT, create_app(make_config(address)))])
        with serving(app, listener):
            yield address


@pytest.fixture
def party(issuer: str) -> Iterator[Party]:
    with httpx.Client() as http:
        yield Party(http, issuer)
