"""What is typed and not saved is kept for its writer alone, taken up, saved or thrown away."""

import json

import pytest
from sqlalchemy import select

from app.core.db import table
from app.practices.models import Practice, PracticeAside
from app.practices.rules import Stage
from tests.practices import sample
from tests.practices.sample import FIRST_PAGE

KEPT = "What you typed is kept for you. Nobody else reads it until you save."
OTHER = "Another window of yours keeps something else of this page"


@pytest.fixture
def draft(cast, portal) -> str:
    with portal.db.unit_of_work() as db:
        return sample.write(db, cast["ghana"].viewer, Stage.DRAFT, portal=portal)


def _keep(who, address, fields, status=200):
    return json.loads(who.post(address, fields, status=status).text)


def _rows(database):
    with database.read() as conn:
        return conn.execute(select(table(PracticeAside)).order_by("place", "step")).all()


def _title(page) -> str:
    return page.soup.select_one("input[name=title]")["value"]


def test_a_first_page_is_kept_taken_up_and_forgotten_once_it_is_saved(browse, database):
    ghana = browse("ghana")
    ghana.get("/practices/new")
    typed = {**FIRST_PAGE, "title": "Half a ti", "themes": [], "turn": "0"}
    assert _keep(ghana, "/practices/new/aside", typed) == {"turn": 1, "says": KEPT}
    typed |= {"title": "Half a title", "turn": "1"}
    assert _keep(ghana, "/practices/new/aside", typed)["turn"] == 2

    page = ghana.get("/practices/new")
    assert _title(page) == ""
    assert "you typed something here that was not saved. Only you see it." in page.text
    assert "The draft was changed since" not in page.text
    taken = ghana.get(page.soup.select_one(".note a.btn")["href"])
    assert _title(taken) == "Half a title"
    assert taken.soup.select_one("form[data-keeper] input[name=turn]")["value"] == "2"
    assert taken.words(".note p")[0].startswith("What you typed stands in the form.")

    saved = ghana.post("/practices/new", {**typed, "themes": ["early-warning"], "turn": "2"})
    assert saved.location.endswith("/edit/how")
    assert _rows(database) == []


def test_a_draft_is_left_alone_and_nobody_else_is_offered_what_was_typed(browse, database, draft):
    ghana, alternate = browse("ghana"), browse("ghana_alternate")
    ghana.get(f"/practices/{draft}/edit/what")
    typed = {**FIRST_PAGE, "title": "Typed and not saved", "version": "1", "turn": "0"}
    _keep(ghana, f"/practices/{draft}/aside/what", typed)

    with database.read() as conn:
        assert conn.execute(select(table(Practice).c.title)).scalars().all() == [
            "A practice of Ghana"
        ]
    for who, told in ((ghana, True), (alternate, False)):
        page = who.get(f"/practices/{draft}/edit/what")
        assert ("was not saved" in page.text, _title(page)) == (told, "A practice of Ghana")
    assert "Typed" not in alternate.get(f"/practices/{draft}/edit/what?kept=1").text
    assert "was not saved" not in ghana.get(f"/practices/{draft}/edit/how").text
    for who, status in (("denmark", 404), ("editor", 404)):
        browse(who).post(f"/practices/{draft}/aside/what", typed, status=status)
    ghana.post(f"/practices/{draft}/aside/check", typed, status=404)
    ghana.post(f"/practices/{draft}/aside/none", typed, status=404)
    assert [(row.place, row.step, row.turn) for row in _rows(database)] == [(draft, "what", 1)]


def test_what_a_colleague_saved_meanwhile_is_said_before_it_is_replaced(browse, draft):
    ghana, alternate = browse("ghana"), browse("ghana_alternate")
    ghana.get(f"/practices/{draft}/edit/what")
    typed = {**FIRST_PAGE, "title": "Typed", "version": "1", "turn": "0"}
    _keep(ghana, f"/practices/{draft}/aside/what", typed)
    alternate.get(f"/practices/{draft}/edit/what")
    alternate.post(f"/practices/{draft}/edit/what", {**FIRST_PAGE, "version": "1"})

    page = ghana.get(f"/practices/{draft}/edit/what")
    assert "The draft was changed since." in page.text
    taken = ghana.get(f"/practices/{draft}/edit/what?kept=1")
    assert "what you save takes the place of what is there" in taken.text
    assert _title(taken) == "Typed"


def test_a_window_keeps_nothing_over_another_and_throws_away_what_it_saw(browse, database, draft):
    ghana = browse("ghana")
    ghana.get(f"/practices/{draft}/edit/learned")
    here = f"/practices/{draft}/aside/learned"
    first = {"what_worked": "One.", "version": "1", "turn": "0"}
    assert _keep(ghana, here, first)["turn"] == 1
    assert _keep(ghana, here, first)["turn"] == 2
    second = {"what_worked": "Two.", "version": "1", "turn": "0"}
    assert _keep(ghana, here, second, 409)["says"].startswith(OTHER)

    assert ghana.post(here, {"do": "drop", "turn": "1"}).location.endswith("/edit/learned")
    assert [json.loads(row.typed)["what_worked"] for row in _rows(database)] == ["One."]
    ghana.post(here, {"do": "drop", "turn": "2"})
    assert _rows(database) == []
    ghana.post(here, {"do": "drop", "turn": "2"})

    _keep(ghana, here, first)
    saved = {"what_worked": "Another window saved.", "version": "1", "turn": "0"}
    ghana.post(f"/practices/{draft}/edit/learned", saved)
    assert len(_rows(database)) == 1
    same = {"what_worked": "One.", "version": "2", "turn": "1"}
    ghana.post(f"/practices/{draft}/edit/learned", same)
    assert _rows(database) == []


def test_what_cannot_be_saved_is_kept_and_what_is_far_too_long_is_not(browse, database, draft):
    ghana = browse("ghana")
    ghana.get(f"/practices/{draft}/edit/how")
    here = f"/practices/{draft}/aside/how"
    assert _keep(ghana, here, {"year_from": "two thousand", "turn": "0"})["turn"] == 1
    taken = ghana.get(f"/practices/{draft}/edit/how?kept=1")
    assert taken.soup.select_one("input[name=year_from]")["value"] == "two thousand"
    long = {"cost": "x" * 100_001, "turn": "1"}
    said = _keep(ghana, here, long, 409)["says"]
    assert said == "What you typed is too long to be kept. Shorten it, then save it."
    assert json.loads(_rows(database)[0].typed)["year_from"] == "two thousand"
    for turn in ("x", "", "-1", "9" * 40):
        assert _keep(ghana, here, {"cost": "x", "turn": turn}, 409)["says"].startswith(OTHER)
