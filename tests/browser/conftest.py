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
from tests.support.databases import Template, Templates
from tests.support.live import demonstration, serving


def loaded(url: str) -> None:
    """Migrate and load all real data into the database at ``url``."""
    database = Database(url)
    migrate(database)
    load(database, lambda _line: None)
    database.close()


@pytest.fixture
def template(engine_name: str, templates: Templates) -> Template:
    """Every journey begins with all real data."""
    return templates.of(engine_name, loaded)


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
    chromium: Browser, templates: Templates, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """A furnished portal for tests that only read; how pages look does not hang on the engine."""
    with (
        templates.of("sqlite", loaded).fresh() as url,
        furnished(chromium, url, tmp_path_factory.mktemp("house")) as made,
    ):
        yield made
