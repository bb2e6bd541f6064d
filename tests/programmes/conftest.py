"""Programmes of the offices of the cast."""

from collections.abc import Callable

import pytest

from app.access.scopes import Scope
from tests.programmes.machine import Machine, token_for
from tests.support.databases import Template
from tests.support.things import Things


@pytest.fixture
def machine(app, cast, database) -> Callable[..., Machine]:
    """Return a maker: ``machine("ghana", Scope.FOLLOW)``; with no scope the token opens all."""

    def made(who: str = "ghana", *scopes: Scope) -> Machine:
        return Machine(app, token_for(database, cast[who], *scopes))

    return made


@pytest.fixture
def world(template: Template, cast) -> dict[str, str]:  # noqa: ARG001 - whose sessions begin now
    """The things of the matrix: ids by what they are."""
    return dict(template.held.made)


@pytest.fixture
def things(cast, database, portal) -> Things:
    return Things(database, cast, portal)
