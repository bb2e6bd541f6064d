"""The town of providers on a real port, and one sign-in from beginning to end."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator

import pytest
import uvicorn

from app.identity.oidc import Claims, relying_party
from tests.oidc.browser import browse
from tests.oidc.hostile_provider import CALLBACK, Clock, HonestProvider, Town


@pytest.fixture(scope="session")
def town() -> Iterator[Town]:
    town = Town()
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(64)
    town.base = f"http://127.0.0.1:{listener.getsockname()[1]}"
    config = uvicorn.Config(
        town.app, log_config=None, lifespan="off", ws="none", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield town
    server.should_exit = True
    thread.join()
    listener.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sign_in() -> Callable[[HonestProvider], Claims]:
    """Sign in at a provider as its edits say."""

    async def run(at: HonestProvider) -> Claims:
        edits = at.edits
        async with relying_party(
            now=at.clock, allow_loopback=edits.allow_loopback, seconds=edits.seconds
        ) as party:
            begun = await party.begin(at.provider, CALLBACK, **edits.wishes)
            pairs = await browse(begun.address)
            at.clock.move(edits.later)
            transaction = edits.transaction(begun.transaction)
            return await party.finish(at.provider, transaction, pairs, edits.callback)

    return lambda at: asyncio.run(run(at))
