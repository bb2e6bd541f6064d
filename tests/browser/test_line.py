"""How much a visit costs, and how long it takes on a slow line."""

import time

import pytest

from tests.browser.house import PUBLIC, House
from tests.browser.line import LATER_BYTES, Line
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

FIRST_BYTES, FIRST_REQUESTS = 45_000, 5
CHAPTER = "/manual/1/en/appointing"
LATER = {
    PUBLIC: ("/manual", CHAPTER, "/practices", "/practices?pillar=1", "/directory", "/search?q=a"),
    "focal-point-gha": ("/home", "/assistance", "/practices/new", "/practices", "/account"),
    "editor": ("/desk", "/manual/edit"),
}  # fmt: skip
SLOW = {"offline": False, "latency": 800, "downloadThroughput": 6_250, "uploadThroughput": 6_250}
"""50 kbit/s and 800 ms."""
PATIENCE = 15.0


@pytest.mark.parametrize("path", ["/", CHAPTER, "/practices", "/directory"])
def test_a_first_visit_is_small(house: House, path: str):
    """Bytes of everything; requests of what is needed to read the page.

    A chapter, which is the same bytes for all, asks afterwards what one's office may do with it.
    """
    with house.visit() as reader:
        line = Line(reader)
        size = line.open(path)
    requests = [kind for kind in line.kinds if kind != "Fetch"]
    print(f"first visit {path}: {size:,} bytes, {line.kinds}")  # noqa: T201 - a figure of the run
    assert size <= FIRST_BYTES
    assert len(requests) <= FIRST_REQUESTS
    assert line.kinds.count("Fetch") == (path == CHAPTER)


@pytest.mark.parametrize("persona", LATER, ids=lambda name: name or "public")
def test_later_pages_are_smaller(house: House, persona: str):
    with house.visit(persona) as reader:
        line = Line(reader)
        line.open("/")
        sizes = {path: line.open(path) for path in LATER[persona]}
    print({path: f"{size:,}" for path, size in sizes.items()})  # noqa: T201 - figures of the run
    assert {path: size for path, size in sizes.items() if size > LATER_BYTES} == {}


def test_a_chapter_is_read_over_a_slow_line(house: House):
    with house.visit() as reader:
        line = Line(reader)
        line.cdp.send("Network.emulateNetworkConditions", SLOW)
        began = time.monotonic()
        reader.page.goto(reader.base, wait_until="commit")
        painted(reader)
        front = time.monotonic() - began
        reader.page.locator(".hero a[href^='/manual']").first.click(no_wait_after=True)
        reader.page.wait_for_url("**/manual", wait_until="commit")
        painted(reader)
        reader.page.locator(".rows a").nth(1).click(no_wait_after=True)
        reader.page.wait_for_url(f"**{CHAPTER}", wait_until="commit")
        painted(reader)
        reader.sees(".read p")
        all_three = time.monotonic() - began
    print(f"front page {front:.1f} s, then contents and chapter {all_three:.1f} s")  # noqa: T201
    assert all_three <= PATIENCE


def painted(reader: Visitor) -> None:
    """Wait until something can be read: styles have come, words are painted."""
    until = time.monotonic() + 2 * PATIENCE
    while not reader.page.evaluate("performance.getEntriesByType('paint').length"):
        assert time.monotonic() < until, "nothing was painted"
        time.sleep(0.05)
