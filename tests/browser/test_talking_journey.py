"""A question is put, answered and marked; a comment is quoted, changed, reported, hidden, shown."""

import os

import pytest

pytestmark = pytest.mark.browser


def picture(visitor, name: str) -> None:
    """Keep a picture of the page where somebody wants to look at it."""
    if folder := os.environ.get("PICTURES"):
        visitor.page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_members_talk_and_the_secretariat_moderates(visitor):
    denmark, ghana, editor = (
        visitor("focal-point-dnk"), visitor("focal-point-gha", width=360), visitor("editor"),
    )  # fmt: skip
    place = begin(denmark)
    ghana.go("/home")
    picture(ghana, "home-360")
    ghana.go(place)
    ghana.page.locator("a", has_text="Answer").last.click()
    assert ghana.page.locator("#c-answers").input_value()
    asked_whom(ghana)
    ghana.press("#write button", "#comments .say .say")
    picture(ghana, "thread-360")

    denmark.go("/home")
    assert any("mentions you" in one for one in denmark.read("main .rows li"))
    assert denmark.read("[aria-labelledby=h-talk] .meta") == ["1 new"]
    picture(denmark, "home-1280")
    denmark.go("/practices")
    row = denmark.page.locator(
        "#practices .rows > li", has=denmark.page.locator(f"a[href='{place}']")
    )
    assert row.locator(".meta b").inner_text() == "1 new comment"
    picture(denmark, "list-news-1280")
    denmark.go(place)
    denmark.sees("#comments .tag.new")
    assert "Question, answered" in denmark.page.locator("#comments").inner_text()
    picture(denmark, "thread-1280")
    denmark.press(f"form[action='{place}/comments/read'] button", "#comments .note.well")
    assert denmark.page.locator("#comments .tag.new").count() == 0
    denmark.go(f"{place}/questions")
    picture(denmark, "questions-1280")
    moderated(denmark, ghana, editor, place)


def asked_whom(ghana) -> None:
    """Mention a member: with script its name is offered while it is typed."""
    area = ghana.page.locator("#c-comment")
    if not ghana.script:
        area.fill("The ministry pays. Is that so, @Denmark?")
        return
    area.press_sequentially("The ministry pays. Is that so, @den")
    offered = ghana.sees("#comments [data-offered] button")
    assert offered.inner_text() == "Denmark"
    offered.press("Enter")
    assert area.input_value() == "The ministry pays. Is that so, @Denmark "
    assert ghana.page.locator("#comments [data-offered] button").count() == 0
    area.press("Backspace")
    area.press_sequentially("?")


def begin(denmark) -> str:
    """Put a question under a practice of Ghana, as the position of a government; return where."""
    denmark.go("/practices?state=GHA")
    denmark.page.locator("#practices .rows h3 a").first.click()
    denmark.page.wait_for_url("**/practices/*")
    place = denmark.path.partition("?")[0]
    denmark.page.locator("#c-comment").fill("Who pays for it?\n\nAnd for how long?")
    denmark.page.locator("#c-asks").check()
    denmark.page.locator("[name=stance][value=position]").check()
    with denmark.refused(422):
        denmark.press("#write button", "#comments .problem")
    picture(denmark, "sure-1280")
    denmark.press("#write button", "#comments .note.well")
    return place


def moderated(denmark, ghana, editor, place: str) -> None:
    """Report, hide and show a comment, close the comments and open them again."""
    denmark.go(place)
    denmark.page.locator("#comments .say .say a", has_text="More").last.click()
    denmark.page.wait_for_url("**/comments/*")
    comment = denmark.path.partition("?")[0]
    picture(denmark, "comment-1280")
    denmark.page.locator("summary", has_text="Report this comment").click()
    denmark.page.locator(f"form[action='{comment}/report'] textarea").fill("It names a ministry.")
    denmark.press(f"form[action='{comment}/report'] button", ".note.well")

    editor.go(comment)
    editor.page.locator("summary", has_text="Hide this comment").click()
    picture(editor, "moderate-1280")
    editor.page.locator(f"form[action='{comment}/hide'] textarea").fill("It names a ministry.")
    editor.press(f"form[action='{comment}/hide'] button", ".note.well")
    denmark.go(place)
    assert "The ministry pays" not in denmark.page.locator("#comments").inner_text()
    assert "Hidden by the Secretariat" in denmark.page.locator("#comments").inner_text()
    ghana.go(comment)
    assert "It names a ministry." in ghana.page.locator("main").inner_text()
    picture(ghana, "hidden-360")
    editor.press(f"form[action='{comment}/show'] button", ".note.well")

    ghana.go(comment)
    ghana.page.locator("#e-comment").fill("The ministry of finance pays.")
    ghana.press(f"form[action='{comment}/change'] button", ".note.well")
    picture(ghana, "changed-360")
    editor.go(place)
    editor.page.locator("summary", has_text="Close these comments").click()
    editor.page.locator(f"form[action='{place}/comments/lock'] textarea").fill("All is said.")
    editor.press(f"form[action='{place}/comments/lock'] button", "#comments .note.well")
    denmark.go(place)
    assert denmark.page.locator("#c-comment").count() == 0
    assert "All is said." in denmark.page.locator("#comments").inner_text()
    editor.press(f"form[action='{place}/comments/unlock'] button", "#comments .note.well")
