"""The portal with its demonstration provider on a real port, and browsers."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from app.core.config import Settings
from app.core.db import Database
from tests.identity.journey import Tourist
from tests.support.live import demonstration, serving


@pytest.fixture
def demo_settings(tmp_path: Path, database_url: str) -> Settings:
    return demonstration(tmp_path, database_url)


@pytest.fixture
def address(demo_settings: Settings) -> Iterator[str]:
    with serving(demo_settings) as base:
        yield base


@pytest.fixture
def rows(database_url: str) -> Iterator[Database]:
    """The served portal's database, seen from outside."""
    found = Database(database_url)
    yield found
    found.close()


@pytest.fixture
def tourist(address: str) -> Iterator[Callable[[], Tourist]]:
    """Make browsers, each with its own cookies."""
    with ExitStack() as stack:

        def arrive() -> Tourist:
            made = Tourist(address)
            stack.callback(made.close)
            return made

        yield arrive
