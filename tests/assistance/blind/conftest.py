"""What tests of sealed requests share: a crowd, and requests that go out sealed."""

from collections.abc import Callable

import pytest

from app.assistance.blind import weekly
from app.core import clock
from tests.assistance.blind.sample import WEEK, fill, sealed, speaks
from tests.support.people import Somebody


@pytest.fixture
def crowded(database, settings, cast) -> dict[str, Somebody]:
    """Give African members that speak English and French, enough to hide Ghana among them."""
    with database.unit_of_work() as db:
        for who in ("ghana", "ghana_alternate"):
            speaks(db, cast[who].viewer.person_id, "en fr")
        return fill(db, settings, "african", 9, "en fr")


@pytest.fixture
def out(making, portal, crowded) -> Callable[..., str]:  # noqa: ARG001 - among whom it hides
    """Return a function that seals a request of Ghana and lets the next release come."""

    def make(**said: str) -> str:
        with making() as maker:
            item = sealed(maker, **said)
        with clock.moved(WEEK):
            assert weekly.look_after(portal)
        return item

    return make
