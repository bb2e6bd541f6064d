"""While a member has no Focal Point, its alternate goes on but binds and ends nothing."""

from datetime import date

import pytest
from sqlalchemy import update

from app.assistance.rules import Stage
from app.directory.holding import appointment
from app.directory.models import Appointment
from tests.practices.sample import write

ALONE = "no alternate does while there is no Focal Point, and nobody who stands in."


@pytest.fixture
def appoint(database, cast):
    """End the appointment of Ghana's Focal Point; return what appoints the next one."""
    office = cast["ghana"].viewer.office.id
    with database.unit_of_work() as db:
        own = appointment.c.person_id == cast["ghana"].viewer.person_id
        db.execute(update(appointment).where(own).values(ends=date(2020, 1, 2)))

    def next_one(starts: date = date(2020, 1, 3)) -> None:
        with database.unit_of_work() as db:
            person = cast["stranger"].viewer.person_id
            db.add(Appointment(office_id=office, person_id=person, starts=starts))

    return next_one


def buttons(page) -> set[str]:
    return {form["action"].rpartition("/")[2] for form in page.soup.select("main form")}


def version(page) -> dict[str, str]:
    return {"version": page.soup.select_one('input[name="version"]')["value"]}


def test_talks_go_on_and_nothing_is_accepted_or_withdrawn_until_there_is_a_focal_point(
    browse, making, appoint
):
    with making() as maker:
        place = f"/assistance/{maker.request(Stage.OPEN, owner='ghana_alternate')}"
        offer = f"{place}/offers/{maker.offer(place.rpartition('/')[2], 'denmark')}"
    alternate = browse("ghana_alternate")
    page = alternate.get(place)
    assert buttons(page) & {"accept", "take-up", "decline", "withdraw"} == {"take-up", "decline"}
    for path in (f"{offer}/accept", f"{place}/withdraw"):
        assert ALONE in alternate.post(path, version(page), status=403).text
    alternate.post(f"{offer}/take-up", version(page))

    appoint(starts=date(2999, 1, 1))
    assert "accept" not in buttons(alternate.get(place))
    appoint()
    page = alternate.get(place)
    assert buttons(page) & {"accept", "decline", "withdraw"} == {"accept", "decline", "withdraw"}
    alternate.post(f"{offer}/accept", version(page))


def test_an_offer_is_not_taken_back_and_a_new_one_is_made(browse, making, appoint):
    with making() as maker:
        place = f"/assistance/{maker.request(Stage.OPEN, owner='denmark')}"
        offer = f"{place}/offers/{maker.offer(place.rpartition('/')[2], 'ghana_alternate')}"
    alternate = browse("ghana_alternate")
    page = alternate.get(place)
    assert "take-back" not in buttons(page)
    sent = {"version": "3"}
    assert ALONE in alternate.post(f"{offer}/take-back", sent, status=403).text

    appoint()
    page = alternate.get(place)
    assert "take-back" in buttons(page)
    alternate.post(f"{offer}/take-back", version(page))


def test_a_practice_is_confirmed_and_not_withdrawn(browse, database, portal, cast, appoint):
    with database.unit_of_work() as db:
        made = write(db, cast["ghana"].viewer, staff=cast["editor"].viewer, portal=portal)
    alternate, place = browse("ghana_alternate"), f"/practices/{made}"
    page = alternate.get(place)
    assert buttons(page) & {"confirm", "withdraw"} == {"confirm"}
    assert ALONE in alternate.post(f"{place}/withdraw", version(page), status=403).text

    appoint()
    assert buttons(alternate.get(place)) & {"confirm", "withdraw"} == {"confirm", "withdraw"}


def test_the_first_page_says_so_to_the_alternate_alone(browse, appoint):
    said = "Your member has no Focal Point at present."
    assert said in browse("ghana_alternate").get("/home").text
    assert said not in browse("denmark").get("/home").text

    appoint()
    assert said not in browse("ghana_alternate").get("/home").text
