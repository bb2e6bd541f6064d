"""The portal with its demonstration provider on a real port, and browsers."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.core import clock
from app.core.config import Settings
from app.core.db import Database
from app.identity.models import Identity, Person
from app.identity.oidc.client import RelyingParty
from app.identity.party import NAME
from app.main import create_app
from tests.identity.journey import Tourist
from tests.identity.ministries import PATIENT, Guest, Ministry, open_ministry
from tests.oidc.conftest import town  # noqa: F401 - the server of all ministries
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


@pytest.fixture
def ghana(town) -> Ministry:  # noqa: F811 - the fixture
    """The provider of Ghana's ministry."""
    return open_ministry(town, "gha")


@pytest.fixture
def other(town) -> Ministry:  # noqa: F811 - the fixture
    """Another ministry's provider, honest or not."""
    return open_ministry(town, "other")


@pytest.fixture
def guest(settings, cast, ghana, other, request) -> Iterator[Callable[..., Guest]]:
    """Make browsers at a portal that knows both ministries; ``limits`` says whom they speak for."""
    limits = getattr(request, "param", ((), ()))
    providers = (*settings.providers, ghana.configured(*limits[0]), other.configured(*limits[1]))
    knowing = settings.model_copy(update={"providers": providers})
    secret = settings.secret_key.get_secret_value()
    with ExitStack() as stack:

        def arrive(name: str = "") -> Guest:
            app = create_app(knowing)
            patient = RelyingParty(now=clock.wall, allow_loopback=True, seconds=PATIENT)
            setattr(app.state, NAME, patient)
            client = stack.enter_context(TestClient(app))
            return Guest(client, secret, cast[name].session if name else "")

        yield arrive


@pytest.fixture
def ama(database, cast, ghana) -> str:
    """Ghana's Focal Point, bound to the subject ``ama`` of Ghana's ministry; returns her id."""
    person_id = cast["ghana"].viewer.person_id
    with database.unit_of_work() as db:
        db.add(Identity(issuer=ghana.issuer, subject="ama", person_id=person_id))
        db.get_one(Person, person_id).email = "ama@mfa.example"
    return person_id


@dataclass(frozen=True)
class Scene:
    """Two ministries, Ama's person id, and the rows seen from outside."""

    ghana: Ministry
    other: Ministry
    ama: str
    database: Database


@pytest.fixture
def scene(ghana, other, ama, database) -> Scene:
    """All that most takeovers need."""
    return Scene(ghana, other, ama, database)
