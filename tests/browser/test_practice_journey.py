"""A practice from the first word to a colleague's comment, as four people live it."""

import pytest

from tests.browser.holdings import held, ids

pytestmark = pytest.mark.browser

WHAT = {
    "title": "Two ministries, one page",
    "summary": "A change seen by one ministry reaches the other within the day.",
    "description": '  Each Monday two officers fill in half a page.\n\nIt "goes" to <both> & all.',
}
NEWS = [
    "There is a new comment on this practice.",
    "The Secretariat published this practice.",
    "The Secretariat returned this practice.",
]
REASON = "Please say in which year it began."


def test_a_practice_is_shared_returned_published_found_and_commented(visitor, holdings):
    known = ids(holdings)
    ghana, editor = visitor("focal-point-gha"), visitor("editor")
    place = write_practice(ghana)
    answer(editor, place, WHAT["title"])
    correct_and_submit(ghana, place)
    editor.go(place)
    editor.press(f"form[action='{place}/publish'] button", ".note.well")

    denmark = visitor("focal-point-dnk")
    find_and_comment(denmark, place)

    ghana.go("/home")
    told = ghana.page.locator("section[aria-labelledby=h-news] li", has_text=WHAT["title"])
    assert told.locator("h3 + p").all_inner_texts() == NEWS
    ghana.go(place)
    assert "How many people does it take?" in ghana.sees("#comments article").inner_text()
    ghana.press(f"form[action='{place}/confirm'] button", ".note.well")
    assert "Confirmed." in ghana.sees(".note.well").inner_text()

    assert held(holdings, known) == {
        "items": [
            (
                "practice 1", "published", "GHA", "network",
                "member:GHA network secretariat", "R2P/year/PRA/023", "en", "focal-point-gha",
            ),
            (
                "comment 1", "posted", "DNK", "network",
                "network secretariat", "", "en", "focal-point-dnk",
            ),
        ],
        "comments": [("comment 1", "practice 1", "DNK", "How many people does it take?")],
        "offers": [],
        "editions": [(1, "major", "First edition.")],
        "waiting": [],
        "notices": [
            ("practice 1", "member:GHA", "practice-commented"),
            ("practice 1", "member:GHA", "practice-published"),
            ("practice 1", "member:GHA", "practice-returned"),
        ],
        "letters": [
            ("administrator", "practice 1", 2),
            ("alternate-gha", "practice 1", 2),
            ("editor", "practice 1", 2),
            ("focal-point-gha", "practice 1", 2),
        ],
        "record": [
            ("practices:practice:created", "focal-point-gha", "practice 1"),
            ("practices:practice:changed", "focal-point-gha", "practice 1"),
            ("practices:practice:changed", "focal-point-gha", "practice 1"),
            ("practices:practice:changed", "focal-point-gha", "practice 1"),
            ("practices:practice:submitted", "focal-point-gha", "practice 1"),
            ("practices:practice:viewed", "editor", "practice 1"),
            ("practices:practice:returned", "editor", "practice 1"),
            ("practices:practice:changed", "focal-point-gha", "practice 1"),
            ("practices:practice:submitted", "focal-point-gha", "practice 1"),
            ("practices:practice:published", "editor", "practice 1"),
            ("discussion:comment:posted", "focal-point-dnk", "comment 1"),
        ],
    }  # fmt: skip


def write_practice(ghana) -> str:
    """Write a practice in five steps with two bad answers on the way; return its address."""
    ghana.go("/practices/new")
    ghana.fill(**WHAT)
    with ghana.refused(422):
        ghana.press("main form button[type=submit]", ".problem")
    assert ghana.typed(*WHAT) == WHAT
    ghana.tick("themes", "early-warning", "national-mechanism")
    ghana.press("main form button[type=submit]", "#f-responsible_body")
    place = ghana.path.removesuffix("/edit/how")

    ghana.fill(responsible_body="Ministry of the Interior", year_from="two thousand")
    with ghana.refused(422):
        ghana.press("main form button[type=submit]", ".problem")
    kept = ghana.typed("responsible_body", "year_from")
    assert kept == {"responsible_body": "Ministry of the Interior", "year_from": "two thousand"}
    ghana.fill(year_from="")
    ghana.press("main form button[type=submit]", "#f-what_worked")

    ghana.fill(what_worked="Two named persons.", what_did_not="Three pages were too many.")
    ghana.press("main form button[type=submit]", "#f-sources")

    ghana.tick("own_source", "yes")
    ghana.tick("audience", "network")
    ghana.press("button[value=continue]", "#h-preview")
    ghana.press("main form button[type=submit]", ".note.well")
    return place


def answer(editor, place: str, title: str) -> None:
    """Find the practice on the desk and return it: first without a reason, then with one."""
    editor.go("/desk")
    editor.follow(title)
    editor.sees("#review")
    assert editor.path == place
    with editor.refused(422):
        editor.press(f"form[action='{place}/return'] button", ".problem")
    editor.fill(reason=REASON)
    editor.press(f"form[action='{place}/return'] button", "#standing .note.wants")


