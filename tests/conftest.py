"""The house of the tests: both databases, the application, people, and counting of queries."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from coverage import Coverage
from sqlalchemy import event
from starlette.testclient import TestClient

from app.core import clock, db, memory
from app.core.config import Settings
from app.core.db import Database
from app.main import create_app
from app.web.portal import Portal
from tests.access.planted import planted
from tests.access.world import matrix_world
from tests.support import longest, postgres
from tests.support.browse import Browser
from tests.support.chromium import chromium, playwright  # noqa: F401 - fixtures for everybody
from tests.support.compiled import Compiled
from tests.support.databases import Template, Templates, prepared
from tests.support.engines import Engines
from tests.support.given import SECRET, settings_for
from tests.support.people import Somebody, just_signed_in, settled
from tests.support.signing_keys import SigningKeys
from tests.support.stocked import stocked_with_all

CI = os.environ.get("CI") == "true"
clock.allow_moving()
memory.collect_rarely()


def pytest_configure(config: pytest.Config) -> None:
    """Compare what was collected for each engine, before anything is deselected."""
    config.pluginmanager.register(Engines(), "engines")
    db.make_engine = Compiled().make_engine
    SigningKeys().give()
    longest.share_out(config)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Keep what was loaded out of every later collection, as a portal does that serves."""
    memory.settle()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """Write down what was reached before the end is told: who ends late is killed after that."""
    measuring = Coverage.current()
    if measuring is not None:
        measuring.save()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    if postgres.binaries() is None:
        if CI:
            pytest.fail("No PostgreSQL: install the package postgresql.")
        pytest.skip("No PostgreSQL found: install the package postgresql.")
    with postgres.cluster() as server:
        yield server


@pytest.fixture(scope="session")
def templates(
    tmp_path_factory: pytest.TempPathFactory, worker_id: str, request: pytest.FixtureRequest
) -> Templates:
    """The databases that tests get copies of."""
    folder = tmp_path_factory.mktemp("sqlite")
    return Templates(folder, worker_id, lambda: str(request.getfixturevalue("postgres_server")))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def engine_name(request: pytest.FixtureRequest) -> str:
    """The engine of this test; every test that touches data runs on both."""
    return str(request.param)


@pytest.fixture
def template(engine_name: str, templates: Templates, request: pytest.FixtureRequest) -> Template:
    """What this test's database is a copy of: what is in it is what the test asks for."""
    asked = request.fixturenames
    named = {
        "aviary": planted, "world": matrix_world, "stocked": stocked_with_all, "cast": settled,
    }  # fmt: skip
    fill = next((named[name] for name in named if name in asked), prepared)
    return templates.of(engine_name, fill)


@pytest.fixture
def database_url(template: Template) -> Iterator[str]:
    with template.fresh() as url:
        yield url


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return settings_for(database_url, tmp_path)


@pytest.fixture
def portal(app) -> Portal:
    found: Portal = app.state.portal
    return found


@pytest.fixture
def app(settings: Settings):
    made = create_app(settings)
    yield made
    made.state.portal.db.close()


@pytest.fixture
def database(portal: Portal) -> Database:
    return portal.db


@pytest.fixture
def cast(template: Template, database: Database, settings: Settings) -> dict[str, Somebody]:
    """Everyone of the cast, each with an office and a session; ``stranger`` holds none."""
    with database.unit_of_work() as db:
        just_signed_in(db, settings)
    return dict(template.held.cast)


@pytest.fixture
def stocked(template: Template, cast: dict[str, Somebody]) -> dict[str, str]:  # noqa: ARG001 - whose sessions begin now
    """The real data and one thing of each kind: ids by what they are (see ``stock``)."""
    return dict(template.held.made)


@pytest.fixture
def browse(app, cast: dict[str, Somebody]) -> Iterator[Callable[[str], Browser]]:
    """Return a browser for somebody of the cast (``nobody`` is the public)."""
    with ExitStack() as stack:

        def as_person(name: str = "nobody") -> Browser:
            client = stack.enter_context(TestClient(app, raise_server_exceptions=True))
            session = cast[name].session if name != "nobody" else ""
            return Browser(client, SECRET, session)

        yield as_person


@pytest.fixture
def queries(database: Database) -> Callable[[int], object]:
    """Return what counts statements: inside its block exactly so many are sent."""

    @contextmanager
    def exactly(wanted: int) -> Iterator[None]:
        sent: list[str] = []

        def note(_conn, _cursor, statement, *_rest) -> None:
            sent.append(statement)

        event.listen(database.engine, "before_cursor_execute", note)
        try:
            yield
        finally:
            event.remove(database.engine, "before_cursor_execute", note)
        kept = [s for s in sent if not s.startswith(("BEGIN", "PRAGMA", "SAVEPOINT"))]
        assert len(kept) == wanted, "\n".join(kept)

    return exactly
