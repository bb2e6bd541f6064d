"""A paragraph of the manual is worded otherwise by a member, and the editor takes the words."""

import pytest

from tests.browser.test_clearance_journey import shot

pytestmark = pytest.mark.browser

CHAPTER = "/manual/1/en/what-a-focal-point-is"
BLOCK = "w3i7jik4"
BEFORE = "The network has no power over its members."
AFTER = "The network has no power whatsoever over its members."
REASON = "Colleagues ask us whether it has any."


def test_words_are_suggested_looked_at_and_accepted(visitor):
    denmark, editor, public = visitor("focal-point-dnk"), visitor("editor"), visitor()
    denmark.go(f"{CHAPTER}/you")
    denmark.follow("Suggest other words")
    denmark.page.locator(f"main a[href='/manual/suggest/{BLOCK}']").click()
    denmark.page.wait_for_url(f"**/manual/suggest/{BLOCK}")
    area = denmark.page.locator("#f-wording")
    text = area.input_value()
    assert text.count(BEFORE) == 1
    with denmark.refused(422):
        denmark.press("main form[method=post] button:not([name])", ".problem")
    assert area.input_value() == text
    denmark.fill(wording=text.replace(BEFORE, AFTER), reason=REASON)
    denmark.press("button[value=preview]", "#h-shown")
    assert "whatsoever" in denmark.page.locator(".read ins").first.inner_text()
    denmark.press("main form[method=post] button:not([name])", "main .note.well")
    place = denmark.path.partition("?")[0]

    public.go(place)
    assert public.path.startswith("/sign-in"), "never public"
    editor.go("/desk")
    editor.page.locator(f"#queue a[href='{place}']").click()
    editor.page.wait_for_url(f"**{place}")
    editor.press(f"form[action='{place}/accept'] button", "main .note.well")
    editor.go("/manual/edit/what-a-focal-point-is")
    assert AFTER in editor.typed("text")["text"]
    denmark.go("/manual/suggestions?show=own")
    assert "Accepted" in denmark.page.locator(f"li:has(a[href='{place}'])").inner_text()
    assert denmark.complaints == editor.complaints == []


def test_a_paragraph_is_suggested_to_go_and_another_to_come(visitor):
    denmark, editor = visitor("focal-point-dnk"), visitor("editor")
    places = []
    for way, sign in (
        ("Suggest that this paragraph goes", "del"),
        ("Suggest a new paragraph after this one", "ins"),
    ):
        denmark.go(f"/manual/suggest/{BLOCK}")
        denmark.follow(way)
        denmark.page.wait_for_url("**asks=**")
        denmark.fill(reason=REASON)
        if sign == "ins":
            denmark.fill(wording="Nobody has to ask twice.")
        denmark.press("button[value=preview]", "#h-shown")
        assert denmark.page.locator(f".read {sign}").first.inner_text()
        shot(denmark, f"suggest-{sign}")
        denmark.press("main form[method=post] button:not([name])", "main .note.well")
        places.append(denmark.path.partition("?")[0])
    for place in reversed(places):
        editor.go(place)
        shot(editor, f"answer-{places.index(place)}")
        editor.press(f"form[action='{place}/accept'] button", "main .note.well")
    editor.go("/manual/edit/what-a-focal-point-is")
    text = editor.typed("text")["text"]
    assert "Nobody has to ask twice." in text
    assert BEFORE not in text
    assert denmark.complaints == editor.complaints == []
