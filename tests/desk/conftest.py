"""What these tests share: a maker of practices and requests."""

import pytest

from tests.support.things import Things


@pytest.fixture
def things(database, cast, portal) -> Things:
    return Things(database, cast, portal)
