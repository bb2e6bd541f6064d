"""A paragraph of the manual is discussed by two members, and the Secretariat closes it."""

import os

import pytest

pytestmark = pytest.mark.browser

CHAPTER = "/manual/1/en/what-a-focal-point-is"
PLACE = "/manual/discuss/w3i7jik4"
SEND = "#write button"


def picture(visitor, name: str) -> None:
    """Keep a picture of the page where somebody wants to look at it."""
    if folder := os.environ.get("PICTURES"):
        visitor.page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_a_paragraph_is_discussed_answered_changed_taken_back_and_closed(visitor):
    denmark, ghana = visitor("focal-point-dnk"), visitor("focal-point-gha", width=360)
    editor, public = visitor("editor"), visitor()
    denmark.go(f"{CHAPTER}/you")
    denmark.follow("Discuss a paragraph")
    denmark.page.locator(f"main a[href='{PLACE}']").click()
    denmark.page.wait_for_url(f"**{PLACE}")
    with denmark.refused(422):
        denmark.press(SEND, ".problem")
    denmark.fill(comment="Who *asks* us this?")
    denmark.tick("stance", "position")
    denmark.press(SEND, "main .note.well")
    public.go(PLACE)
    assert public.path.startswith("/sign-in"), "never public"

    ghana.go(CHAPTER)
    if ghana.script:
        ghana.sees(f"#yours a[href='{PLACE}']")
    else:
        ghana.page.locator("#yours a").first.click()
    ghana.page.locator(f"#yours a[href='{PLACE}']").click()
    ghana.page.wait_for_url(f"**{PLACE}")
    ghana.page.locator("#comments a[href*='?answer=']").click()
    ghana.page.wait_for_url("**answer=*")
    ghana.fill(comment="Our parliament does.")
    ghana.press(SEND, "main .note.well")
    assert ghana.page.locator("#comments .say .say").inner_text().count("parliament") == 1
    picture(ghana, "discussion-360")
    ghana.follow("Change or take back")
    ghana.fill(comment="Our parliament does, each year.")
    ghana.press("main form[method=post] button", "main .note.well")
    denmark.go(PLACE)
    assert "each year" in denmark.page.locator("#comments .say .say").inner_text()
    denmark.follow("Change or take back")
    denmark.press("main form[action$=take-back] button", "main .note.well")
    assert denmark.page.locator("#comments .say").first.inner_text().count("Taken back") == 1

    editor.go("/manual/comments")
    editor.page.locator(f"main a[href='{PLACE}']").click()
    editor.page.wait_for_url(f"**{PLACE}")
    picture(editor, "discussion-1280")
    editor.page.locator("summary", has_text="Close this discussion").click()
    editor.fill(why="The next edition says it.")
    editor.press(f"form[action='{PLACE}/close'] button", "main .note.well")
    denmark.go(PLACE)
    assert denmark.page.locator("#write").count() == 0
    denmark.go("/manual/comments?show=closed")
    assert "1 comment" in denmark.page.locator(f"li:has(a[href='{PLACE}'])").inner_text()
    picture(denmark, "discussions-1280")
