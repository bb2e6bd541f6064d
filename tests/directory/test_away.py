"""“Away until”: members are told, clocks stop, somebody stands in, and it ends by itself."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.access.viewer import OfficeKind
from app.assistance.rules import Stage
from app.audit.models import AuditRecord
from app.core import clock
from app.core.db import table
from app.directory.holding import appointment
from app.directory.models import Absence
from app.mail.models import Letter
from tests.assistance.conftest import asked, making
from tests.assistance.sample import SOON
from tests.support.people import settle_as

__all__ = ["asked", "making"]

audit, letter = table(AuditRecord), table(Letter)
DAY = timedelta(days=1)


def on(days: int) -> date:
    return clock.today() + DAY * days


@pytest.fixture
def office(cast) -> str:
    return str(cast["ghana"].viewer.office.id)


@pytest.fixture
def mission(database, settings, cast, term) -> str:
    """Ghana's mission contact, of the cast from now on; return the appointment."""
    with database.unit_of_work() as db:
        cast["mission"] = settle_as(db, settings, "mission", ("GHA", OfficeKind.MISSION_CONTACT))
    return term("mission")


@pytest.fixture
def term(database, cast) -> Callable[[str], str]:
    """Return the appointment by which somebody holds an office."""

    def find(who: str) -> str:
        held = appointment.c.person_id == cast[who].viewer.person_id
        with database.read() as conn:
            return str(conn.execute(select(appointment.c.id).where(held)).scalar_one())

    return find


@pytest.fixture
def away(browse, office):
    """Let somebody say that Ghana's Focal Point is away for so many days from today."""

    def say(days: int = 10, stand_in: str = "", *, by: str = "ghana", starts: str = ""):
        sent = {"starts": starts, "ends": on(days).isoformat(), "stand_in": stand_in}
        return browse(by).post(f"/offices/{office}/away", sent)

    return say


@pytest.fixture
def absences(database) -> Callable[[], list[tuple[date, date]]]:
    """Return what the database says: from when to when somebody is away."""

    def read() -> list[tuple[date, date]]:
        with database.read() as conn:
            return [(row.starts, row.ends) for row in conn.execute(select(table(Absence)))]

    return read


@pytest.fixture
def events(database) -> Callable[[], list[str]]:
    """Return what the record says of absences."""

    def read() -> list[str]:
        with database.read() as conn:
            found = conn.execute(select(audit.c.event).order_by(audit.c.id)).scalars()
            return [one.split(":")[2] for one in found if one.startswith("directory:absence")]

    return read


@pytest.fixture
def letters(database, cast) -> Callable[[], list[tuple[str, str]]]:
    """Take what was written to whom since the last time."""

    def take() -> list[tuple[str, str]]:
        names = {one.viewer.person_id: name for name, one in cast.items()}
        with database.unit_of_work() as db:
            found = db.execute(select(letter.c.person_id, letter.c.subject)).all()
            db.execute(letter.delete())
        return sorted((names[who], subject) for who, subject in found)

    return take


# it is said, seen and over -------------------------------------------------------------------


def test_members_are_told_until_it_is_over_and_the_public_never(browse, events, term, away, office):
    stand_in = term("ghana_alternate")
    assert away(10, stand_in).location == f"/offices/{office}/away?said=said"

    def told(who: str) -> list[str]:
        return browse(who).get("/directory/GHA").words("main .st.due")

    shown = f"Away until {on(10):%-d %B %Y}. Answers meanwhile: Alternate."
    for who in ("denmark", "ghana", "editor"):
        assert told(who) == [shown]
    for who in ("nobody", "stranger"):
        assert told(who) == []
    with clock.moved(DAY * 10):
        assert told("denmark") == [shown]
    with clock.moved(DAY * 11):
        assert told("denmark") == []
    assert events() == ["said"]


def test_one_press_ends_it_and_a_second_changes_nothing(browse, events, away, office):
    away()
    ghana = browse("ghana")
    page = ghana.get("/home")
    assert page.words(f'form[action="/offices/{office}/back"] button') == ["I am back"]

    assert ghana.post(f"/offices/{office}/back").location == f"/offices/{office}/away?said=back"

    assert "Away until" not in browse("denmark").get("/directory/GHA").text
    ghana.post(f"/offices/{office}/back")
    assert events() == ["said", "ended"]


def test_it_is_changed_and_what_has_begun_keeps_its_first_day(absences, events, away):
    away(3)
    with clock.moved(DAY * 2):
        away(20, starts=on(5).isoformat())
        away(20)
    assert absences() == [(on(0), on(22))]
    assert events() == ["said", "changed"]


