"""Words that are 40 % longer, and a language written from right to left."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from playwright.sync_api import Browser

from app.core import i18n
from tests.browser.conftest import loaded
from tests.browser.house import PUBLIC, House, furnished
from tests.browser.test_every_page import MEASURE
from tests.support.databases import Templates

pytestmark = pytest.mark.browser

LONGER = 1.4
PAGES = {
    PUBLIC: ("/", "/practices", "/directory", "/directory/GHA", "/search?q=a", "/sign-in"),
    "focal-point-gha": ("/home", "/practices/new", "/assistance", "/assistance/new", "/account"),
    "editor": ("/desk", "/manual/edit", "/manual/edit/appointing"),
}  # fmt: skip


def stretched(words: str) -> str:
    """Return words 40 % longer, the places to be filled untouched."""
    return words + " ·" + "ñ" * max(1, round(len(words) * (LONGER - 1)) - 2)


def write_catalogue(folder: Path, code: str) -> None:
    """Write a catalogue of stretched words in a language that the portal does not have."""
    with (i18n.LOCALE_DIR / "fr/LC_MESSAGES/portal.po").open("rb") as source:
        known = read_po(source)
    made = Catalog(locale="de" if code == "de" else "ar")
    plurals = made.num_plurals
    for message in known:
        if not message.id:
            continue
        if isinstance(message.id, str):
            said: str | tuple[str, ...] = stretched(message.id)
        else:
            said = (stretched(message.id[0]), *[stretched(message.id[1])] * (plurals - 1))
        made.add(message.id, said, context=message.context)
    path = folder / code / "LC_MESSAGES/portal.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, made)


@pytest.fixture(scope="module")
def babel_house(
    chromium: Browser, templates: Templates, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """A portal that speaks a longer German and a longer Arabic."""
    folder = tmp_path_factory.mktemp("locale")
    for code in ("de", "ar"):
        write_catalogue(folder, code)
    with pytest.MonkeyPatch.context() as patch, templates.of("sqlite", loaded).fresh() as url:
        patch.setattr(i18n, "LOCALE_DIR", folder)
        forget()
        with furnished(chromium, url, tmp_path_factory.mktemp("babel")) as made:
            yield made
    forget()


def forget() -> None:
    """Let the catalogues be read anew."""
    i18n.languages.cache_clear()
    i18n._catalogue.cache_clear()  # noqa: SLF001 - the test puts other catalogues in place


@pytest.mark.parametrize(("code", "direction"), [("de", "ltr"), ("ar", "rtl")])
def test_longer_words_fit(babel_house: House, code: str, direction: str):
    wrong = {}
    for persona, paths in PAGES.items():
        with babel_house.visit(persona, locale=code) as reader:
            for path in paths:
                reader.go(path)
                html = reader.page.locator("html")
                assert (html.get_attribute("lang"), html.get_attribute("dir")) == (code, direction)
                for width in (360, 1280):
                    reader.page.set_viewport_size({"width": width, "height": 900})
                    if found := reader.page.evaluate(MEASURE):
                        wrong[f"{path} {width}"] = found
    assert wrong == {}, "\n".join(f"{k}: {v}" for k, v in wrong.items())
