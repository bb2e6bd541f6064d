"""What the tests of practices share: a writer of practices, at any stage."""

from collections.abc import Callable

import pytest

from app.practices.rules import Stage
from tests.practices import joint, sample


@pytest.fixture
def written(database, cast, portal) -> Callable[..., str]:
    """Return a writer: ``written("ghana", Stage.DRAFT, audience="public")`` gives the id."""

    def write(who="ghana", stage=Stage.PUBLISHED, **said: object) -> str:
        with database.unit_of_work() as db:
            staff = cast["editor"].viewer
            return sample.write(db, cast[who].viewer, stage, staff=staff, portal=portal, **said)

    return write


@pytest.fixture
def shared(database, cast, portal, written) -> Callable[..., str]:
    """Return a writer of what Ghana and Denmark own together."""

    def write(stage: Stage = Stage.DRAFT, **said: object) -> str:
        item_id = written("ghana", stage, **said)
        with database.unit_of_work() as db:
            joint.joined(db, portal, cast["ghana"].viewer, item_id, cast["denmark"].viewer)
        return item_id

    return write
