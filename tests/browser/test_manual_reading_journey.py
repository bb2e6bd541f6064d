"""A reader searches an edition and keeps the place at a note; an editor sees broken links."""

import pytest

from tests.manual.test_manual_word import CHANGED
from tests.manual_text.test_word import word

pytestmark = pytest.mark.browser

CHAPTER = "/manual/1/en/what-a-focal-point-is"


def test_an_edition_is_searched_and_the_place_is_found(visitor):
    reader = visitor()
    reader.go("/manual")
    reader.fill(q="no power over")
    reader.press("main form[role=search] button", "#found mark")

    assert set(reader.read("#found mark")) == {"no", "power", "over"}
    reader.page.locator("#found .rows a").first.click()
    assert reader.path.startswith("/manual/1/en/")


def test_a_note_and_a_word_are_read_where_the_reader_stands(visitor):
    reader = visitor()
    page = reader.go(CHAPTER)
    height = page.viewport_size["height"]
    for mark in ("sup a", "a.term"):
        link = page.locator(f".read {mark}").first
        link.scroll_into_view_if_needed()
        before = link.bounding_box()
        link.click()
        sheet = page.locator(":is(.notes li, .words div):target")
        shown = sheet.bounding_box()
        assert link.bounding_box() == before
        assert round(shown["y"] + shown["height"]) == height
        sheet.locator("a[href^='#']").first.click()
        assert sheet.count() == 0
        assert 0 < link.bounding_box()["y"] < height


def test_the_editor_sees_what_leads_nowhere_before_submitting(visitor):
    editor = visitor("editor")
    editor.go("/manual/edit/what-a-focal-point-is")
    text = editor.typed("text")["text"]
    editor.fill(text=f"{text}\n\nSee [there](chapter:nowhere).")
    editor.press("button[type=submit]:not([name])", "main .note.well")
    editor.go("/manual/publish")
    editor.follow("Look at them first")

    assert "chapter:nowhere" in editor.read(".rows .code")
    editor.page.locator(".rows h3 a").last.click()
    assert "/sections/" in editor.path


def test_a_word_document_is_read_into_the_form_and_saved(visitor, tmp_path):
    file = tmp_path / "chapter.docx"
    file.write_bytes(word(CHANGED))
    editor = visitor("editor")
    editor.go("/manual/edit/what-a-focal-point-is")
    editor.follow("From Word")
    editor.page.locator("#f-file").set_input_files([file])
    editor.press("main form button[type=submit]", "#h-word")

    assert editor.read("[aria-labelledby=h-word] ul.small li") == [
        "A. Minister took out: “a letter”",
        "A. Minister put in: “two letters”",
    ]
    assert editor.typed("text")["text"].strip() == "An office begins with a letter."
    editor.press("main form[method=post] button[type=submit]:not([name])", "main .note.well")
    assert editor.typed("text")["text"].strip() == "An office begins with a letter."
