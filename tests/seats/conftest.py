"""What the tests of open seats share."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.seats.sample import Office


@pytest.fixture
def open_seat(portal, cast) -> Callable[..., str]:
    """Return a function that lets somebody of the cast offer a seat, and returns its id."""

    def make(who: str = "denmark", **said: Any) -> str:
        with portal.db.unit_of_work() as db:
            return Office(db, portal.seal, cast[who].viewer).offer(**said)

    return make


@pytest.fixture
def applied(portal, cast) -> Callable[..., str]:
    """Return a function that lets somebody apply for a place, and returns the application's id."""

    def make(item_id: str, who: str = "ghana", **said: str) -> str:
        with portal.db.unit_of_work() as db:
            return Office(db, portal.seal, cast[who].viewer).apply(item_id, **said)

    return make
