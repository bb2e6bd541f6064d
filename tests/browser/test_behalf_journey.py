"""A practice that the Secretariat enters for an office, from its letter to its own word."""

import pytest

from tests.browser.holdings import held, ids
from tests.practices.behalf import picture

pytestmark = pytest.mark.browser

TITLE = "A practice that came by letter"
MARK = "Entered for Ghana by the Secretariat, not confirmed"


def test_entered_by_the_secretariat_marked_and_confirmed_by_its_office(visitor, holdings):
    known = ids(holdings)
    editor = visitor("editor")
    place = enter(editor)
    attach(editor, place)
    publish(editor, place)

    denmark = visitor("focal-point-dnk")
    denmark.go(place)
    assert MARK in denmark.sees(".note.wants").inner_text()
    denmark.go("/practices")
    assert MARK in denmark.sees(f"li:has(a[href='{place}'])").inner_text()

    ghana = visitor("focal-point-gha")
    ghana.go("/home")
    ghana.sees(f"a[href='{place}']")
    ghana.go(place)
    assert "letter.png" in ghana.sees("section[aria-labelledby=h-behalf]").inner_text()
    ghana.press(f"form[action='{place}/confirm'] button", ".note.well")

    denmark.go(place)
    assert denmark.page.locator(".note.wants").count() == 0
    found = held(holdings, known)
    assert [(one[0], one[1], one[2]) for one in found["items"]] == [
        ("practice 1", "published", "GHA")
    ]
    assert found["waiting"] == []
    assert [event for event, _who, _what in found["record"]] == [
        "practices:entry:created",
        "files:file:attached",
        "practices:practice:changed",
        "practices:entry:published",
        "practices:practice:published",
        "practices:practice:confirmed",
    ]


def enter(editor) -> str:
    """Begin the entry as the Secretariat does; return the address of the practice."""
    editor.go("/practices")
    editor.press("a[href='/practices/enter']", "form[action='/practices/enter']")
    page = editor.page
    page.select_option("select[name=office]", label="Focal Point, Ghana")
    for name, words in {
        "asked_on": "2026-05-03",
        "title": TITLE,
        "summary": "What came of it.",
        "description": "What it is.",
    }.items():
        page.fill(f"form.part [name={name}]", words)
    page.locator("input[name=themes]").first.check()
    editor.press("form[action='/practices/enter'] button[type=submit]", "input[type=file]")
    return page.url.partition("/letter")[0].removeprefix(page.url.partition("/practices")[0])


def attach(editor, place: str) -> None:
    """Attach the letter."""
    letter = {"name": "letter.png", "mimeType": "image/png", "buffer": picture()}
    editor.page.set_input_files("input[type=file]", letter)
    editor.press(f"form[action='{place}/letter'] button[type=submit]", ".note.well")


def publish(editor, place: str) -> None:
    """Say from where it comes and who reads it, and publish it for the office."""
    editor.go(f"{place}/edit/readers")
    editor.page.check("[name=own_source]")
    editor.page.check("[name=audience][value=network]")
    editor.press("button[value=continue]", f"form[action='{place}/edit/check']")
    editor.press(f"form[action='{place}/edit/check'] button[type=submit]", ".note.well")
