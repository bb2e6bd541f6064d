"""Offering, publishing, applying, answering, changing and withdrawing, as people do it."""

import pytest
from sqlalchemy import select

from app import duties
from app.core import clock
from app.core.db import table
from app.mail.models import Letter
from app.notifications.models import Waiting
from app.seats import ending, wishes
from app.seats.models import SeatApplication
from tests.account.passkeys import proved
from tests.assistance.conftest import asked, making
from tests.seats.sample import ASKED, DAY, WORDS, form
from tests.support.rows import dump

__all__ = ["asked", "making"]

NEW = "/open-seats/new"
ROWS = "#seats .rows h3"
letter, waiting, application = table(Letter), table(Waiting), table(SeatApplication)


def versions(page, action: str) -> dict[str, str]:
    found = page.soup.select_one(f'form[action$="{action}"] input[name=version]')
    return {"version": found["value"]}


def publish(browser, place: str) -> None:
    browser.post(f"{place}/publish", versions(browser.get(place), "/publish"))


def whats(database) -> set[tuple[str, str]]:
    with database.read() as conn:
        rows = conn.execute(select(waiting.c.what, waiting.c.label)).all()
    return {(row.what, row.label) for row in rows if row.what.startswith("seat-")}


def answer(browser, place: str, key: str, how: str, *, status: int = 303, **said: str):
    action = f"/applications/{key}/answer"
    sent = {**versions(browser.get(place), action), "answer": how, **said}
    return browser.post(place + action, sent, status=status)


def test_a_draft_is_its_offices_alone_and_a_published_seat_its_readers(browse):
    denmark = browse("denmark")
    place = denmark.post(NEW, form()).location.partition("?")[0]
    assert "Nobody else reads it" in denmark.get(f"{place}?said=draft").text
    for who in ("ghana", "editor", "eu", "stranger"):
        browse(who).get(place, status=404)
    assert browse("ghana").get("/open-seats").words(ROWS) == []
    publish(denmark, place)
    for who in ("ghana", "ghana_alternate", "editor", "eu"):
        assert browse(who).get(place).words("h1") == [WORDS["title"]]
        assert browse(who).get("/open-seats?theme=early-warning&kind=visit").words(ROWS) == [
            WORDS["title"]
        ]
        assert browse(who).get("/open-seats?kind=course").words(ROWS) == []
    browse("stranger").get(place, status=404)
    browse("stranger").get("/open-seats", status=403)
    assert browse().get(place, status=303).location.startswith("/sign-in")
    titles = browse("ghana").get("/search?q=early+warning").words("main .rows .title")
    assert WORDS["title"] in titles


def test_chosen_readers_alone_find_it_and_can_apply(browse, open_seat):
    made = open_seat(audience="members:GHA")
    place = f"/open-seats/{made}"
    assert browse("ghana").get(place).words("h1") == [WORDS["title"]]
    assert browse("ghana").get("/open-seats").words(ROWS) == [WORDS["title"]]
    browse("timor").get(place, status=404)
    browse("timor").get(f"{place}/apply", status=404)
    browse("timor").post(f"{place}/apply", ASKED, status=404)
    assert browse("timor").get("/open-seats").words(ROWS) == []


def test_a_form_keeps_every_word_and_says_what_is_missing(browse):
    denmark = browse("denmark")
    page = denmark.post(NEW, {"about": "Five days."}, status=422)
    assert page.soup.select_one("textarea[name=about]").get_text().strip() == "Five days."
    assert len(page.soup.select(".err")) >= 9
    today = clock.today()
    for wrong, said in (
        ({"apply_by": str(today - DAY)}, "still to come"),
        ({"apply_by": str(today + 61 * DAY)}, "before it begins"),
        ({"ends": str(today + 59 * DAY)}, "must not come before the first"),
        ({"places": "0"}, "from 1 to 999"),
        ({"places": "many"}, "from 1 to 999"),
        ({"place": ""}, "Say where"),
        ({"link": "javascript:alert(1)"}, "whole address"),
        ({"themes": ["early-warning", "treaties", "hate-speech", "other"]}, "three themes"),
    ):
        assert said in denmark.post(NEW, form(**wrong), status=422).text, wrong
    more = denmark.post(
        NEW, {**form(circle="chosen", add="members:GHA"), "then": "more"}, status=200
    )
    assert more.soup.select_one('input[name=readers][value="members:GHA"]').has_attr("checked")


