"""The installed Chromium, driven by one Playwright for the whole run."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

QUIET = (
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-quic",
)  # fmt: skip

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")
"""The same engine each time; first without the windows, menus and services that no test looks at,
for which a whole Chromium takes more of the processor than for the pages."""


def path() -> str | None:
    """Return the installed Chromium."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def launch(playwright: Playwright, *more: str) -> Browser:
    """Start the installed Chromium."""
    return playwright.chromium.launch(executable_path=path(), args=[*QUIET, *more])


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """One Playwright: a second in the same thread would not start."""
    if path() is None:
        sentence = "No Chromium found: install the package chromium."
        if os.environ.get("CI") == "true":
            pytest.fail(sentence)
        pytest.skip(sentence)
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """One browser for the run."""
    browser = launch(playwright)
    yield browser
    browser.close()
