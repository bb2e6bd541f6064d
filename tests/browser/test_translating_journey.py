"""A chapter is translated on the desk, clashes with a colleague, is published and read."""

import pytest

pytestmark = pytest.mark.browser

SLUG = "what-a-focal-point-is"
DESK = f"/manual/translate/es/{SLUG}"
BLOCK = "w3i7jik4"
MINE, THEIRS = "La red no tiene poder sobre sus miembros.", "La red no manda."
SAVE, SAVED = "form.part-s button[type=submit]", "main .note.well"


def test_a_chapter_is_translated_and_read_in_spanish(visitor):
    reader, editor, colleague = visitor(), visitor("editor"), visitor("editor")
    editor.go(DESK)
    with editor.refused(422):
        editor.press(SAVE, ".problem")
    editor.fill(**{"title": "Qué es un punto focal", f"t-{BLOCK}": MINE})
    colleague.go(DESK)
    colleague.fill(**{"title": "Qué es un punto focal", f"t-{BLOCK}": THEIRS})
    colleague.press(SAVE, SAVED)

    with editor.refused(409):
        editor.press(SAVE, f"#theirs-{BLOCK}")
    assert editor.page.locator(f"#theirs-{BLOCK}").input_value() == THEIRS
    assert editor.page.locator(f"#f-t-{BLOCK}").input_value() == MINE
    editor.press(SAVE, SAVED)

    editor.go("/manual/publish")
    editor.fill(note="First words in Spanish.")
    editor.tick("weight", "minor")
    editor.press("form[action='/manual/publish'] button", "#h-answer")
    second = visitor("administrator")
    second.go(editor.path)
    second.press(f"form[action='{editor.path}/agree'] button", SAVED)
    reader.go(f"/manual/2/en/{SLUG}")
    reader.follow("Español")
    assert reader.path == f"/manual/2/es/{SLUG}"
    assert reader.page.locator("h1").inner_text() == "Qué es un punto focal"
    assert MINE in reader.page.locator(f"#{BLOCK}").inner_text()
    assert reader.page.locator(".read > :not([lang=en])").count() == 1
    with reader.refused(404):
        reader.go(f"/manual/1/es/{SLUG}")
    assert reader.page.locator("h1").inner_text() == "Nothing here"
