"""Whoever writes at the draft is told beforehand that an open submission is called off by it."""

from tests.manual.test_manual_suggesting import sending

SECTION = "/manual/edit/beginning/sections/h2aaaaaa"
PAGES = (
    "/manual/edit",
    "/manual/edit/beginning",
    "/manual/edit/beginning/sections",
    SECTION,
    f"{SECTION}/arrange",
    "/manual/translate/fr/beginning",
)


def test_each_page_that_changes_the_draft_says_what_saving_calls_off(browse, rewrite, submit):
    suggestion = sending(browse("ghana"), "p2aaaaaa", 303).location.partition("?")[0]
    editor, places = browse("editor"), (*PAGES, suggestion)

    def told(place: str) -> list[tuple[str, str]]:
        found = editor.get(place).soup.select(".note.wants:has(a[href^='/manual/submissions/'])")
        return [(one.p.get_text(), one.a["href"]) for one in found]

    assert [told(place) for place in places] == [[]] * 7
    rewrite("Send it.", "Send it today.")
    where = submit().location
    says = "Edition 2 is submitted; saving here calls it off. Look at it"
    assert [told(place) for place in places] == [[(says, where)]] * 7
    assert ["calls it off" in browse(who).get(suggestion).text for who in ("ghana", "editor")] == [
        False,
        True,
    ]

    browse("administrator").post(f"{where}/agree")
    assert [told(place) for place in places] == [[]] * 7
    editor.post("/manual/editions/2/withdraw", {"reason": "It names somebody."})
    assert [told(place) for place in places] == [[]] * 7
