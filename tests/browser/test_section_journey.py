"""A section is written with the page's tools, kept aside through a crash, and saved."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

CHAPTER = "/manual/edit/what-a-focal-point-is/sections"
PASTE = """html => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", "plain");
  const area = document.querySelector("#f-text");
  area.setSelectionRange(area.value.length, area.value.length);
  const told = { clipboardData: data, bubbles: true, cancelable: true };
  area.dispatchEvent(new ClipboardEvent("paste", told));
}"""
WORD = (
    "<p>Pasted <b>here</b>.</p><ul><li>One</li></ul>"
    "<script>window.bad = 1</script><img src=x onerror='window.bad=1'>"
)


def test_a_section_is_written_kept_and_saved(visitor):
    editor = visitor("editor")
    editor.go(CHAPTER)
    editor.page.locator(".rows h3 a").first.click()
    area = editor.page.locator("#f-text")
    text = area.input_value()
    if editor.script:
        written = write_with_tools(editor, text)
    else:
        assert not editor.page.locator("#editor-tools").is_visible()
        written = f"{text}\n\nTyped **words**."
        editor.fill(text=written)
        editor.page.locator("button[value=keep]").click()
        editor.sees(".note.well")
    editor.go(CHAPTER)
    editor.page.locator(".rows h3 a").first.click()
    assert area.input_value() == text
    editor.follow("Take it up again")
    assert area.input_value().rstrip() == written.rstrip()
    editor.press("button[type=submit]:not([name])", "main .note.well")
    assert editor.path == f"{CHAPTER}?said=saved"
    assert editor.complaints == []


def write_with_tools(editor, text: str) -> str:
    """Type, mark words as bold by keyboard, paste, and see it kept and shown by itself."""
    page = editor.page
    area = page.locator("#f-text")
    expect(page.locator("#editor-tools")).to_be_visible()
    area.evaluate("a => { a.focus(); a.setSelectionRange(a.value.length, a.value.length); }")
    page.keyboard.type("\n\nTyped ")
    page.keyboard.press("Control+b")
    page.keyboard.type("boldly")
    assert area.input_value() == f"{text}\n\nTyped **boldly**"
    page.evaluate(PASTE, WORD)
    expect(page.locator("#kept")).to_contain_text("is kept for you")
    expect(page.locator("#shown .band")).to_contain_text("Pasted here.")
    assert page.evaluate("window.bad") is None
    page.locator("#editor-tools [data-insert=note]").click()
    assert "[^1]" in area.input_value()
    page.keyboard.press("Control+z")
    written = str(area.input_value())
    assert "Pasted **here**." in written
    expect(page.locator("form [name=turn]")).not_to_have_value("0")
    return written
