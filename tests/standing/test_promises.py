"""How much of a standing offer is promised in a year, and what follows when it is full."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from app.assistance import actions as actions_of_requests
from app.assistance.rules import Act, Stage
from app.core import clock
from app.matching import stock
from app.standing import actions, queries
from tests.assistance.conftest import asked, making
from tests.matching.test_helpers import suggested
from tests.practices.sample import write
from tests.standing.sample import declare, declared, form

__all__ = ["asked", "making"]
FULL = "This offer is full for this year"


@pytest.fixture
def full(making, cast) -> str:
    """Let Denmark declare one talk a year, and promise it to Ghana; return the offer's id."""
    with making() as maker:
        denmark = cast["denmark"].viewer
        made = declare(maker.db, denmark, per_year=1, modalities=("video-talk",))
        declare(maker.db, denmark, summary="Elsewhere", themes=("hate-speech",), per_year=1)
        maker.request(Stage.AGREED)
        return made


def test_the_number_is_for_its_office_and_that_it_is_full_for_all(browse, full):
    here = f"/standing-offers/{full}"
    for who in ("denmark", "editor"):
        page = browse(who).get(here)
        assert "Promised this year: 1 of 1" in page.text
    for who in ("timor", "ghana"):
        page = browse(who).get(here)
        assert FULL in page.text
        assert "Promised this year" not in page.text
        assert page.soup.select("a[href^='/assistance/new?standing']")
    assert FULL not in browse("denmark").get(here).text
    told = {
        one["id"]: (one["full"], one["per_year"])
        for one in browse("timor").get("/api/v1/standing-offers").json()["standing_offers"]
    }
    assert told[full] == (True, 1)
    assert sorted(told.values()) == [(False, 1), (True, 1)]
    assert browse("timor").get("/standing-offers").text.count("Full for this year") == 1


def test_it_speaks_for_nobody_and_is_said_where_something_else_does(
    browse, full, asked, cast, portal
):
    made = asked(Stage.OPEN, owner="timor")
    page = browse("timor").get(f"/assistance/{made}")
    assert "Denmark" not in suggested(page)
    with portal.db.unit_of_work() as db:
        write(db, cast["denmark"].viewer, staff=cast["editor"].viewer, portal=portal)
    said = suggested(browse("timor").get(f"/assistance/{made}"))["Denmark"]
    assert "Its standing offer for this is full for this year" in said
    own = browse("denmark").get("/assistance/suggested").text
    assert "Your standing offer for this is full for this year" in own
    assert full not in own


def test_next_year_a_larger_number_and_help_taken_back_make_room(
    browse, full, cast, portal, database
):
    here = f"/standing-offers/{full}"

    def is_full() -> bool:
        return FULL in browse("timor").get(here).text

    until = date(clock.today().year + 1, 1, 1) - clock.today()
    with clock.moved(until):
        assert not is_full()
    with clock.moved(until - timedelta(days=1)):
        assert is_full()
    with portal.db.unit_of_work() as db:
        found = queries.one(db.connection(), cast["denmark"].viewer, full)
        more = declared(per_year=2, modalities=("video-talk",))
        actions.change(db, cast["denmark"].viewer, found, more, version=found.matter.version)
    assert not is_full()
    with database.read() as conn:
        rows = conn.execute(text("SELECT request_id, offer_id FROM standing_promise")).all()
    (one,) = rows
    page = browse("denmark").get(f"/assistance/{one.request_id}")
    version = page.soup.select_one("[name=version]")["value"]
    back = f"/assistance/{one.request_id}/offers/{one.offer_id}/{Act.TAKE_BACK}".replace("_", "-")
    browse("denmark").post(back, {"version": version})
    assert "Promised this year: 0 of 2" in browse("denmark").get(here).text


@pytest.mark.parametrize("wrong", ["0", "-1", "100", "two", "1.5", "²"])
def test_a_number_is_a_number_or_nothing(browse, wrong):
    page = browse("denmark").post("/standing-offers/new", form(per_year=wrong), status=422)
    assert page.words(".problem li") == ["Write a number from 1 to 99, or leave it empty."]


def test_each_promise_and_what_ends_it_is_known_by_heart_at_once(making, database, cast):
    def held() -> tuple[int, int]:
        with database.read() as conn:
            found = stock.about(conn, cast["timor"].viewer, ("early-warning",))["DNK"]
        return len(found.free), len(found.full)

    with making() as maker:
        declare(maker.db, cast["denmark"].viewer, per_year=1, modalities=("video-talk",))
    assert held() == (1, 0)
    with making() as maker:
        made, helped = maker.request(Stage.AGREED), maker.offer_id
    assert held() == (0, 1)
    with making() as maker:
        maker.answer(made, helped, "denmark", Act.TAKE_BACK)
    assert held() == (1, 0)
    with making() as maker:
        made = maker.request(Stage.AGREED)
    assert held() == (0, 1)
    with making() as maker:
        actions_of_requests.withdraw(maker.db, maker.by("ghana"), maker.matter("ghana", made))
    assert held() == (1, 0)
