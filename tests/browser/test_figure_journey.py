"""A figure is added to a section, published by two people, and seen by readers and on paper."""

import io
import os

import pikepdf
import pytest
from PIL import Image, ImageDraw

from app.main import create_app
from app.manual import queries
from app.manual.exports.making import make
from app.manual.exports.queries import content as content_of
from tests.browser.test_manual_journey import publish
from tests.support.paper import words_of

pytestmark = pytest.mark.browser

SLUG = "what-a-focal-point-is"
SECTIONS = f"/manual/edit/{SLUG}/sections"
ALT = "Three offices beside each other: capital, mission, ministry"
SHOTS = os.environ.get("SHOTS", "")


def drawing() -> bytes:
    """Return a picture that can be told from others."""
    picture = Image.new("RGB", (900, 320), "white")
    pen = ImageDraw.Draw(picture)
    for n, colour in enumerate(("#0b4f8a", "#8a460b", "#2b7a3d")):
        pen.rectangle((40 + 290 * n, 60, 280 + 290 * n, 260), fill=colour)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def shot(visitor, name: str) -> None:
    """Keep a picture of a page where somebody wants to look at it."""
    if SHOTS:
        visitor.page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def test_a_figure_is_added_published_and_read(visitor, live):
    editor = visitor("editor")
    editor.go(SECTIONS)
    editor.page.locator(".rows h3 a").first.click()
    area = editor.page.locator("#f-text")
    text = area.input_value()
    if editor.script:
        area.evaluate("a => { a.focus(); a.setSelectionRange(0, 0); }")
    editor.press("button[value=figure]", "#f-picture")
    shot(editor, "form")
    editor.page.locator("#f-picture").set_input_files(
        {"name": "offices.png", "mimeType": "image/png", "buffer": drawing()}
    )
    editor.fill(source="UN Photo", caption="How they *stand*.")
    with editor.refused(422):
        editor.press("main form[method=post] button[type=submit]", ".problem")
    shot(editor, "form-again")
    assert editor.page.locator("input[name=there]").first.is_checked()
    editor.fill(alt=ALT)
    editor.press("main form[method=post] button[type=submit]", "main .note.well")
    typed = area.input_value()
    assert f"![{ALT}](figure:" in typed
    at_start = typed.index("![") < len(typed) // 2
    assert at_start == editor.script, "with a script where the cursor was, else at the end"
    assert editor.page.locator("#shown .band figure img").evaluate("i => i.alt") == ALT
    shot(editor, "section")
    editor.press("button[type=submit]:not([name])", "main .note.well")
    publish(editor, visitor("administrator"))

    for width in (1280, 360):
        reader = visitor(width=width)
        reader.go(f"/manual/2/en/{SLUG}")
        image = reader.page.locator("figure img")
        image.scroll_into_view_if_needed()
        image.evaluate("i => i.decode()")
        assert image.evaluate("i => [i.naturalWidth, i.alt]") == [900, ALT]
        assert reader.page.evaluate("document.documentElement.scrollWidth") <= width
        shot(reader, f"read-{width}")
        reader.go(f"/manual/compare/1/2?chapter={SLUG}")
        shot(reader, f"compare-{width}")
        assert reader.complaints == []
    assert text.strip()
    assert ALT.split(":", maxsplit=1)[0] in paper(live)
    assert editor.complaints == []


def paper(live) -> str:
    """Return what stands in the PDF of the chapter, made now."""
    portal = create_app(live).state.portal
    with portal.db.read() as conn:
        edition = queries.current(conn)
        heads = queries.heads(conn, edition.number)
        chapter = next(head.chapter_id for head in heads if head.slug == SLUG)
    make(portal, edition, (edition.number, chapter, "pdf"))
    with portal.db.read() as conn:
        content = content_of(conn, (edition.number, chapter, "pdf"))
    portal.db.close()
    assert "How they stand." in words_of(content)
    return alternative(content)


def alternative(content: bytes) -> str:
    """Return the words that stand in the place of pictures."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return " ".join(
            str(one.Alt)
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"
        )
