"""Members are asked about a fixed text of the draft, answer in writing, and hear the outcome."""

import pytest

pytestmark = pytest.mark.browser

WORDS = "Paragraph 1.1 fits a small ministry too."
ANSWER = "It stays as it is."
NEW = "/manual/consult"


def test_a_consultation_is_opened_answered_in_writing_and_ended(visitor):
    editor, denmark, public = visitor("editor"), visitor("focal-point-dnk"), visitor()
    editor.go("/manual")
    editor.follow("Consultations on the manual")
    editor.follow("Open a consultation")
    editor.page.wait_for_url(f"**{NEW}")
    with editor.refused(422):
        editor.press("main form[method=post] button", ".problem")
    editor.fill(title="How it begins", asked="Does it fit your **ministry**?")
    editor.page.locator("main [name=chapters]").first.check()
    editor.press("main form[method=post] button", "main .note.well")
    place = editor.path.partition("?")[0]

    public.go(place)
    assert public.path.startswith("/sign-in"), "never public"
    denmark.go("/manual")
    denmark.page.locator(f"main a[href='{place}']").first.click()
    denmark.page.wait_for_url(f"**{place}")
    denmark.page.locator("#h-text ~ .rows a").click()
    denmark.page.wait_for_url("**/chapters/**")
    assert denmark.page.locator("#whole .read").inner_text() != ""
    denmark.follow("Back to the consultation")
    denmark.follow("Write a submission")
    denmark.page.wait_for_url(f"**{place}/write")
    denmark.fill(words=WORDS)
    denmark.press("main form[method=post] button", "main .note.well")
    mine = denmark.path.partition("?")[0]

    editor.go(place)
    editor.page.locator(f"details:has(form[action='{place}/end']) summary").click()
    editor.press(f"form[action='{place}/end'] button", "main .note.well")
    editor.page.locator(f"main a[href='{mine}']").click()
    editor.page.wait_for_url(f"**{mine}")
    editor.fill(answer=ANSWER)
    editor.press(f"form[action='{mine}/answer'] button", "main .note.well")
    denmark.go(mine)
    assert ANSWER in denmark.page.locator("main").inner_text()
    denmark.go(f"{place}/write")
    assert denmark.page.locator("main form[method=post] button").count() == 0
    assert denmark.complaints == editor.complaints == []
