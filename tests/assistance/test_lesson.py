"""A practice from help that has ended: without what is confidential, and by both sides."""

import pytest
from sqlalchemy import text

from app.assistance.rules import Stage
from tests.assistance.sample import NOTE, TERMS
from tests.assistance.test_after import BACK, GIVEN, ended, say
from tests.practices.joint import version

__all__ = ["ended"]


@pytest.fixture
def answered(ended, browse, database):
    """Return the ids of request and offer, and the address of the practice, once both answered."""
    here, item, offer_id = ended
    say(browse, database, "denmark", here, GIVEN)
    say(browse, database, "ghana", here, BACK)
    return item, offer_id, f"/assistance/{item}/practice"


def begun(browse, who: str, here: str, **sent: str) -> str:
    """Begin a draft; return the address of the practice."""
    return browse(who).post(here, sent).location.removesuffix("/edit/what")


def test_what_is_confidential_is_left_out_and_listed(answered, browse):
    _item, offer_id, here = answered
    page = browse("ghana").get(here)
    for said in ("Terms of the help", "For whom it was asked", "Contacts and names of people"):
        assert said in page.text
    place = begun(browse, "ghana", here, **{"with": offer_id})
    draft = browse("ghana").get(place).text
    for said in (NOTE, GIVEN["words"], BACK["words"]):
        assert said in draft
    for said in (TERMS.what, TERMS.costs, "Two ministries", "Our page"):
        assert said not in draft
    browse("denmark").get(place, status=404)
    browse("editor").get(place, status=404)


def test_nothing_is_submitted_before_both_own_it_and_both_said_yes(answered, browse, database):
    item, offer_id, here = answered
    place = begun(browse, "denmark", here, **{"with": offer_id})
    made = place.rpartition("/")[2]
    refused = browse("denmark").post(f"{place}/edit/check", version(database, made), status=409)
    assert "both own it" in refused.text or "has not answered yet" in refused.text
    asked = browse("ghana").get("/home").soup.select_one("a[href*='/practices/joining/']")
    with database.read() as conn:
        key = conn.execute(text("SELECT item_id FROM practice_joining")).scalar_one()
    assert asked is None or key in asked["href"]
    browse("ghana").post(f"/practices/joining/{key}/accept", {})
    browse("denmark").post(f"{place}/edit/check", version(database, made))
    browse("editor").get(place, status=404)
    browse("ghana").post(f"{place}/agree", version(database, made))
    assert browse("editor").get(place).words("h1")
    assert f"/assistance/{item}" in browse("ghana").get(place).text


def test_who_was_asked_and_said_no_keeps_it_from_going_out(answered, browse, database):
    _item, offer_id, here = answered
    place = begun(browse, "ghana", here, **{"with": offer_id})
    made = place.rpartition("/")[2]
    with database.read() as conn:
        key = conn.execute(text("SELECT item_id FROM practice_joining")).scalar_one()
    browse("denmark").post(f"/practices/joining/{key}/decline", {})
    refused = browse("ghana").post(f"{place}/edit/check", version(database, made), status=409)
    assert "both own it before it is submitted" in refused.text


def test_an_unread_answer_of_the_other_side_does_not_go_in(ended, browse, database):
    here, item, offer_id = ended
    say(browse, database, "denmark", here, GIVEN)
    place = begun(browse, "ghana", f"/assistance/{item}/practice", **{"with": offer_id})
    assert GIVEN["words"] not in browse("ghana").get(place).text


def test_who_may_begin_one(answered, browse, making):
    _item, offer_id, here = answered
    for who, status in (("timor", 403), ("editor", 403), ("stranger", 404)):
        browse(who).get(here, status=status)
        browse(who).post(here, {"with": offer_id}, status=status)
    browse("denmark").post(here, {}, status=403)
    browse("ghana").post(here, {"with": "nonsense"}, status=404)
    with making() as maker:
        other = maker.request(Stage.UNDER_WAY)
    browse("ghana").get(f"/assistance/{other}/practice", status=409)
