"""A published practice is changed, compared, given up, taken up again, hidden and shown."""

import os

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def picture(visitor, name: str) -> None:
    """Keep a picture of the page where somebody wants to look at it."""
    if folder := os.environ.get("PICTURES"):
        visitor.page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_a_published_practice_is_changed_given_up_hidden_and_shown(visitor):
    ghana, editor, public = visitor("focal-point-gha", width=360), visitor("editor"), visitor()
    ghana.go("/practices?state=GHA")
    ghana.page.locator("#practices .rows h3 a").first.click()
    ghana.page.wait_for_url("**/practices/*")
    place = ghana.path.partition("?")[0]
    before = ghana.page.locator("h1").inner_text()
    change = changed(ghana, place, f"{before}, revised")
    public.go(place)
    assert public.page.locator("h1").inner_text() == before
    public.go(change)
    assert public.path.startswith("/sign-in"), "a change is nobody else's"

    editor.go(change)
    picture(editor, "change-1280")
    assert "revised" in editor.page.locator("#changes ins").first.inner_text()
    editor.press(f"form[action='{change}/publish'] button", ".note.well")
    public.go(place)
    assert public.page.locator("h1").inner_text() == f"{before}, revised"
    public.follow("Versions")
    public.sees("#h-between")
    picture(public, "versions-1280")
    ghana.go(f"{place}/versions")
    picture(ghana, "versions-360")

    given_up(ghana, public, place)
    editor.go(place)
    editor.page.locator("summary", has_text="Hide this practice").click()
    editor.page.locator(f"form[action='{place}/hide'] textarea").fill("It names somebody.")
    editor.press(f"form[action='{place}/hide'] button", ".note.well")
    picture(editor, "hidden-1280")
    public.go(place)
    assert public.path.startswith("/sign-in")
    ghana.go(place)
    assert "It names somebody." in ghana.page.locator("#standing").inner_text()
    picture(ghana, "hidden-360")
    editor.press(f"form[action='{place}/show'] button", "#comments")
    public.go(place)
    assert public.page.locator("h1").inner_text() == f"{before}, revised"


def changed(ghana, place: str, title: str) -> str:
    """Change the title, and hand the change in; return where the change stands."""
    ghana.page.locator(f"form[action='{place}/revise'] button").click()
    ghana.page.wait_for_url("**/edit/what")
    change = ghana.path.removesuffix("/edit/what")
    ghana.fill(title=title)
    for step in ("how", "learned", "readers", "check"):
        ghana.page.locator("button[value=continue]").click()
        ghana.page.wait_for_url(f"**/edit/{step}")
        if step == "readers":
            picture(ghana, "change-readers-360")
    picture(ghana, "change-check-360")
    ghana.press("main form[action$='/edit/check'] button", ".note.well")
    picture(ghana, "change-submitted-360")
    return change


def given_up(ghana, public, place: str) -> None:
    """Say that it is no longer used, look for it, and take it up again."""
    ghana.go(place)
    picture(ghana, "practice-360")
    ghana.page.locator("summary", has_text="No longer used").click()
    with ghana.refused(422):
        ghana.press(f"form[action='{place}/retire'] button", ".problem")
    ghana.page.locator(f"form[action='{place}/retire'] textarea").fill("A law took its place.")
    ghana.press(f"form[action='{place}/retire'] button", ".note.well")
    public.go("/practices?state=GHA")
    assert public.page.locator(f"a[href='{place}']").count() == 0
    public.go("/practices?life=retired")
    picture(public, "retired-list-1280")
    public.page.locator(f"a[href='{place}']").first.click()
    public.page.wait_for_url(f"**{place}")
    assert "A law took its place." in public.page.locator("article blockquote").first.inner_text()
    picture(public, "retired-1280")
    ghana.press(f"form[action='{place}/revive'] button", ".note.well")


def test_what_is_typed_is_kept_taken_up_and_saved(visitor):
    ghana = visitor("focal-point-gha")
    ghana.go("/practices/new")
    title = ghana.page.locator("input[name=title]")
    if not ghana.script:
        assert ghana.page.locator("[data-kept]").inner_text() == ""
        return
    ghana.page.locator("form[data-keeper]").evaluate("form => { form.dataset.pause = 100; }")
    title.press_sequentially("Half a ti")
    expect(ghana.page.locator("[data-kept]")).to_contain_text("is kept for you")
    title.press_sequentially("tle")
    expect(ghana.page.locator("input[name=turn]").last).to_have_value("2")
    ghana.go("/practices/new")
    expect(title).to_have_value("")
    ghana.follow("Take it up")
    expect(title).to_have_value("Half a title")
    assert ghana.complaints == []