def test_what_is_to_come_is_not_told_yet(browse, away, office):
    away(9, starts=on(4).isoformat())

    assert "Away until" not in browse("denmark").get("/directory/GHA").text
    page = browse("ghana").get(f"/offices/{office}/away")
    assert page.words(".facts dd")[0] == f"{on(4):%-d %B %Y}"
    with clock.moved(DAY * 4):
        told = browse("denmark").get("/directory/GHA").words("main .st.due")
        assert told == [f"Away until {on(5):%-d %B %Y}. Nobody stands in."]


@pytest.mark.parametrize(
    ("days", "wrong"),
    [
        (("", ""), "ends"),
        (("", "soon"), "ends"),
        ((-1, 3), "starts"),
        ((5, 4), "ends"),
        ((0, -1), "ends"),
        ((0, 184), "ends"),
    ],
)
def test_what_cannot_be_is_refused_and_kept_in_the_form(browse, absences, office, days, wrong):
    sent = {
        name: on(value).isoformat() if isinstance(value, int) else value
        for name, value in zip(("starts", "ends"), days, strict=True)
    }
    page = browse("ghana").post(f"/offices/{office}/away", sent, status=422)

    assert [one["id"] for one in page.soup.select("[aria-invalid]")] == [f"f-{wrong}"]
    assert page.soup.select_one("#f-ends")["value"] == sent["ends"]
    assert absences() == []


# who says it ---------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["ghana_alternate", "administrator"])
def test_others_say_it_for_a_holder_who_is_written_to(browse, letters, away, office, who):
    away(5, by=who)
    subject = "Somebody said that you are away: Focal Point, Ghana"
    assert letters() == [("ghana", subject)]

    browse("ghana").post(f"/offices/{office}/back")
    assert letters() == []


@pytest.mark.parametrize("who", ["denmark", "editor", "stranger", "mission"])
@pytest.mark.usefixtures("mission")
def test_nobody_else_says_it(browse, absences, office, who):
    other = browse(who)
    other.get(f"/offices/{office}/away", status=403)
    other.post(f"/offices/{office}/away", {"ends": on(3).isoformat()}, status=403)
    other.post(f"/offices/{office}/back", status=403)
    assert absences() == []


def test_only_another_holder_of_the_same_member_stands_in(browse, term, mission, office):
    page = browse("ghana").get(f"/offices/{office}/away")
    able = [one["value"] for one in page.soup.select("#f-stand_in option")]
    assert sorted(able) == sorted(["", mission, term("ghana_alternate")])
    for nobody in (term("ghana"), term("denmark")):
        sent = {"ends": on(3).isoformat(), "stand_in": nobody}
        browse("ghana").post(f"/offices/{office}/away", sent, status=422)


@pytest.mark.usefixtures("mission")
def test_an_office_that_nobody_holds_or_that_does_not_answer_has_no_absence(browse, cast):
    held = cast["mission"].viewer.office.id
    browse("ghana").get(f"/offices/{held}/away", status=404)
    browse("ghana").get("/offices/none/away", status=404)


# who stands in -------------------------------------------------------------------------------


def choose(browser, office: str):
    browser.post("/account/office", {"office": office})
    return browser


@pytest.fixture
def reading(browse, asked, away, mission, office):
    """Ghana's mission contact standing in, and a request of Ghana's that is in talks."""
    place = f"/assistance/{asked(Stage.IN_TALKS)}"
    away(5, mission)
    return choose(browse("mission"), office), place


def test_a_stand_in_reads_and_answers_on_these_days_and_binds_nothing(
    browse, making, away, mission, office
):
    with making() as maker:
        place = f"/assistance/{maker.request(Stage.OPEN)}"
        offer = f"{place}/offers/{maker.offer(place.rpartition('/')[2], 'denmark')}"
    contact = browse("mission")
    contact.get(place, status=404)
    away(5, mission)
    contact.get(place, status=404)

    choose(contact, office)
    assert "Focal Point, Ghana (standing in)" in contact.get("/account").words("main h3")
    page = contact.get(place)
    found = {form["action"].rpartition("/")[2] for form in page.soup.select("main form")}
    assert found & {"accept", "take-up", "decline", "withdraw"} == {"take-up", "decline"}
    sent = {"version": page.soup.select_one('input[name="version"]')["value"]}
    contact.post(f"{offer}/accept", sent, status=403)
    contact.post(f"{place}/withdraw", sent, status=403)
    contact.post(f"{offer}/take-up", sent)
    contact.get(f"/hand-over/{office}", status=403)
    contact.get(f"/offices/{office}/entry", status=403)
    contact.post(f"/offices/{office}/away", {"ends": on(90).isoformat()}, status=403)
    token = {"name": "A programme", "scopes": "search", "days": "30"}
    contact.post("/account/tokens", token, status=403)
    contact.get("/home")
    with clock.moved(DAY * 6):
        contact.get(place, status=404)
    browse("ghana").get(place)
    browse("ghana").post(f"/offices/{office}/back")
    contact.get(place, status=404)


