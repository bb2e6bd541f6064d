"""A real Chromium against a real server: with and without JavaScript, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from app.core.config import Settings
from app.core.db import Database
from app.loading import load
from app.migrating import migrate
from tests.browser.house import House, furnished
from tests.browser.visitor import Visitor, context_of
from tests.support.databases import PostgresTemplates, SQLiteTemplates
from tests.support.live import demonstration, serving


def loaded(url: str) -> None:
    """Migrate and load all real data into the database at ``url``."""
    database = Database(url)
    migrate(database)
    load(database, lambda _line: None)
    database.close()


@pytest.fixture(scope="session")
def sqlite_loaded(tmp_path_factory: pytest.TempPathFactory) -> SQLiteTemplates:
    """Copies of a SQLite file that holds all real data."""
    return SQLiteTemplates(tmp_path_factory.mktemp("loaded"), loaded)


@pytest.fixture(scope="session")
def postgres_loaded(
    postgres_templates: PostgresTemplates, worker_id: str
) -> Iterator[PostgresTemplates]:
    """Copies of a PostgreSQL database that holds all real data."""
    templates = PostgresTemplates(postgres_templates.server, f"{worker_id}_loaded", loaded)
    yield templates
    templates.close()


@pytest.fixture
def database_url(engine_name: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh database with all real data."""
    templates = request.getfixturevalue(
        "sqlite_loaded" if engine_name == "sqlite" else "postgres_loaded"
    )
    with templates.fresh() as url:
        yield url


@pytest.fixture(params=["script", "no script"])
def javascript(request: pytest.FixtureRequest) -> bool:
    """Whether the browser runs JavaScript; every journey runs both ways."""
    return request.param == "script"


@pytest.fixture
def live(database_url: str, tmp_path: Path) -> Settings:
    """The settings of a portal of its own."""
    return demonstration(tmp_path, database_url)


@pytest.fixture
def address(live: Settings) -> Iterator[str]:
    """A portal with all real data, for one test."""
    with serving(live) as base:
        yield base


@pytest.fixture
def holdings(live: Settings) -> Iterator[Database]:
    """The database of the portal, to look into."""
    database = Database(live.database)
    yield database
    database.close()


@pytest.fixture
def visitor(chromium: Browser, address: str, javascript: bool) -> Iterator[object]:  # noqa: FBT001
    """Return a maker of visitors: ``visitor("focal-point-gha", width=360, locale="fr")``."""
    opened: list[Visitor] = []

    def come(persona: str = "", *, width: int = 1280, locale: str = "en") -> Visitor:
        context = context_of(chromium, script=javascript, width=width, locale=locale)
        made = Visitor(context, address, script=javascript)
        opened.append(made)
        if persona:
            made.sign_in(persona)
        return made

    yield come
    for one in opened:
        one.context.close()
    heard = [line for one in opened for line in one.complaints]
    assert heard == [], heard


@pytest.fixture(scope="session")
def house(
    chromium: Browser, sqlite_loaded: SQLiteTemplates, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """A furnished portal for tests that only read; how pages look does not hang on the engine."""
    with (
        sqlite_loaded.fresh() as url,
        furnished(chromium, url, tmp_path_factory.mktemp("house")) as made,
    ):
        yield made
