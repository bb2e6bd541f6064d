"""A practice without the name of its member: wished, published, opened, named."""

import pytest

from tests.browser.holdings import held, ids

pytestmark = pytest.mark.browser

TITLE = "A practice without a name"
MARK = "Published by the Secretariat for a member that is not named."


def test_published_without_the_name_and_named_by_its_own_office(visitor, holdings):
    known = ids(holdings)
    ghana, editor = visitor("focal-point-gha"), visitor("editor")
    first = wish(ghana)
    editor.go(first)
    editor.press(f"form[action='{first}/publish'] button", "#h-unnamed")
    place = "/practices/" + editor.page.url.partition("/practices/")[2].partition("?")[0]
    editor.press(f"form[action='{place}/owner'] button", "#h-unnamed")
    assert "It is the practice of Ghana." in editor.page.inner_text("main")

    denmark = visitor("focal-point-dnk")
    denmark.go(place)
    assert MARK in denmark.sees(".note").inner_text()
    assert "Ghana" not in denmark.page.inner_text("main")

    ghana.go("/practices/unnamed")
    ghana.press(f"a[href='{place}']", "#h-unnamed")
    ghana.page.locator("details summary", has_text="Put our name on it").click()
    ghana.press(f"form[action='{place}/name'] button", ".note.well")

    denmark.go(place)
    assert "Ghana" in denmark.page.inner_text("main")
    found = held(holdings, known)
    assert [(one[0], one[1], one[2]) for one in found["items"]] == [
        ("practice 1", "published", "GHA")
    ]
    assert found["waiting"] == []


def wish(ghana) -> str:
    """Write a practice, wish it without the name and submit it; return its address."""
    ghana.go("/practices/new")
    for name, words in {
        "title": TITLE,
        "summary": "What came of it.",
        "description": "What it is.",
    }.items():
        ghana.page.fill(f"form.part [name={name}]", words)
    ghana.page.locator("input[name=themes]").first.check()
    ghana.press("button[value=continue]", "[name=responsible_body]")
    place = ghana.page.url.partition("/edit")[0]
    place = "/practices/" + place.partition("/practices/")[2]
    ghana.go(f"{place}/edit/readers")
    ghana.page.check("[name=own_source]")
    ghana.page.check("[name=audience][value=network]")
    ghana.press("button[value=continue]", "[name=nameless]")
    ghana.page.check("[name=nameless]")
    ghana.press(f"form[action='{place}/edit/check'] button[type=submit]", "#standing")
    return place
