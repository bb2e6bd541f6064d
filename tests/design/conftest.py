"""One Jinja environment, one gallery of every component."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from playwright.sync_api import Browser, Playwright

from app.web.components import install
from app.web.static import Static
from tests.support.chromium import launch

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session")
def statics() -> Static:
    return Static(ROOT / "static")


@pytest.fixture(scope="session")
def env(statics: Static) -> Environment:
    loader = FileSystemLoader([ROOT / "templates", Path(__file__).parent])
    made = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    install(made, statics.url)
    return made


@pytest.fixture(scope="session")
def chromium_large(playwright: Playwright) -> Iterator[Browser]:
    """A reader whose browser shows text at twice the usual size."""
    browser = launch(playwright, "--blink-settings=defaultFontSize=32,defaultFixedFontSize=26")
    yield browser
    browser.close()