def test_a_stand_in_whose_own_appointment_ends_stands_in_no_more(
    browse, database, reading, mission
):
    contact, place = reading
    contact.get(place)

    with database.unit_of_work() as db:
        own = appointment.update().where(appointment.c.id == mission)
        db.execute(own.values(ends=on(-1)))

    contact.get(place, status=404)
    assert "Nobody stands in." in browse("denmark").get("/directory/GHA").text


def test_a_stand_in_gets_the_letters_of_the_office_meanwhile(
    letters, making, away, mission, office
):
    def addressed() -> set[str]:
        with making() as maker:
            maker.request(Stage.OPEN, f"offices:{office}", owner="denmark")
        return {who for who, subject in letters() if "asks your office" in subject}

    assert addressed() == {"ghana"}
    away(5, mission)
    assert letters() == [("mission", "You stand in: Focal Point, Ghana")]
    assert addressed() == {"ghana", "mission"}
    away(5)
    assert letters() == [("mission", "You no longer stand in: Focal Point, Ghana")]
    assert addressed() == {"ghana"}


# clocks --------------------------------------------------------------------------------------


def test_what_waits_for_a_member_that_is_away_is_due_later_and_says_so(browse, asked, away, office):
    place = f"/assistance/{asked(audience='members:GHA,DNK', owner='costa_rica')}"
    late = f"{SOON + DAY * 10:%-d %B %Y}"

    def dates(who: str) -> tuple[list[str], bool]:
        rows_ = browse(who).get("/home").soup.select("#h-waits ~ ul time")
        page = browse(who).get(place)
        return [one["datetime"] for one in rows_], f"For your office by {late}" in page.text

    assert dates("ghana") == ([SOON.isoformat()], False)
    away(10)
    assert dates("ghana") == ([(SOON + DAY * 10).isoformat()], True)
    assert dates("denmark") == ([SOON.isoformat()], False)
    rows_ = browse("ghana").get("/assistance?list=open").soup.select("main time")
    assert (SOON + DAY * 10).isoformat() in {one["datetime"] for one in rows_}

    browse("ghana").post(f"/offices/{office}/back")
    assert dates("ghana") == ([SOON.isoformat()], False)


def test_the_other_side_is_told_who_is_away_and_third_members_are_not(browse, asked, away, term):
    place = f"/assistance/{asked(audience='members:GHA,DNK,TLS', owner='costa_rica')}"
    away(10, term("ghana_alternate"))
    said = f"Focal Point, Ghana: Away until {on(10):%-d %B %Y}. Answers meanwhile: Alternate."

    assert said in browse("costa_rica").get(place).text
    assert said in browse("editor").get(place).text
    assert said not in browse("denmark").get(place).text
    mine = f"/assistance/{asked()}"
    assert said in browse("denmark").get(mine).text
    with clock.moved(DAY * 11):
        assert said not in browse("denmark").get(mine).text


# the record, and in French -------------------------------------------------------------------


def test_the_record_of_the_member_says_it(browse, away, office):
    away()
    browse("ghana").post(f"/offices/{office}/back")
    page = browse("ghana").get("/directory/GHA/history")
    said = [line for line in page.words("main tbody tr") if "Absence" in line]
    assert [line.partition(" of the holder ")[2][:5] for line in said] == ["ended", "annou"]


def test_the_record_says_that_somebody_stood_in(browse, reading):
    contact, place = reading
    page = contact.get(place)
    sent = {"version": page.soup.select_one('input[name="version"]')["value"]}
    form = page.soup.select_one('form[action$="/decline"]')
    contact.post(form["action"], sent)

    lines = browse("ghana").get(f"{place}/history").words("main tbody tr")
    said = {line.partition("(standing in)")[1] for line in lines if "declined" in line}
    assert said == {"(standing in)"}
    assert not [line for line in lines if "(standing in)" in line and "declined" not in line]


def test_it_is_said_in_french(browse, away, office):
    away()
    french = {"accept-language": "fr"}
    page = browse("ghana").get(f"/offices/{office}/away", headers=french)
    assert page.words("h1") == ["Absence"]
    told = browse("denmark").get("/directory/GHA", headers=french).words("main .st.due")
    assert told[0].startswith("En absence jusqu’au")


def test_the_form_offers_every_last_day_that_is_taken_and_none_that_never_is(browse, office, away):
    place = f"/offices/{office}/away"

    def last() -> str:
        return str(browse("ghana").get(place).soup.select_one("input[name=ends]")["max"])

    assert last() == str(on(184 + 183))
    away(184 + 183, starts=str(on(184)))
    away(183, starts=str(on(0)))
    assert last() == str(on(183))
    assert browse("ghana").post(place, {"ends": str(on(184))}, status=422)
