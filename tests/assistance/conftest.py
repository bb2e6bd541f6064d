"""What the tests of assistance share: a maker of requests at any stage."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from app.assistance.rules import Stage
from tests.assistance.sample import Maker


@pytest.fixture
def making(database, portal, cast):
    """Return a block that lends a maker and is one transaction."""

    @contextmanager
    def make() -> Iterator[Maker]:
        with database.unit_of_work() as db:
            yield Maker(db, portal, cast)

    return make


@pytest.fixture
def asked(making) -> Callable[..., str]:
    """Return a function that makes a request at a stage for an audience."""

    def make(stage: Stage = Stage.OPEN, audience: str = "network", **said: str) -> str:
        with making() as maker:
            return maker.request(stage, audience, **said)

    return make
