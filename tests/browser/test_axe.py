"""axe-core finds nothing on the main pages: both languages, wide and narrow, light and dark.

The Content Security Policy is lifted in these browsers only, so that axe can be brought in; that
no page breaks it is shown by all other tests of this suite. No rule and no element is left out.
"""

from collections.abc import Iterator

import pytest

from tests.browser.house import PUBLIC, House
from tests.browser.visitor import Visitor
from tests.support.node import packages

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async tags => {
  const only = { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] };
  const found = await axe.run(document, only);
  const said = (node) => node.any.concat(node.all).map((check) => check.message).join("; ");
  const spoken = (node) => `${node.target.join(" ")} ${said(node)}`;
  return found.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map(spoken).join(" | ")}`);
}"""
LOOKS = {
    "en, wide, light": ("en", 1280, "light"),
    "en, narrow, dark": ("en", 360, "dark"),
    "fr, narrow, light": ("fr", 360, "light"),
    "fr, wide, dark": ("fr", 1280, "dark"),
}
"""Every pair of language, width and colours."""

PAGES = {
    PUBLIC: (
        "/", "/manual", "/manual/1/{language}/appointing", "/practices", "/practices?pillar=1",
        "/directory", "/directory/GHA", "/search?q=early+warning", "/sign-in", "/about/audiences",
        "/incident",
    ),
    "focal-point-gha": (
        "/home", "/account", "/assistance", "/practices/new", "/assistance/new", "/manual/reading",
        "/manual/1/received",
    ),
    "editor": ("/desk", "/manual/edit", "/manual/edit/appointing", "/manual/1/coverage"),
    "administrator": ("/incident/edit", "/incident/edit?draft=stolen-account"),
}  # fmt: skip


@pytest.fixture(scope="session")
def axe() -> str:
    return (packages() / "axe-core/axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing(house: House, axe: str, look: str):
    language, width, colours = LOOKS[look]
    wrong: dict[str, list[str]] = {}
    for persona in PAGES:
        with house.visit(
            persona, width=width, locale=language, color_scheme=colours, bypass_csp=True
        ) as reader:
            for place in places(reader, persona, language):
                assert reader.page.locator("html").get_attribute("lang") == language
                reader.page.evaluate(axe)
                if found := reader.page.evaluate(RUN, TAGS):
                    wrong[f"{persona or 'public'} {place}"] = found
    assert wrong == {}, "\n".join(f"{k}: {v}" for k, v in wrong.items())


def places(reader: Visitor, persona: str, language: str) -> Iterator[str]:
    """Open the main pages of a reader one after the other."""
    for path in PAGES[persona]:
        reader.go(path.format(language=language))
        yield path
    if persona == PUBLIC:
        reader.not_found("/directory/XXX")
        yield "error page"
        first(reader, "/practices", "#practices .rows a")
        yield "a practice"
    if persona == "focal-point-gha":
        first(reader, "/assistance", "#requests .rows a")
        yield "a request"
        first(reader, "/practices", "#practices .rows a")
        yield "a practice with its form for comments"
        reader.go("/practices/new")
        with reader.refused(422):
            reader.press("main form button[type=submit]", ".problem")
        yield "a form with errors"
    if persona == "editor":
        first(reader, "/desk", "#queue tbody a")
        yield "a matter of the desk"


def first(reader: Visitor, path: str, link: str) -> None:
    """Open the first thing of a list."""
    reader.go(path)
    reader.page.locator(link).first.click()
    reader.page.wait_for_url(lambda url: not url.endswith(path))
