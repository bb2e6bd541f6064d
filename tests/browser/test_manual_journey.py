"""A chapter is changed, clashes with a colleague's save, and two people publish edition 2."""

import pytest

from tests.browser.holdings import held, ids

pytestmark = pytest.mark.browser

SLUG = "what-a-focal-point-is"
OLD = "/manual/1/en/what-a-focal-point-is"
NEW = "/manual/2/en/what-a-focal-point-is"
BEFORE = "The network has no power over its members."
AFTER = "The network has no power whatsoever over its members."
CHAPTER = "vakj772ybnd3"
BLOCK = "w3i7jik4"
NOTE = "Says more plainly that the network has no power."


def test_a_chapter_is_changed_and_published_as_edition_2(visitor, holdings):
    known = ids(holdings)
    reader, editor, colleague = visitor(), visitor("editor"), visitor("editor")
    before = bytes_of(reader, OLD)

    editor.go(f"/manual/edit/{SLUG}")
    text = editor.typed("text")["text"]
    assert text.count(BEFORE) == 1
    preview_change(editor, text)
    save_first(colleague)
    clash_and_save(editor, text)
    key = publish(editor, visitor("administrator"))

    assert bytes_of(reader, OLD) == before
    reader.go("/manual")
    assert reader.page.locator("aside li strong").inner_text() == "Edition 2"
    reader.follow("What a Focal Point is")
    assert reader.path == NEW
    reader.go(f"{NEW}#{BLOCK}")
    assert AFTER in reader.page.locator(f"#{BLOCK}").inner_text()
    reader.go(f"{OLD}#{BLOCK}")
    assert BEFORE in reader.page.locator(f"#{BLOCK}").inner_text()
    assert reader.sees(".note.wants").inner_text().startswith("This is edition 1.")
    redline_shows_exactly_the_change(reader)

    assert held(holdings, known) == with_key(key)


def bytes_of(reader, path: str) -> tuple[bytes, bytes]:
    """Return the text of a chapter as its page and the API send it.

    Around the text the page says which edition is current; that alone may change.
    """
    page, api = (reader.context.request.get(reader.base + p) for p in (path, f"/api/v1{path}"))
    assert (page.status, api.status) == (200, 200)
    text = page.body().partition(b'<div class="read"')[2].partition(b'<nav class="turn"')[0]
    assert BEFORE.encode() in text
    return text, api.body()


def preview_change(editor, text: str) -> None:
    """Type the change and look at it: by itself with script, by the button without."""
    editor.fill(text=text.replace(BEFORE, AFTER))
    if not editor.script:
        editor.page.locator("button[value=preview]").click()
    editor.sees("#shown ins")
    assert editor.read("#shown ins") == ["whatsoever"]
    assert AFTER in editor.page.locator("#shown .band").inner_text()


def save_first(colleague) -> None:
    """Save the same chapter in between, with another title."""
    colleague.go(f"/manual/edit/{SLUG}")
    colleague.fill(title="What a Focal Point does")
    colleague.press("button[type=submit]:not([name])", "main .note.well")


def clash_and_save(editor, text: str) -> None:
    """See both texts, keep one's own, save knowingly."""
    with editor.refused(409):
        editor.press("form button[type=submit]:not([name])", "#h-theirs")
    assert editor.typed("text")["text"] == text.replace(BEFORE, AFTER)
    assert editor.page.locator("#theirs").input_value().count(BEFORE) == 1
    editor.press("form button[type=submit]:not([name])", "main .note.well")


def publish(editor, administrator) -> str:
    """Submit, first without a note, then with one; the second person reads and agrees."""
    editor.go("/manual/publish")
    with editor.refused(422):
        editor.press("form[action='/manual/publish'] button", ".problem")
    editor.fill(note=NOTE)
    editor.tick("weight", "minor")
    editor.press("form[action='/manual/publish'] button", "#h-answer")
    here = editor.path
    assert editor.read("main form button") == ["Take it back"]
    administrator.go("/desk")
    administrator.follow("Edition 2 of the manual")
    assert administrator.path == here
    assert "Called minor, measured as minor." in administrator.read("main dd")
    administrator.press(f"form[action='{here}/agree'] button", "main .note.well")
    assert administrator.path == "/manual/2?published=1"
    return here.rpartition("/")[2]


def test_a_published_edition_is_corrected_and_withdrawn_by_two(visitor):
    reader, editor, administrator = visitor(), visitor("editor"), visitor("administrator")
    editor.go(f"/manual/edit/{SLUG}")
    editor.fill(text=editor.typed("text")["text"].replace(BEFORE, AFTER))
    editor.press("button[type=submit]:not([name])", "main .note.well")
    publish(editor, administrator)
    editor.go("/manual/2")
    editor.follow("Correct or withdraw this edition")
    with editor.refused(422):
        editor.press("form[action$='/correct'] button", ".problem")
    editor.tick("kind", "erratum")
    editor.fill(text="The word is superfluous.")
    editor.press("form[action$='/correct'] button", "main .note.wants")
    reader.go(NEW)
    assert "The word is superfluous." in reader.read("article .note p")
    editor.fill(reason="It says too much.")
    editor.press("form[action$='/withdraw'] button", "#h-answer")
    administrator.go(editor.path)
    administrator.press("form[action$='/agree'] button", "#h-facts")
    reader.go(NEW)
    assert "It says too much." in reader.read("article .note.stop p")
    reader.go("/manual")
    assert reader.page.locator("aside li strong").inner_text() == "Edition 1"


def redline_shows_exactly_the_change(reader) -> None:
    """One chapter, one paragraph, one word."""
    reader.go("/manual/compare/1/2")
    chapters = reader.page.locator("main .rows > li")
    assert chapters.count() == 1
    chapters.locator("a").first.click()
    reader.sees("ins")
    assert reader.read("main .read ins") == ["whatsoever"]
    assert reader.read("main .read del") == []


def with_key(key: str) -> dict[str, list]:
    """Return what is held; the record names what was submitted by its id."""
    record = [(event, who, key if of == "submission" else of) for event, who, of in HELD["record"]]
    return {**HELD, "record": record}


HELD = {
    "items": [
        ("edition 1", "published", "", "public", "public secretariat", "", "en", "administrator")
    ],
    "comments": [],
    "offers": [],
    "editions": [(1, "major", "First edition."), (2, "minor", NOTE)],
    "waiting": [],
    "notices": [("edition 1", "network", "edition-published")],
    "letters": [
        ("administrator", "loaded", 1),  # a second person is asked for
        ("director", "loaded", 2),  # the same from outside the staff; what became of it
        ("editor", "loaded", 2),  # a new browser; what became of it
    ],
    "record": [
        ("manual:chapter:changed", "editor", CHAPTER),
        ("manual:chapter:changed", "editor", CHAPTER),
        ("manual:block:changed", "editor", BLOCK),
        ("manual:edition:submitted", "editor", "submission"),
        ("manual:edition:agreed", "administrator", "submission"),
        ("manual:edition:published", "administrator", "edition 1"),
    ],
}
