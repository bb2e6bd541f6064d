"""Dates for a talk: proposed by one side, taken once by the other, kept in calendars."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from sqlalchemy import text

from app.assistance.rules import Act
from app.assistance.talk import talk as talk_of
from app.assistance.talks import dates, shown
from app.assistance.talks.forms import read_moments
from app.assistance.talks.shown import Clocks
from app.assistance.working.rules import Days, Side
from app.core import clock
from app.directory.calendars import Calendar
from app.directory.member_zones import zones_of
from app.web.forms import Reader
from tests.assistance.sample import CANARY
from tests.assistance.test_at_once import at_once
from tests.assistance.test_talks import apart, ids, letters, talk

__all__ = ["talk"]

COPENHAGEN, ACCRA = ZoneInfo("Europe/Copenhagen"), ZoneInfo("Africa/Accra")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def form(*hours: str, days: int = 9, **more: str) -> dict[str, str]:
    """Return the form of dates on one day, at these hours."""
    day = str(clock.today() + timedelta(days=days))
    sent = {"minutes": "60"}
    for n, hour in enumerate(hours, 1):
        sent |= {f"day_{n}": day, f"time_{n}": hour}
    return {**sent, **more}


def moments(database) -> list[tuple[str, str]]:
    """Return the state of each date and its hour in UTC."""
    asked = text("SELECT state, starts_at FROM assistance_moment ORDER BY starts_at, at")
    with database.read() as conn:
        return [(row.state, str(row.starts_at)[11:16]) for row in conn.execute(asked)]


def test_one_side_proposes_and_the_other_takes_one(talk, browse, database):
    here, item, offer_id = talk
    browse("ghana").post(f"{here}/dates", form("10:00", "14:00"))
    assert moments(database) == [("proposed", "10:00"), ("proposed", "14:00")]
    assert letters(database, "Dates for a talk") == 1
    first, second = ids(database, "assistance_moment", "starts_at")
    browse("ghana").post(f"{here}/dates/{first}", {"what": "take"}, status=409)
    for who, status in (("costa_rica", 404), ("editor", 403)):
        browse(who).post(f"{here}/dates/{first}", {"what": "take"}, status=status)
    page = browse("denmark").get(here).text
    assert "(Accra)" in page
    assert "(Copenhagen)" in page
    browse("denmark").post(f"{here}/dates/{second}", {"what": "take"})
    browse("denmark").post(f"{here}/dates/{second}", {"what": "take"}, status=409)
    browse("denmark").post(f"{here}/dates/{first}", {"what": "take"}, status=409)
    assert moments(database) == [("gone", "10:00"), ("taken", "14:00")]
    with database.read() as conn:
        waits = text("SELECT count(*) FROM waiting WHERE item_id = :id AND what = 'offer-dates'")
        assert conn.execute(waits, {"id": offer_id}).scalar_one() == 0
    assert "Date with Denmark agreed by Denmark" in browse("ghana").get(f"/assistance/{item}").text


def test_the_file_and_the_calendar_hold_a_number_and_an_hour(talk, browse, database):
    here, item, _ = talk
    number = browse("denmark").get(f"/api/v1/assistance/{item}").json()["number"]
    browse("denmark").post(f"{here}/dates", form("10:00"))
    (one,) = ids(database, "assistance_moment", "id")
    at = f"{here}/dates/{one}"
    browse("denmark").get(at, status=404)
    browse("ghana").post(at, {"what": "take"})
    for who in ("ghana", "denmark"):
        answer = browse(who).get(at)
        (event,) = icalendar.Calendar.from_ical(answer.text).walk("VEVENT")
        assert str(event["summary"]) == f"{number}: A talk about assistance."
        assert event.decoded("dtstart").tzinfo is not None
        assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(hours=1)
        assert CANARY not in answer.text
        assert "Ghana" not in answer.text
        assert "A talk about assistance." in browse(who).get("/account/calendar").text
    for who in ("costa_rica", "stranger"):
        browse(who).get(at, status=404)
    browse("editor").get(at, status=403)
    assert at not in browse("editor").get(here).text
    assert at in browse("ghana").get(here).text
    assert "A talk about assistance." not in browse("costa_rica").get("/account/calendar").text
    assert "A talk about assistance." not in browse("editor").get("/account/calendar").text
    browse("ghana").post(at, {"what": "drop"})
    browse("denmark").get(at, status=404)
    browse("denmark").post(at, {"what": "drop"}, status=409)
    assert "A talk about assistance." not in browse("denmark").get("/account/calendar").text


def test_new_dates_take_the_place_of_those_before(talk, browse, database):
    here, *_ = talk
    browse("ghana").post(f"{here}/dates", form("10:00"))
    (one,) = ids(database, "assistance_moment", "id")
    browse("denmark").post(f"{here}/dates", form("15:00"))
    browse("denmark").post(f"{here}/dates/{one}", {"what": "take"}, status=409)
    assert [state for state, _ in moments(database)] == ["gone", "proposed"]


def test_a_date_that_has_passed_is_taken_by_nobody(talk, browse, database):
    here, *_ = talk
    browse("ghana").post(f"{here}/dates", form("10:00"))
    (one,) = ids(database, "assistance_moment", "id")
    with clock.moved(timedelta(days=10)):
        page = browse("denmark").post(f"{here}/dates/{one}", {"what": "take"}, status=409)
        assert "This date has passed" in page.text
        assert "Take this date" not in page.text


def test_of_two_that_take_a_date_at_once_one_does(talk, browse, database, making, cast):
    here, item, offer_id = talk
    browse("denmark").post(f"{here}/dates", form("10:00", "11:00"))
    found = ids(database, "assistance_moment", "starts_at")

    def act(who: str, moment_id: str):
        with database.read() as conn:
            talked = talk_of(conn, cast[who].viewer, item, offer_id)

        def run() -> None:
            with making() as maker:
                dates.take(maker.db, maker.by(who), talked, moment_id)

        return run

    acts = [act(who, one) for who, one in zip(("ghana", "ghana_alternate"), found, strict=True)]
    assert at_once(*acts) == ["done", "late"]
    assert sorted(state for state, _ in moments(database)) == ["gone", "taken"]


def test_dates_of_two_alone_are_no_business_of_the_secretariat(talk, browse):
    here, *_ = talk
    apart(talk, browse)
    browse("ghana").post(f"{here}/dates", form("10:00"))
    assert "Dates for a talk" not in browse("editor").get(here).text
    assert "Dates for a talk" in browse("denmark").get(here).text


def test_a_withdrawn_offer_leaves_no_date(talk, browse, database, making):
    here, item, offer_id = talk
    browse("ghana").post(f"{here}/dates", form("10:00"))
    (one,) = ids(database, "assistance_moment", "id")
    browse("denmark").post(f"{here}/dates/{one}", {"what": "take"})
    with making() as maker:
        maker.answer(item, offer_id, "denmark", Act.TAKE_BACK)
    browse("ghana").get(f"{here}/dates/{one}", status=404)
    assert "A talk about assistance." not in browse("ghana").get("/account/calendar").text
    browse("ghana").post(f"{here}/dates/{one}", {"what": "drop"}, status=409)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"minutes": "60"}, "day_1"),
        ({**form("10:00"), "minutes": "7"}, "minutes"),
        ({**form("10:00"), "minutes": ""}, "minutes"),
        (form("25:00"), "time_1"),
        (form("1000"), "time_1"),
        (form("10:00", days=-1), "day_1"),
        (form("10:00", days=400), "day_1"),
        ({"minutes": "60", "day_2": "9999-12-31", "time_2": "10:00"}, "day_2"),
        ({"minutes": "60", "day_2": "0001-01-01", "time_2": "10:00"}, "day_2"),
        ({"minutes": "60", "time_3": "10:00"}, "day_3"),
        ({"minutes": "60", "day_3": "2027-01-01"}, "time_3"),
        ({"minutes": "60", "day_1": "soon", "time_1": "10:00"}, "day_1"),
    ],
)
def test_a_bad_date_is_refused_at_its_field(talk, browse, database, sent, field):
    page = browse("ghana").post(f"{talk[0]}/dates", sent, status=422)
    assert page.soup.select_one(f"#m-{field}-e") is not None
    more = next(one for one in page.soup.select("details") if one.select("[name=day_3]"))
    assert more.has_attr("open") == (field in {"day_3", "time_3"})
    assert moments(database) == []


def test_hours_are_read_by_the_clocks_of_who_proposes():
    sent = {"day_1": ["2026-07-01"], "time_1": ["10:00"], "minutes": ["60"]}
    assert read_moments(Reader(sent), COPENHAGEN, NOON)[0] == [datetime(2026, 7, 1, 8, tzinfo=UTC)]
    gone = {"day_1": ["2026-03-29"], "time_1": ["02:30"], "minutes": ["60"]}
    reader = Reader(gone)
    assert read_moments(reader, COPENHAGEN, NOON)[0] == []
    assert set(reader.errors) == {"time_1"}


def test_a_hint_says_when_a_side_is_not_at_work():
    clocks = Clocks(
        {Side.ASKER: ACCRA, Side.HELPER: COPENHAGEN},
        Days(Calendar("GH"), Calendar("DK")),
        Side.ASKER,
    )

    def hints(day: date, hour: int, minutes: int = 60) -> list[str]:
        starts = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
        return [clocks.hint(side, side, starts, minutes) for side in (Side.ASKER, Side.HELPER)]

    tuesday, saturday = date(2026, 12, 1), date(2026, 12, 5)
    assert hints(tuesday, 10) == ["", ""]
    assert hints(tuesday, 17) == ["", "helper: outside usual working hours"]
    assert hints(tuesday, 7) == ["asker: outside usual working hours", ""]
    assert hints(tuesday, 16, 90)[1] == "helper: outside usual working hours"
    assert hints(saturday, 10) == ["asker: not a working day", "helper: not a working day"]
    assert shown.zone_words(ZoneInfo("America/Argentina/Buenos_Aires")) == "Buenos Aires"


def test_each_member_has_the_zone_of_its_capital_or_what_a_holder_shows(database, cast):
    with database.read() as conn:
        viewer = cast["ghana"].viewer
        found = zones_of(conn, viewer, {"GHA", "DNK", "TLS", "EU"})
        assert {code: zone.key for code, zone in found.items()} == {
            "GHA": "Africa/Accra",
            "DNK": "Europe/Copenhagen",
            "TLS": "Asia/Dili",
            "EU": "Europe/Brussels",
        }
        appointed = text("SELECT id FROM appointment WHERE person_id = :id")
        keys = {
            who: conn.execute(appointed, {"id": cast[who].viewer.person_id}).scalar_one()
            for who in ("ghana", "denmark")
        }
    for who, zone, shows in (
        ("ghana", "America/New_York", "name"),
        ("denmark", "Asia/Bangkok", "name"),
    ):
        _enter(database, keys[who], zone, shows)
    with database.read() as conn:
        found = zones_of(conn, viewer, {"GHA", "DNK"})
        assert found["GHA"].key == "America/New_York"
        assert found["DNK"].key == "Europe/Copenhagen"
    _enter(database, keys["denmark"], "Asia/Bangkok", "name time_zone")
    with database.read() as conn:
        assert zones_of(conn, viewer, {"DNK"})["DNK"].key == "Asia/Bangkok"


def _enter(database, appointment_id: str, zone: str, shows: str) -> None:
    with database.unit_of_work() as db:
        gone = text("DELETE FROM holder_entry WHERE appointment_id = :id")
        db.execute(gone, {"id": appointment_id})
        made = text(
            "INSERT INTO holder_entry (appointment_id, languages, expertise, time_zone, shown)"
            " VALUES (:id, '', '', :zone, :shows)"
        )
        db.execute(made, {"id": appointment_id, "zone": zone, "shows": shows})
