"""The stylesheet: contrast, logical properties, no rule without a use, no sideways scroll."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from app.web.headers import CSP
from tests.design.gallery import CHROME, FILLED, render
from tests.design.test_script import served

ROOT = Path(__file__).parent.parent.parent
SHEET = (ROOT / "static" / "portal.css").read_text()
BARE = re.sub(r"/\*.*?\*/", "", SHEET, flags=re.DOTALL)
LEVEL_TEXT, LEVEL_EDGE = 4.5, 3.0
PAIRS = [
    *[("ink", ground, LEVEL_TEXT) for ground in ("bg", "soft", "tint", "mid", "wait-bg")],
    *[("ink", ground, LEVEL_TEXT) for ground in ("good-bg", "stop-bg", "move-bg")],
    *[("mute", ground, LEVEL_TEXT) for ground in ("bg", "soft", "wait-bg", "stop-bg")],
    *[("link", ground, LEVEL_TEXT) for ground in ("bg", "soft", "wait-bg", "good-bg", "stop-bg")],
    *[(name, f"{name}-bg", LEVEL_TEXT) for name in ("wait", "good", "stop", "move")],
    ("good", "move-bg", LEVEL_TEXT),
    ("stop", "bg", LEVEL_TEXT),
    ("good", "bg", LEVEL_TEXT),
    ("move", "bg", LEVEL_TEXT),
    ("on-brand", "brand", LEVEL_TEXT),
    ("bg", "ink", LEVEL_TEXT),
    ("brand", "tint", LEVEL_TEXT),
    ("brand", "bg", LEVEL_TEXT),
    *[("edge", ground, LEVEL_EDGE) for ground in ("bg", "soft")],
    *[("focus", ground, LEVEL_EDGE) for ground in ("bg", "soft", "tint", "wait-bg", "stop-bg")],
]


def tokens(scheme: str) -> dict[str, str]:
    light, dark = re.findall(r":root\{(.*?)\}", BARE, flags=re.DOTALL)[:2]
    source = light if scheme == "light" else light + dark
    return dict(re.findall(r"--([\w-]+):(#[0-9a-f]{3,6})\b", source))


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_formula_is_that_of_wcag():
    assert contrast("#fff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_pair_of_colours_is_readable(scheme):
    colours = tokens(scheme)
    weak = {
        (text, ground): round(contrast(colours[text], colours[ground]), 2)
        for text, ground, level in PAIRS
        if contrast(colours[text], colours[ground]) < level
    }
    assert weak == {}


def test_only_logical_properties():
    sides = r"(left|right|top|bottom)"
    physical = (
        rf"(?<![\w-])(margin|padding|border|inset|scroll-(margin|padding))-{sides}\b"
        rf"|(?<![\w-]){sides}\s*:|(text-align|float|clear)\s*:\s*(left|right)"
        r"|(?<![\w-])(min-|max-)?(width|height)\s*:"
    )
    rules = re.sub(r"@media \([^{]*\)", "", BARE)
    assert [m.group() for m in re.finditer(physical, rules)] == []


def test_nothing_from_elsewhere_and_no_inline_style():
    assert "@import" not in BARE
    assert "url(" not in BARE
    files = (ROOT / "templates").rglob("*.html")
    assert [str(f) for f in files if " style=" in f.read_text()] == []


def test_every_token_is_used_and_every_use_is_defined():
    assert set(re.findall(r"var\(--([\w-]+)", BARE)) == set(re.findall(r"--([\w-]+):", BARE))


def classes_of_the_sheet() -> set[str]:
    selectors = re.findall(r"([^{};]+)\{", BARE)
    return set(chain.from_iterable(re.findall(r"\.([a-z][\w-]*)", part) for part in selectors))


def words_in_use() -> set[str]:
    sources = [
        *(ROOT / "templates").rglob("*.html"),
        *(ROOT / "app").rglob("*.py"),
        *(ROOT / "provider").rglob("*.py"),
        ROOT / "tests" / "design" / "gallery.html",
        ROOT / "tests" / "design" / "gallery.py",
    ]
    return set(chain.from_iterable(re.findall(r"[\w-]+", f.read_text()) for f in sources))


def test_no_rule_is_without_a_use():
    given_by_htmx = {"htmx-added"}
    assert classes_of_the_sheet() - words_in_use() - given_by_htmx == set()


@pytest.fixture(scope="module")
def gallery(env, statics) -> Iterator[str]:
    chromes = {"ltr": CHROME, "rtl": replace(CHROME, dir="rtl")}

    async def answer(request: Request) -> HTMLResponse:
        html = render(env, FILLED, chromes[request.path_params["way"]])
        return HTMLResponse(html, headers={"content-security-policy": CSP})

    routes = [statics.route, Route("/{way}", answer)]
    with served(Starlette(routes=routes)) as address:
        yield address


WIDER = """() => [...document.querySelectorAll('body *')].filter(e => {
  const box = e.getBoundingClientRect(), wide = document.documentElement.clientWidth;
  return box.width && !e.closest('.vh, .skip, [popover]') && !e.matches('.vh *, .wide')
    && (box.right > wide + 1 || box.left < -1) && getComputedStyle(e).clipPath === 'none';
}).map(e => e.outerHTML.slice(0, 120))"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 360, 768, 1280])
@pytest.mark.parametrize(("reader", "root"), [("chromium", 17), ("chromium_large", 34)])
def test_nothing_scrolls_sideways(request, gallery, width, reader, root):
    browser = request.getfixturevalue(reader)
    page = browser.new_page(viewport={"width": width, "height": 800})
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text))
    for way in ("ltr", "rtl"):
        page.goto(f"{gallery}/{way}")
        assert (page.evaluate(SIDEWAYS), page.evaluate(WIDER), complaints) == (0, [], []), way
    size = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
    assert size == root
    page.close()


@pytest.mark.browser
def test_every_target_is_large_enough_for_a_finger(chromium, gallery):
    """WCAG 2.5.8: 24 px; links inside sentences are exempt."""
    page = chromium.new_page(viewport={"width": 360, "height": 800})
    page.goto(f"{gallery}/ltr")
    small = page.evaluate("""() => [...document.querySelectorAll(
      'button, .btn, .nav a, .util a, .chip[href], select, textarea, label.pick, summary')]
      .filter(e => { const b = e.getBoundingClientRect(); return b.width && b.height < 24; })
      .map(e => e.outerHTML.slice(0, 90))""")
    assert small == []
    page.close()


@pytest.mark.browser
def test_the_sheet_opens_over_the_page_on_a_phone_and_lies_in_it_on_a_desk(chromium, gallery):
    page = chromium.new_page(viewport={"width": 360, "height": 800})
    page.goto(f"{gallery}/ltr")
    assert not page.locator("#filters").is_visible()
    page.click(".opener")
    assert page.locator("#filters").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#filters").is_visible()
    page.set_viewport_size({"width": 1280, "height": 800})
    assert page.locator("#filters").is_visible()
    assert not page.locator(".opener").is_visible()
    page.close()


@pytest.mark.browser
def test_print_shows_the_words_and_not_the_controls(chromium, gallery):
    page = chromium.new_page()
    page.goto(f"{gallery}/ltr")
    page.emulate_media(media="print")
    hidden = ("nav", "form", "button", ".demo", ".pager", ".opener", ".util", ".skip")
    assert {name: page.locator(f"{name}:visible").count() for name in hidden} == dict.fromkeys(
        hidden, 0
    )
    assert page.locator(".read:visible").count() > 0
    page.close()