def test_one_applies_in_three_fields_and_only_two_offices_read_it(
    browse, open_seat, database, cast
):
    made = open_seat()
    place = f"/open-seats/{made}"
    ghana, denmark = browse("ghana"), browse("denmark")
    assert len(ghana.get(f"{place}/apply").soup.select("main form .field")) == 3
    empty = ghana.post(f"{place}/apply", {}, status=422)
    assert len(empty.soup.select(".err")) == 2
    there = ghana.post(f"{place}/apply", ASKED).location
    assert "was sent" in ghana.get(there).text
    for who in ("ghana", "ghana_alternate", "denmark"):
        page = browse(who).get(place).text
        assert all(words in page for words in ASKED.values()), who
    for who in ("timor", "editor", "administrator", "eu"):
        page = browse(who).get(place)
        assert "Director of analysis" not in page.text, who
        assert not page.soup.select("#h-applications"), who
    own = cast["ghana"].viewer.person_id
    assert "Applied for a place" in ghana.get(f"/people/{own}/history").text
    assert "Applied for a place" not in browse("administrator").get(f"/people/{own}/history").text
    assert "0 of 2 places taken" in denmark.get(place).text
    assert "places taken" not in ghana.get(place).text
    assert whats(database) == {("seat-applied", "member:DNK")}
    with database.read() as conn:
        row = conn.execute(select(application)).one()
        assert b"Director" not in row.who.token
        letters = conn.execute(select(letter.c.subject, letter.c.body)).all()
    assert letters
    assert not any("Director" in one.body or "Ghana" in one.body for one in letters)


def test_places_are_given_listed_declined_and_given_back(browse, open_seat, applied, database):
    made = open_seat(places=1)
    place = f"/open-seats/{made}"
    ours, theirs = applied(made, "ghana"), applied(made, "timor")
    third = applied(made, "costa_rica")
    denmark = browse("denmark")
    answer(denmark, place, ours, "accept", word="Come by the side door.")
    assert "Come by the side door." in browse("ghana").get(place).text
    assert "All places taken" in browse("eu").get(place).text
    page = denmark.get(place)
    assert not page.soup.select('button[value="accept"]')
    late = answer(denmark, place, theirs, "accept", status=409)
    assert "All places are taken" in late.text
    answer(denmark, place, theirs, "list")
    answer(denmark, place, third, "decline")
    assert "Thank you for applying" in browse("costa_rica").get(place).text
    assert whats(database) == set()
    ghana = browse("ghana")
    action = f"/applications/{ours}/take-back"
    ghana.post(place + action, versions(ghana.get(place), action))
    assert whats(database) == {("seat-next", "member:DNK")}
    assert "Next on the waiting list" in denmark.get(place).text
    answer(denmark, place, theirs, "accept")
    assert whats(database) == set()
    assert "Has a place" in browse("timor").get(place).text


def test_the_wrong_ones_are_refused(browse, open_seat, applied):
    made = open_seat()
    place, key = f"/open-seats/{made}", applied(made)
    browse("denmark").get(f"{place}/apply", status=403)
    browse("editor").get(f"{place}/apply", status=403)
    browse("timor").get(f"{place}/change", status=403)
    one = {"version": "1", "answer": "accept"}
    browse("timor").post(f"{place}/applications/{key}/answer", one, status=403)
    browse("editor").post(f"{place}/applications/{key}/answer", one, status=403)
    browse("timor").post(f"{place}/applications/{key}/take-back", one, status=404)
    browse("denmark").post(f"{place}/applications/{key}/take-back", one, status=403)
    browse("denmark").post(f"{place}/applications/{key}/answer", {"version": "1"}, status=400)
    browse("denmark").post(f"{place}/applications/nothing/answer", one, status=404)
    stale = {"version": "7", "answer": "accept"}
    browse("denmark").post(f"{place}/applications/{key}/answer", stale, status=409)
    browse("ghana").get("/open-seats/nothing", status=404)


def test_the_day_to_apply_passes_by_itself_and_can_be_moved(browse, open_seat, applied):
    made = open_seat()
    place, key = f"/open-seats/{made}", applied(made)
    ghana, denmark = browse("ghana"), browse("denmark")
    with clock.moved(31 * DAY):
        assert (
            "no more applications" in browse("timor").post(f"{place}/apply", ASKED, status=409).text
        )
        assert ghana.get("/open-seats").words(ROWS) == []
        assert ghana.get("/open-seats?closed=yes").words(ROWS) == [WORDS["title"]]
        answer(denmark, place, key, "list")
        sent = {
            **form(apply_by=str(clock.today() + 5 * DAY)),
            **versions(denmark.get(f"{place}/change"), "/change"),
        }
        days = {"starts": str(clock.today() + 29 * DAY), "ends": str(clock.today() + 33 * DAY)}
        denmark.post(f"{place}/change", {**sent, **days})
        assert "was changed" in ghana.get("/home").text
        browse("timor").post(f"{place}/apply", ASKED)


