"""The Secretariat takes a table in and looks at its desk, wide and narrow."""

import os

import pytest

from tests.practices.test_practice_entering_tables import NAMES
from tests.practices.test_practice_importing import GOOD, written

pytestmark = pytest.mark.browser

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2
LINES = [
    {**GOOD, "owners": "Ghana; Denmark", "title": "منع الجرائم الفظيعة في وزارتين"},
    {**GOOD, "owners": "Ghana", "title": "两个部委如何共同预防暴行"},
    {**GOOD, "owners": "Ghana", "title": LONG[:119]},
]


def picture(visitor, name: str) -> None:
    """Keep a picture of the page where somebody wants to look at it."""
    if folder := os.environ.get("PICTURES"):
        visitor.page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.parametrize("width", [1280, 360])
def test_a_table_from_public_sources_is_shown_and_published(visitor, width):
    editor = visitor("editor", width=width)
    editor.go("/practices/enter/import")
    picture(editor, f"tables-{width}")
    page = editor.page
    page.locator("#f-way").select_option("sources")
    content = written(*LINES, names=NAMES)
    file = {"name": "a.csv", "mimeType": "text/csv", "buffer": content}
    page.locator("#f-file").set_input_files(file)
    page.locator("form[enctype] button[type=submit]").last.click()
    page.wait_for_selector("#h-report")
    picture(editor, f"tables-report-{width}")
    page.locator("button[value=make]").click()
    page.wait_for_url("**/practices/enter/import?made=3")
    for place, name in (
        ("/practices", "list"), ("/desk", "desk"), ("/desk?by=me", "desk-mine"),
        ("/practices/picture", "picture"), ("/search?q=pages", "search"),
    ):  # fmt: skip
        editor.go(place)
        picture(editor, f"{name}-{width}")
        wide = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        assert page.evaluate(wide), place
