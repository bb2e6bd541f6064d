"""One's dates in one's own calendar: what stands in it, for whom, and until when."""

from datetime import date, timedelta

import icalendar
import pytest
from sqlalchemy import update

from app.access.labels import member_label
from app.access.scopes import Scope
from app.assistance.rules import Stage
from app.core import clock
from app.directory.holding import appointment
from app.identity.models import AccessToken
from app.notifications.actions import wait_for
from tests.account.passkeys import proved
from tests.assistance.conftest import asked, making
from tests.assistance.sample import CANARY, SOON

__all__ = ["asked", "making"]

PAGE = "/account/calendar"


@pytest.fixture
def address(portal, browse):
    """Return a function that makes somebody's calendar and returns its path."""

    def make(who: str) -> str:
        proved(portal.db, minutes=0)
        [found] = browse(who).post(PAGE, status=200).words("code.address")
        return found.removeprefix(portal.settings.base_url)

    return make


def read(answer) -> list[tuple[date, str]]:
    """Return day and words of each entry."""
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    return [(one.decoded("dtstart"), str(one["summary"])) for one in events(answer)]


def events(answer):
    """Return the entries as a calendar programme reads them."""
    return icalendar.Calendar.from_ical(answer.raw.content).walk("VEVENT")


def test_a_calendar_has_the_days_of_its_office_by_number_and_nothing_more(browse, asked, address):
    made = asked(Stage.OPEN, audience="members:DNK")
    asked(Stage.OPEN, audience="members:CRI")
    number = browse("denmark").get(f"/api/v1/assistance/{made}").json()["number"]
    path = address("denmark")
    found = browse().get(path)

    text = f"{number}: A member asks for assistance."
    assert read(found) == [(SOON, text)]
    for word in (CANARY, "Ghana", "GHA", "One warning page", "http"):
        assert word not in found.text
    assert found.headers["cache-control"] == "no-store"
    assert read(browse().get(address("timor"))) == []


def test_an_entry_keeps_its_key_and_goes_when_nothing_waits_any_more(
    browse, asked, address, making
):
    made = asked(Stage.OPEN, audience="members:DNK")
    path = address("denmark")
    keys = [
        [
            str(e["uid"])
            for e in icalendar.Calendar.from_ical(browse().get(path).raw.content).walk("VEVENT")
        ]
        for _ in range(2)
    ]
    assert keys[0] == keys[1]
    assert len(keys[0]) == 1
    with making() as maker:
        maker.offer(made, "denmark")
    assert read(browse().get(path)) == []


def test_what_the_office_no_longer_sees_stands_in_no_calendar(browse, things, database, address):
    hidden = things.practice("Hidden", audience="members:CRI")
    with database.unit_of_work() as db:
        day = clock.today() + timedelta(days=9)
        wait_for(db, hidden, member_label("DNK"), "practice-returned", due=day)
    assert read(browse().get(address("denmark"))) == []
    assert browse("denmark").get(PAGE).words("#h-dates ~ ul h3") == []


def test_the_page_shows_what_stands_in_it_and_each_address_until_it_is_taken_back(
    browse, asked, address
):
    asked(Stage.OPEN, audience="members:DNK")
    path = address("denmark")
    page = browse("denmark").get(PAGE)
    assert len(page.soup.select("section[aria-labelledby=h-dates] li")) == 1
    assert path.rpartition("/")[2] not in page.text
    [taken] = page.soup.select("form[action='/account/tokens/take-back'] input[name=token]")
    browse("denmark").post("/account/tokens/take-back", {"token": taken["value"]})
    browse().get(path, status=401)
    browse().get("/calendar/nothing", status=401)


def test_a_calendar_ends_with_the_office(browse, address, cast, database):
    path = address("denmark")
    read(browse().get(path))
    with database.unit_of_work() as db:
        person = cast["denmark"].viewer.person_id
        ended = update(appointment).where(appointment.c.person_id == person)
        db.execute(ended.values(ends=clock.today() - timedelta(days=1)))
    browse().get(path, status=401)


def test_a_calendar_opens_no_interface_and_no_other_token_opens_a_calendar(
    browse, address, database, client_with_token
):
    path = address("denmark")
    secret = path.rpartition("/")[2]
    assert client_with_token(secret, "/api/v1/assistance") == 403
    with database.unit_of_work() as db:
        db.execute(update(AccessToken).values(scopes=str(Scope.SEARCH)))
    browse().get(path, status=401)


@pytest.fixture
def client_with_token(browse):
    def ask(secret: str, place: str) -> int:
        headers = {"Authorization": f"Bearer {secret}"}
        return int(browse().client.get(place, headers=headers).status_code)

    return ask


def test_only_who_holds_an_office_makes_one(browse, portal):
    proved(portal.db, minutes=0)
    for who in ("editor", "stranger"):
        page = browse(who).get(PAGE)
        assert page.soup.select(f"form[action='{PAGE}']") == []
        browse(who).post(PAGE, status=403)
    browse().get(PAGE, status=303)