def test_a_seat_closed_early_opens_again_with_a_later_day(browse, open_seat):
    made = open_seat()
    place, denmark = f"/open-seats/{made}", browse("denmark")
    denmark.post(f"{place}/close", versions(denmark.get(place), "/close"))
    browse("ghana").get(f"{place}/apply", status=409)
    sent = form(apply_by=str(clock.today() + 40 * DAY))
    denmark.post(f"{place}/change", {**sent, **versions(denmark.get(f"{place}/change"), "/change")})
    browse("ghana").get(f"{place}/apply")


def test_the_same_form_changes_nothing(browse, open_seat, database):
    made = open_seat()
    place, denmark = f"/open-seats/{made}", browse("denmark")
    sent = {**form(), **versions(denmark.get(f"{place}/change"), "/change")}
    before = dump(database)
    assert denmark.post(f"{place}/change", sent).location == place
    assert {name for name, rows in dump(database).items() if rows != before[name]} <= {"used_form"}


def test_a_seat_has_no_fewer_places_than_are_taken(browse, open_seat, applied):
    made = open_seat()
    place, denmark = f"/open-seats/{made}", browse("denmark")
    for who in ("ghana", "timor"):
        answer(denmark, place, applied(made, who), "accept")
    sent = {**form(places="1"), **versions(denmark.get(f"{place}/change"), "/change")}
    assert "More places" in denmark.post(f"{place}/change", sent, status=422).text
    denmark.post(f"{place}/change", {**sent, "places": "3"})
    assert "2 of 3 places taken" in denmark.get(place).text


def test_what_is_withdrawn_says_why_to_who_applied_and_to_nobody_else(browse, open_seat, applied):
    made = open_seat()
    place = f"/open-seats/{made}"
    applied(made, "ghana")
    denmark = browse("denmark")
    sent = versions(denmark.get(place), "/withdraw")
    denmark.post(f"{place}/withdraw", sent, status=422)
    denmark.post(f"{place}/withdraw", {**sent, "reason": "The room burnt."})
    assert "The room burnt." in browse("ghana").get(place).text
    assert "with its reason" in browse("ghana").get("/home").text
    browse("timor").get(place, status=404)
    assert browse("timor").get("/search?q=early+warning").words("main .rows .title") == []
    denmark.post(f"{place}/withdraw", {**sent, "reason": "Twice."}, status=409)


def test_the_secretariat_offers_a_seat_and_answers(browse, database):
    editor, ghana = browse("editor"), browse("ghana")
    place = editor.post(NEW, form()).location.partition("?")[0]
    publish(editor, place)
    ghana.post(f"{place}/apply", ASKED)
    assert whats(database) == {("seat-applied", "secretariat")}
    page = browse("administrator").get(place)
    key = page.soup.select_one('form[action$="/answer"]')["action"].split("/")[-2]
    answer(editor, place, key, "accept")
    assert "Has a place" in ghana.get(place).text
    assert ASKED["who"] not in browse("timor").get(place).text


def test_five_at_once_and_no_more(browse, open_seat, applied):
    made = open_seat()
    for _ in range(5):
        applied(made)
    late = browse("ghana").post(f"/open-seats/{made}/apply", ASKED, status=409)
    assert ASKED["why"] in late.text


def test_words_are_destroyed_after_their_time_and_not_before(
    browse, open_seat, applied, portal, database
):
    made = open_seat()
    place, denmark = f"/open-seats/{made}", browse("denmark")
    stays, goes = applied(made, "ghana"), applied(made, "timor")
    answer(denmark, place, stays, "accept")
    answer(denmark, place, goes, "decline")
    with clock.moved(29 * DAY):
        assert ending.destroy_due(portal) == 0
    with clock.moved(31 * DAY):
        assert ending.destroy_due(portal) == 1
        assert ending.destroy_due(portal) == 0
        assert "words are destroyed" in browse("timor").get(place).text
        assert ASKED["who"] in browse("ghana").get(place).text
    with clock.moved(100 * DAY):
        duties.look_after_offers(portal)
        duties.end_words(portal)
    with database.read() as conn:
        rows = conn.execute(select(application)).all()
    assert [(row.who, row.why, row.needs, row.word) for row in rows] == [(None,) * 4] * 2
    assert whats(database) == set()


