"""A request is written in steps that can be left, taken up in any order, and pressed twice."""

from sqlalchemy import func, select

from app.assistance.models import Request
from app.core.db import table
from tests.assistance.sample import HOW, WHAT

request = table(Request)
DONE = "(says what is needed)"


def _said(page) -> list[bool]:
    return [DONE in one.text for one in page.soup.select(".steps li")]


def test_five_presses_begin_one_request(browse, database):
    ghana = browse("ghana")
    sent = {**WHAT, "then": "continue", "once": "the same form"}
    led = {ghana.post("/assistance/new", sent).location for _ in range(5)}
    assert len(led) == 1
    with database.read() as conn:
        assert conn.execute(select(func.count()).select_from(request)).scalar() == 1


def test_steps_are_taken_in_any_order_and_say_what_they_hold(browse):
    ghana = browse("ghana")
    assert not ghana.get("/assistance/new").soup.select(".steps a")
    place = ghana.post("/assistance/new", {"then": "leave", "language": "en"}).location
    assert _said(ghana.get(f"{place}/check")) == [False, False, False, False, False]

    page = ghana.get(f"{place}/contacts")
    chosen = page.soup.select_one("[name=contact][checked]")["value"]
    files = ghana.post(f"{place}/contacts", {"contact": chosen, "version": "1", "then": "files"})
    assert files.location == f"{place}/files"
    ghana.post(f"{place}/how", {**HOW, "version": "2", "then": "leave"})
    page = ghana.get(f"{place}/check")
    assert _said(page) == [False, True, False, True, False]
    assert "2 of 4 steps say what is needed." in page.text
    assert [one["href"] for one in page.soup.select("[aria-labelledby=h-missing] a")] == [
        f"{place}/what#f-title",
        f"{place}/what#f-outcome",
        f"{place}/what#f-themes",
        f"{place}/readers#f-circle",
    ]

    wrong = {**WHAT, "title": "x" * 200, "version": "3", "then": "leave"}
    again = ghana.post(f"{place}/what", wrong, status=422)
    assert again.soup.select_one("#f-outcome").text.strip() == WHAT["outcome"]
    assert _said(ghana.get(f"{place}/check")) == [False, True, False, True, False]


def test_a_request_begins_with_a_chapter_or_the_words_of_a_filter_as_far_as_they_are_known(browse):
    ghana = browse("ghana")
    page = ghana.get("/assistance/new?factor=7&factor=99&theme=early-warning&chapter=no-such")
    assert [one["value"] for one in page.soup.select("main input[checked]")] == [
        "early-warning",
        "7",
    ]
    assert page.soup.select_one("#f-origin")["value"] == ""
