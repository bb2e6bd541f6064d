"""The desk of the secretariat: by buttons without script, by keyboard with it."""

import pytest

from tests.browser.test_practice_journey import write_practice

pytestmark = pytest.mark.browser


def test_several_are_returned_and_undone_in_time(visitor):
    write_practice(visitor("focal-point-gha"))
    editor = visitor("editor")
    editor.go("/desk/answers/new")
    editor.fill(title="Say more", text="Please say more about {title}.")
    editor.press("main form button", "ul.rows h2")
    editor.go("/desk")
    first = editor.page.locator("input[name=item]").first
    first.check()
    editor.press("button[value=return]", "#h-able")
    editor.page.locator("select[name=answer]").select_option(index=1)
    editor.press("form[method=get][action='/desk/batch'] button", "#h-able")
    assert editor.page.locator("[name=words]").input_value() == "Please say more about {title}."
    editor.press("form[method=post][action='/desk/batch'] button", "form[action$='/undo']")
    editor.press("form[action$='/undo'] button", "main .lede:has-text('It was undone')")
    assert editor.complaints == []


def test_the_keys_move_choose_and_explain(visitor):
    write_practice(visitor("focal-point-gha"))
    editor = visitor("editor")
    editor.go("/desk")
    page = editor.page
    assert page.locator("#keys").is_visible() is editor.script, (
        "without script nothing speaks of keys"
    )
    if not editor.script:
        return
    page.keyboard.press("j")
    title = page.locator("tr[data-row] th a").first.inner_text()
    assert page.evaluate("document.activeElement.textContent") == title
    page.keyboard.press("x")
    assert page.locator("input[name=item]:checked").count() == 1
    page.keyboard.press("?")
    assert page.locator("#keys dl").is_visible()
    page.locator("[data-turn]").click()
    page.keyboard.press("x")
    assert page.locator("input[name=item]:checked").count() == 1, "turned off, keys do nothing"
