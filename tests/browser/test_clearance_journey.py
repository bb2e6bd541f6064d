"""A chapter goes out for clearance as a Word document, comes back, and one paragraph is taken."""

import os
import re
from pathlib import Path

import pytest

from tests.support.clearing import rewritten

pytestmark = pytest.mark.browser

CHAPTER = "/manual/1/en/what-a-focal-point-is"
BLOCK = "w3i7jik4"
BEFORE, AFTER = "has no power over its members", "has no power whatsoever over its members"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def shot(visitor, name):
    """Keep a picture for whoever asks for one."""
    folder = os.environ.get("PICTURES", "")
    for width in (1280, 360) if folder else ():
        visitor.page.set_viewport_size({"width": width, "height": 900})
        visitor.page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


def test_a_chapter_goes_out_comes_back_and_a_paragraph_is_taken(visitor):
    ghana, denmark = visitor("focal-point-gha"), visitor("focal-point-dnk")
    ghana.go(f"{CHAPTER}/you")
    ghana.follow("Send this chapter out for clearance")
    with ghana.refused(422):
        ghana.press("main form[method=post] button", ".problem")
    ghana.fill(readers="Ministry of Justice")
    shot(ghana, "clear")
    ghana.press("main form[method=post] button", "main .note.well")
    place = ghana.path.partition("?")[0]
    shot(ghana, "clearance")
    with ghana.page.expect_download() as saving:
        ghana.page.locator(f"a[href='{place}/file']").click()
    assert saving.value.suggested_filename.startswith("C-GHA-")
    out = Path(saving.value.path()).read_bytes()

    back = rewritten(out, lambda text: text.replace(BEFORE, AFTER))
    file = {"name": "back.docx", "mimeType": DOCX, "buffer": back}
    ghana.page.locator("#f-file").set_input_files([file])
    ghana.press("main form[enctype] button", "#f-take")
    assert "whatsoever" in ghana.page.locator(".read ins").first.inner_text()
    shot(ghana, "back")
    ghana.page.locator(f"input[name=take][value={BLOCK}]").check()
    ghana.fill(reason="The ministry asks for it.")
    ghana.press(f"form[action='{place}/take'] button", "main .note.well")
    shot(ghana, "taken")

    ghana.go("/manual/suggestions?show=own")
    assert ghana.read("#suggestions .title a")
    shot(ghana, "suggestions")
    ghana.go("/manual/clearances")
    assert "Came back" in ghana.page.locator(f"li:has(a[href='{place}'])").inner_text()
    shot(ghana, "clearances")
    denmark.go("/manual/clearances")
    assert denmark.page.locator(f"a[href='{place}']").count() == 0
    assert ghana.complaints == denmark.complaints == []


def test_a_text_that_is_consulted_on_goes_out_and_comes_back_as_part_of_the_submission(visitor):
    editor, ghana = visitor("editor"), visitor("focal-point-gha")
    editor.go("/manual/consult")
    editor.fill(title="What an office is", asked="Is it right?")
    editor.page.locator("main [name=chapters]").first.check()
    editor.press("main form[method=post] button", "main .note.well")
    about = editor.path.partition("?")[0]

    ghana.go(about)
    shot(ghana, "consultation")
    ghana.page.locator("#h-text ~ .rows a").first.click()
    ghana.page.wait_for_url("**/chapters/**")
    ghana.follow("Send this chapter out for clearance")
    ghana.fill(readers="Ministry of Justice")
    shot(ghana, "clear-consulted")
    ghana.press("main form[method=post] button", "main .note.well")
    place = ghana.path.partition("?")[0]
    shot(ghana, "clearance-consulted")
    with ghana.page.expect_download() as saving:
        ghana.page.locator(f"a[href='{place}/file']").click()
    out = Path(saving.value.path()).read_bytes()

    def edited(text):
        first, second = re.findall(r'<w:bookmarkStart w:id="\d+" w:name="(\w{8})"/>', text)[1:3]
        start = text.rindex("<w:p>", 0, text.index(f'w:name="{second}"'))
        stop = text.index("</w:p>", start) + len("</w:p>")
        new = "<w:p><w:r><w:t>A sentence that the ministry misses.</w:t></w:r></w:p>"
        assert first != second
        return text[:start] + new + text[stop:]

    file = {"name": "back.docx", "mimeType": DOCX, "buffer": rewritten(out, edited)}
    ghana.page.locator("#f-file").set_input_files([file])
    ghana.press("main form[enctype] button", "#f-take")
    shot(ghana, "back-consulted")
    boxes = ghana.page.locator("input[name=take]")
    assert boxes.count() >= 1
    for n in range(boxes.count()):
        boxes.nth(n).check()
    ghana.fill(reason="The ministry asks for it.")
    ghana.press(f"form[action='{place}/take'] button", "main .note.well")
    ghana.go(about)
    shot(ghana, "consultation-proposed")
    ghana.page.locator("#h-proposed ~ .rows a").first.click()
    ghana.page.wait_for_url("**/manual/suggestions/**")
    shot(ghana, "suggestion-consulted")
    editor.go(ghana.path)
    shot(editor, "suggestion-answer")
    assert ghana.complaints == editor.complaints == []