def test_an_office_is_told_of_the_seats_it_wants(browse, open_seat, portal):
    ghana = browse("ghana")
    ghana.post("/open-seats/wishes", {"themes": ["hate-speech"], "regions": ["weog"]})
    browse("timor").post("/open-seats/wishes", {"themes": ["treaties"]})
    browse("costa_rica").post("/open-seats/wishes", {"themes": ["every"]})
    open_seat()
    open_seat(audience="members:TLS", themes=("treaties",))
    assert wishes.tell_due(portal) == 2
    assert wishes.tell_due(portal) == 0
    said = "A new seat is open"
    assert ghana.get("/home").text.count(said) == 1
    assert browse("timor").get("/home").text.count(said) == 1
    assert browse("costa_rica").get("/home").text.count(said) == 1
    assert said not in browse("ghana_alternate").get("/home").text
    ghana.post("/open-seats/wishes", {})
    assert not ghana.get("/open-seats/wishes").soup.select("input[checked]")
    ghana.post("/open-seats/wishes", {"themes": ["nothing"]}, status=422)


def test_the_first_page_shows_what_closes_soon(browse, open_seat, applied):
    open_seat(title="Later")
    soon = open_seat(title="Sooner", apply_by=clock.today() + 10 * DAY)
    rows = "section[aria-labelledby=h-seats] h3"
    assert browse("ghana").get("/home").words(rows) == ["Sooner"]
    assert browse("denmark").get("/home").words(rows) == []
    applied(soon)
    assert browse("ghana").get("/home").words(rows) == []


def test_the_calendar_has_the_days_of_an_office(browse, open_seat, applied):
    made = open_seat()
    key = applied(made)
    denmark = browse("denmark")
    entries = " ".join(
        denmark.get("/account/calendar").words("section[aria-labelledby=h-dates] h3")
    )
    assert "Answer the applications" in entries
    assert "last day to apply" in entries
    assert WORDS["title"] not in entries
    assert "has a place" not in browse("ghana").get("/account/calendar").text
    answer(denmark, f"/open-seats/{made}", key, "accept")
    assert "has a place" in browse("ghana").get("/account/calendar").text


def test_the_list_is_taken_along(browse, open_seat, portal):
    open_seat(title="=1+1")
    open_seat(title="Closed one", audience="members:TLS")
    text = browse("ghana").get("/open-seats/table.csv?theme=early-warning").text
    assert "'=1+1" in text
    assert "Closed one" not in text
    ghana = browse("ghana")
    proved(portal.db, minutes=0)
    page = ghana.post("/open-seats/feed", {}, status=200)
    address = page.soup.select_one("code.address").get_text()
    feed = browse().get(address.partition("//")[2].partition("/")[2].join(["/", ""])).text
    assert "=1+1" in feed
    assert "Closed one" not in feed
    browse().get("/open-seats/feed/nothing", status=401)


def test_figures_say_nothing_of_few(browse, open_seat, applied):
    for who in ("denmark", "timor"):
        made = open_seat(who)
        applied(made, "ghana")
    page = browse("ghana").get("/open-seats/figures").text
    assert "Not said" in page
    made = open_seat("costa_rica")
    applied(made, "ghana")
    cells = browse("ghana").get(f"/open-seats/figures/{clock.today().year}/table.csv").text
    assert ",all,,3,6,3,0" in cells
    browse("ghana").get("/open-seats/figures?year=1999", status=404)


@pytest.mark.parametrize("field", ["title", "about", "cost", "place"])
def test_marks_are_shown_as_they_were_typed(browse, field):
    denmark = browse("denmark")
    xss = '<script>alert("x")</script><b>bold</b>'
    place = denmark.post(NEW, form(**{field: xss})).location.partition("?")[0]
    for path in (place, "/open-seats", f"{place}/change", f"{place}/history"):
        assert not denmark.get(path).soup.select("main b, main script")


def test_a_request_shows_the_seats_that_fit_it_to_its_own_office(browse, open_seat, asked):
    made = asked("open")
    open_seat(kind="webinar", title="A talk on warning")
    open_seat(kind="course", title="A course")
    open_seat(kind="webinar", title="Of others", themes=("treaties",))
    rows = "section[aria-labelledby=h-seats] h3"
    assert browse("ghana").get(f"/assistance/{made}").words(rows) == ["A talk on warning"]
    assert "It is about what you ask for" in browse("ghana").get(f"/assistance/{made}").text
    assert browse("timor").get(f"/assistance/{made}").words(rows) == []


def test_programmes_read_seats_and_no_application(browse, open_seat, applied):
    made = open_seat()
    applied(made)
    found = browse("ghana").get("/api/v1/open-seats").raw.json()
    assert [one["id"] for one in found["open_seats"]] == [made]
    one = browse("ghana").get(f"/api/v1/open-seats/{made}").raw.json()
    assert [each["state"] for each in one["applications"]] == ["sent"]
    assert ASKED["who"] not in str(one)
    assert browse("timor").get(f"/api/v1/open-seats/{made}").raw.json()["applications"] == []
    assert browse("ghana").get("/api/v1/open-seats?kind=other").raw.json()["open_seats"] == []