def correct_and_submit(ghana, place: str) -> None:
    """Read the reason at home, add the year and submit again."""
    ghana.go("/home")
    ghana.follow(WHAT["title"], within="section[aria-labelledby=h-waits]")
    assert REASON in ghana.sees("#standing .note.wants").inner_text()
    ghana.go(f"{place}/edit/how")
    ghana.fill(year_from="2024")
    ghana.press("main form button[type=submit]", "#f-what_worked")
    ghana.go(f"{place}/edit/check")
    ghana.press("main form button[type=submit]", ".note.well")


def find_and_comment(denmark, place: str) -> None:
    """Find the practice by filter and by search, read it, comment on it."""
    denmark.go("/practices")
    denmark.tick("state", "GHA")
    if not denmark.script:
        denmark.page.locator("#filters button[type=submit]").click()
    denmark.sees(f"#practices a[href='{place}']")
    denmark.page.locator("#look-q").fill("two ministries")
    denmark.page.locator("#look-q").press("Enter")
    denmark.sees("#practices .chips a[href='/practices?state=GHA']")
    denmark.sees(f"#practices a[href='{place}']")
    denmark.go("/search")
    denmark.page.locator("#look-q").fill("ministries page")
    denmark.page.locator("#look-q").press("Enter")
    denmark.sees(f"#found a[href='{place}']").click()
    denmark.sees("#comments form")
    assert denmark.page.locator("h1").inner_text() == WHAT["title"]
    denmark.fill(comment="How many people does it take?")
    denmark.press("#comments form button", "#comments article")
    assert denmark.sees("#comments .note").inner_text() == "Your comment is posted."


def test_a_practice_for_one_group_is_nowhere_for_others(visitor, holdings):
    known = ids(holdings)
    ghana, editor, denmark = (
        visitor("focal-point-gha"), visitor("editor"), visitor("focal-point-dnk")
    )  # fmt: skip
    before = everything_seen(denmark)
    place = publish_for_africa(ghana, editor, "Quagga")

    public = visitor()
    assert found_by_search(ghana, "quagga") == [place]
    for other in (denmark, public):
        assert found_by_search(other, "quagga") == []
        assert other.api(f"/api/v1{place}") == 404
    denmark.not_found(place)
    denmark.not_found(f"{place}/edit/what")
    public.go(place)
    assert public.path.startswith("/sign-in?next=")
    assert everything_seen(denmark) == before

    assert held(holdings, known) == {
        "items": [
            (
                "practice 1", "published", "GHA", "group:african",
                "group:african member:GHA secretariat", "R2P/year/PRA/023", "en",
                "focal-point-gha",
            )
        ],
        "comments": [],
        "offers": [],
        "editions": [(1, "major", "First edition.")],
        "waiting": [],
        "notices": [("practice 1", "member:GHA", "practice-published")],
        "letters": [
            ("administrator", "practice 1", 1),
            ("alternate-gha", "practice 1", 1),
            ("editor", "practice 1", 1),
            ("focal-point-gha", "practice 1", 1),
        ],
        "record": [
            ("practices:practice:created", "focal-point-gha", "practice 1"),
            ("practices:practice:changed", "focal-point-gha", "practice 1"),
            ("practices:practice:submitted", "focal-point-gha", "practice 1"),
            ("practices:practice:viewed", "editor", "practice 1"),
            ("practices:practice:published", "editor", "practice 1"),
        ],
    }  # fmt: skip


def found_by_search(visitor, words: str) -> list[str]:
    """Return the addresses that the search page and the search of the API find alike."""
    visitor.go(f"/search?q={words}")
    links = visitor.page.locator("#found h3 a")
    return [one.get_attribute("href") for one in links.all()]


def everything_seen(visitor) -> list[object]:
    """Return what lists, counts, filters and the API say of practices."""
    visitor.go("/practices")
    shown = [visitor.page.locator("#practices").inner_text()]
    visitor.go("/practices?theme=other")
    shown.append(visitor.page.locator("#practices").inner_text())
    visitor.go("/home")
    shown.append(visitor.page.locator("section[aria-labelledby=h-latest]").inner_text())
    return [*shown, visitor.api("/api/v1/practices"), visitor.api("/api/v1/search?q=quagga")]


def publish_for_africa(ghana, editor, animal: str) -> str:
    """Publish a practice of Ghana for its own group, about an animal; return its address."""
    ghana.go("/practices/new")
    ghana.fill(title=f"{animal} patrols", summary=f"{animal}s are safe.", description="On foot.")
    ghana.tick("themes", "other")
    ghana.press("main form button[type=submit]", "#f-responsible_body")
    place: str = ghana.path.removesuffix("/edit/how")
    ghana.go(f"{place}/edit/readers")
    ghana.tick("own_source", "yes")
    ghana.tick("audience", "chosen")
    ghana.add_reader("group:african")
    ghana.press("button[value=continue]", "#h-preview")
    ghana.press("main form button[type=submit]", ".note.well")
    editor.go(place)
    editor.press(f"form[action='{place}/publish'] button", ".note.well")
    return place
