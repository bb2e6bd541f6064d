"""What the tests of adaptations share."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.adapting import sample
from tests.practices import sample as practices


@pytest.fixture
def practice(database, cast, portal) -> Callable[..., str]:
    """Return a writer of published practices: ``practice("ghana", audience="public")``."""

    def write(who: str = "ghana", **said: Any) -> str:
        with database.unit_of_work() as db:
            staff = cast["editor"].viewer
            return practices.write(db, cast[who].viewer, staff=staff, portal=portal, **said)

    return write


@pytest.fixture
def recorded(database, cast) -> Callable[..., str]:
    """Return a recorder: ``recorded("denmark", practice_id, verdict="declined")``."""

    def make(who: str, about: str, *stage: Any, **said: Any) -> str:
        with database.unit_of_work() as db:
            staff = cast["editor"].viewer
            return sample.record(db, cast[who].viewer, about, *stage, staff=staff, **said)

    return make
