"""What the tests of standing offers share."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.standing.sample import declare


@pytest.fixture
def offered(database, cast) -> Callable[..., str]:
    """Return a function that lets somebody of the cast declare an offer, and returns its id."""

    def make(who: str = "denmark", **said: Any) -> str:
        with database.unit_of_work() as db:
            return declare(db, cast[who].viewer, **said)

    return make
