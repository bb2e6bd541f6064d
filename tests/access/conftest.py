"""What the matrix of routes asks: a portal with everyone and a thing of every state."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from app.directory import viewers
from tests.access.asking import Asking, asking
from tests.access.world import EXPIRED, expire
from tests.support.databases import Template


@pytest.fixture
def world(template: Template, cast) -> dict[str, str]:  # noqa: ARG001 - whose sessions begin now
    """The things of ``matrix_world``: ids by what they are."""
    return dict(template.held.made)


@pytest.fixture
def asked(app, portal, world, cast, monkeypatch) -> Iterator[Asking]:  # noqa: ARG001 - is there
    """Everyone's browser; a session is not marked as seen, and one has expired."""
    monkeypatch.setattr(viewers, "SEEN_EVERY", timedelta(days=9))
    with portal.db.unit_of_work() as db:
        expire(db, cast[EXPIRED])
    with asking(app, cast) as found:
        yield found
