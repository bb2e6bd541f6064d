"""Every page that can be reached, at four widths, with large text, and in the longer language."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

import pytest

from tests.browser.house import READERS, House
from tests.browser.line import LATER_BYTES, Line
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

MEASURE = Path(__file__).with_name("measure.js").read_text(encoding="utf-8")
WIDTHS = {"en": (320, 360, 768, 1280), "fr": (320, 1280)}
LARGE = "document.documentElement.style.fontSize = '200%'"
USUAL = "document.documentElement.style.fontSize = ''"
CHAPTER = re.compile(r"^/manual/\d+/([a-z]{2})/[^/]+$")
"""A chapter's page speaks the language of its address, or English where that has no catalogue."""
MOST_OF_A_SHAPE = 2
MOST = 60
LEFT_OUT = re.compile(
    r"^/(language|static|api|sign-in/|demo-provider|manual/feed/|practices/feed|following/feed/|calendar/|open-seats/feed/)"
    r"|\.(bib|csv|ris|pdf|epub|docx|html|json|ndjson)(\?|$)"
)


@pytest.mark.parametrize("persona", READERS, ids=lambda name: name or "public")
def test_every_page_fits_and_weighs_little_and_says_what_it_is(house: House, persona: str):
    wrong: dict[str, list[str]] = {}
    with house.visit(persona) as reader:
        line = Line(reader)
        for path in reached(reader, most_of_a_shape=1 if persona else MOST_OF_A_SHAPE):
            wrong |= measured(reader, path)
            if (size := line.taken()) > LATER_BYTES and path != "/":
                wrong[f"{path} on the line"] = [f"{size:,} bytes"]
        for path in reached(reader, most_of_a_shape=1, language="fr"):
            wrong |= measured(reader, path, language="fr")
        assert wrong == {}, "\n".join(f"{k}: {v}" for k, v in wrong.items())
        kept = reader.page.evaluate("[localStorage.length, sessionStorage.length]")
        assert kept == [0, 0]


@pytest.mark.parametrize("language", WIDTHS)
def test_a_refusal_fits(house: House, language: str):
    """No link leads to one, so it is not among the pages that are reached."""
    with house.visit() as reader:
        reader.go(f"/language/{language}?next=/")
        with reader.refused(404):
            reader.page.goto(f"{reader.base}/directory/XXX")
        assert reader.page.locator("#refusal").count() == 1
        assert measured(reader, "/directory/XXX", language) == {}


def measured(reader: Visitor, path: str, language: str = "en") -> dict[str, list[str]]:
    """Return what is wrong with the page that is shown, by width."""
    wrong = {}
    chapter = CHAPTER.match(path)
    spoken = ("fr" if chapter[1] == "fr" else "en") if chapter else language
    if reader.page.locator("html").get_attribute("lang") != spoken:
        wrong[path] = [f"not in {spoken}"]
    for width in WIDTHS[language]:
        reader.page.set_viewport_size({"width": width, "height": 900})
        if found := reader.page.evaluate(MEASURE, width in {360, 1280}):
            wrong[f"{path} {language} {width}"] = found
    reader.page.set_viewport_size({"width": 360, "height": 900})
    reader.page.evaluate(LARGE)
    if found := reader.page.evaluate(MEASURE, False):
        wrong[f"{path} {language} 360 at 200 %"] = found
    reader.page.evaluate(USUAL)
    return wrong


def reached(reader: Visitor, *, most_of_a_shape: int, language: str = "en") -> Iterator[str]:
    """Open page after page, following every link; give each while it is shown."""
    if language != "en":
        reader.go(f"/language/{language}?next=/")
    waiting, seen, shapes = deque(["/"]), {"/"}, Counter[str]()
    places = 0
    while waiting and places < MOST:
        path = waiting.popleft()
        if shapes[shape(path)] >= most_of_a_shape:
            continue
        shapes[shape(path)] += 1
        reader.go(path)
        places += 1
        yield path
        links = reader.page.locator("a[href]").evaluate_all("all => all.map(a => a.href)")
        for link in links:
            found = urldefrag(link).url
            if not found.startswith(reader.base):
                continue
            found = found.removeprefix(reader.base) or "/"
            if found not in seen and not LEFT_OUT.search(found):
                seen.add(found)
                waiting.append(found)
    print(f"{places} pages, {len(shapes)} kinds")  # noqa: T201 - a figure of the run


def shape(path: str) -> str:
    """Return what kind of page an address leads to: ids, codes and names left out."""
    parts = urlsplit(path)
    found = re.sub(r"/[a-z0-9]{12}(?=/|$)", "/<id>", parts.path)
    found = re.sub(r"^/directory/[A-Z-]+$", "/directory/<code>", found)
    found = re.sub(r"^(/manual/(?:\w+/\w\w|edit))/[\w-]+", r"\1/<chapter>", found)
    names = sorted({pair.partition("=")[0] for pair in parts.query.split("&") if pair})
    return f"{found}?{' '.join(names[:1])}"


STOP = """() => {
  const at = document.activeElement, box = (at.closest("label") ?? at).getBoundingClientRect();
  const x = (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2;
  const y = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
  const top = document.elementFromPoint(x, y);
  const inView = box.bottom > 0 && box.top < innerHeight;
  const style = getComputedStyle(at);
  const ring = style.outlineStyle !== "none" || style.boxShadow !== "none";
  const free = top?.contains(at) || at.contains(top) || top?.closest("label")?.contains(at);
  const name = `${at.tagName} ${at.id || at.name || ""} ${at.textContent.trim().slice(0, 30)}`;
  return { name, body: at === document.body, wrong: !(inView && ring && free) };
}"""
STOPS = """() => {
  const every = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const all = [...document.querySelectorAll(every)];
  const radios = new Set();
  return all.filter((el) => el.checkVisibility({ visibilityProperty: true }) && !el.disabled
    && !(el.type === "radio" && (radios.has(el.name) || !radios.add(el.name)))).length;
}"""


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", ["/assistance", "/practices/new"])
def test_the_tabulator_reaches_everything_in_sight(house: House, path: str, width: int):
    with house.visit("focal-point-gha", width=width) as reader:
        reader.go(path)
        wrong, stops = [], 0
        for _stop in range(200):
            reader.page.keyboard.press("Tab")
            stop = reader.page.evaluate(STOP)
            if stop["body"]:
                break
            stops += 1
            wrong += [stop["name"]] if stop["wrong"] else []
        assert wrong == []
        assert stops == reader.page.evaluate(STOPS)
