"""After the help: two answers that nobody writes to please, one after a year, a note both share."""

import pytest
from sqlalchemy import text

from app.assistance import ending, steering
from app.assistance.after import asking
from app.assistance.after.rules import months_after
from app.assistance.rules import Stage
from app.core import clock
from app.notifications.queries import what_waits
from tests.assistance.sample import CANARY
from tests.assistance.test_course import DAYS
from tests.assistance.test_plan import subjects

GIVEN = {"delivered": "all", "helped": "somewhat", "words": f"Two good talks {CANARY}"}
BACK = {"delivered": "mostly", "helped": "much", "words": f"We learned too {CANARY}"}
NOTE = {"text": f"Talk twice, and write it down {CANARY}", "readers": "request"}


@pytest.fixture
def ended(making):
    """Return the address of the page after help that has ended, and the ids."""
    with making() as maker:
        item = maker.request(Stage.CLOSED)
        offer_id = maker.offer_id
    return f"/assistance/{item}/offers/{offer_id}/after", item, offer_id


def row(database, what: str, side: str) -> object:
    wanted = text(f"SELECT {what} FROM assistance_after WHERE side = :side")  # noqa: S608 - ours
    with database.read() as conn:
        return conn.execute(wanted, {"side": side}).scalar_one()


def say(browse, database, who, here, form, status=303):  # noqa: PLR0913, PLR0917 - a form
    side = "asker" if who.startswith("ghana") else "helper"
    version = str(row(database, "version", side))
    part = "/year" if "remains" in form else ""
    return browse(who).post(here + part, {**form, "version": version}, status=status)


def waits(database, cast, who: str) -> set[str]:
    with database.read() as conn:
        return {one.what for one in what_waits(conn, cast[who].viewer)}


def test_both_sides_are_asked_and_read_each_other_once_both_have_answered(
    ended, browse, database, cast
):
    here, *_ = ended
    assert subjects(database, "What came of the help") == 3
    for who in ("ghana", "denmark"):
        assert "offer-outcome" in waits(database, cast, who)
    say(browse, database, "denmark", here, GIVEN)
    assert "offer-outcome" not in waits(database, cast, "denmark")
    mine, theirs = browse("denmark").get(here), browse("ghana").get(here)
    assert GIVEN["words"] in mine.text
    assert GIVEN["words"] not in theirs.text
    assert "nobody writes to please" in theirs.text
    say(browse, database, "denmark", here, {**GIVEN, "helped": "little"})
    say(browse, database, "ghana", here, BACK)
    assert GIVEN["words"] in browse("ghana").get(here).text
    assert BACK["words"] in browse("denmark").get(here).text
    late = say(browse, database, "denmark", here, GIVEN, 409)
    assert "changed no more" in late.text
    assert row(database, "helped", "helper") == "little"


def test_after_thirty_days_an_answer_is_read_and_the_other_can_still_be_given(
    ended, browse, database
):
    here, *_ = ended
    say(browse, database, "denmark", here, GIVEN)
    with clock.moved(DAYS * 29):
        assert GIVEN["words"] not in browse("ghana").get(here).text
    with clock.moved(DAYS * 30):
        assert GIVEN["words"] in browse("ghana").get(here).text
        say(browse, database, "denmark", here, GIVEN, 409)
        say(browse, database, "ghana", here, BACK)
        assert BACK["words"] in browse("denmark").get(here).text
        say(browse, database, "ghana", here, BACK, 409)


def test_it_is_between_the_two_alone_and_sealed_for_them(ended, browse, database):
    here, *_ = ended
    say(browse, database, "denmark", here, GIVEN)
    say(browse, database, "ghana_alternate", here, BACK)
    browse("editor").get(here, status=403)
    browse("editor").post(here, {**GIVEN, "version": "1"}, status=403)
    for who in ("timor", "costa_rica", "stranger"):
        browse(who).get(here, status=404)
        browse(who).post(here, {**GIVEN, "version": "1"}, status=404)
    with database.read() as conn:
        keys = text(
            "SELECT DISTINCT party FROM record_key JOIN assistance_after a ON a.id = record"
        )
        assert set(conn.execute(keys).scalars()) == {"member:GHA", "member:DNK"}
        for one in conn.execute(text("SELECT words FROM assistance_after")).scalars():
            assert CANARY.encode() not in bytes(one)


def test_bad_answers_and_stale_forms(ended, browse, database):
    here, *_ = ended
    page = browse("ghana").post(here, {"words": "Kept", "version": "1"}, status=422)
    assert "Kept" in page.text
    assert len(page.words(".err")) == 2
    browse("ghana").post(here, {**GIVEN, "version": "7"}, status=409)
    browse("ghana").post(f"{here}/year", {"remains": "all", "version": "1"}, status=409)
    browse("ghana").post(f"{here}/year", {"remains": "", "version": "1"}, status=422)
    say(browse, database, "ghana", here, {**GIVEN, "words": ""})


def test_before_the_end_nothing_is_asked(making, browse):
    with making() as maker:
        item = maker.request(Stage.UNDER_WAY)
        here = f"/assistance/{item}/offers/{maker.offer_id}/after"
    assert "Nothing is asked yet" in browse("ghana").get(here).text
    browse("ghana").post(here, {**GIVEN, "version": "1"}, status=409)
    browse("ghana").post(f"{here}/note", {**NOTE, "version": "0"}, status=409)


def test_taken_up_again_the_answers_wait_in_their_forms(ended, browse, database, making, cast):
    here, item, _ = ended
    say(browse, database, "denmark", here, GIVEN)
    with making() as maker:
        steering.ask_again(maker.db, maker.by("ghana"), maker.matter("ghana", item))
    assert not {"offer-outcome", "offer-year"} & waits(database, cast, "ghana")
    say(browse, database, "ghana", here, GIVEN, 409)
    with making() as maker:
        maker.step("close", item, "ghana", "denmark")
    assert "offer-outcome" in waits(database, cast, "denmark")
    page = browse("denmark").get(here)
    assert page.soup.select_one("textarea[name=words]").text.strip() == GIVEN["words"]
    with clock.moved(DAYS * 31):
        assert GIVEN["words"] not in browse("ghana").get(here).text


def test_after_a_year_each_side_is_asked_what_remains(ended, portal, browse, database, cast):
    here, *_ = ended
    for days in (0, 364):
        with clock.moved(DAYS * days):
            assert asking.ask_due(portal) == 0
    with clock.moved(DAYS * 366):
        assert (asking.ask_due(portal), asking.ask_due(portal)) == (2, 0)
        assert subjects(database, "What remains of the help") == 3
        assert "offer-year" in waits(database, cast, "denmark")
        say(browse, database, "denmark", here, {"remains": "early"})
        assert "offer-year" not in waits(database, cast, "denmark")
        said = {"remains": "changed", "year_words": f"Still weekly {CANARY}"}
        say(browse, database, "ghana", here, said)
        say(browse, database, "ghana", here, said, 409)
        assert said["year_words"] not in browse("denmark").get(here).text
    with clock.moved(DAYS * (366 + 100)):
        assert asking.ask_due(portal) == 0
    with clock.moved(DAYS * (366 + 190)):
        assert asking.ask_due(portal) == 1
        say(browse, database, "denmark", here, {"remains": "little"})
        assert said["year_words"] in browse("denmark").get(here).text
    with clock.moved(DAYS * 3000):
        assert asking.ask_due(portal) == 0
    assert subjects(database, "What remains of the help") == 4


@pytest.mark.usefixtures("ended")
def test_who_does_not_answer_is_asked_three_times_and_no_more(portal, database):
    asked = []
    for days in range(360, 600, 5):
        with clock.moved(DAYS * days):
            asked.append(asking.ask_due(portal))
    assert [one for one in asked if one] == [2, 2, 2]
    assert subjects(database, "What remains of the help") == 9


def test_the_words_of_the_year_have_a_key_and_an_end_of_their_own(ended, portal, browse, database):
    here, *_ = ended
    say(browse, database, "ghana", here, GIVEN)
    with clock.moved(DAYS * 80):
        ending.tell_due(portal)
    with clock.moved(DAYS * 95):
        assert ending.destroy_due(portal) == 1
        assert row(database, "words", "asker") is None
        page = browse("ghana").get(here)
        assert "Was it given?" in page.text
        say(browse, database, "denmark", here, GIVEN, 409)
    with clock.moved(DAYS * 366):
        asking.ask_due(portal)
        said = {"remains": "all", "year_words": f"Still weekly {CANARY}"}
        say(browse, database, "ghana", here, said)
        assert said["year_words"] in browse("ghana").get(here).text
        assert asking.destroy_due(portal) == 0
    with clock.moved(DAYS * (366 + 91)):
        assert asking.destroy_due(portal) == 1
        assert said["year_words"] not in browse("ghana").get(here).text
    assert row(database, "remains", "asker") == "all"


def test_a_note_is_shared_by_two_yeses_to_the_same_text_and_taken_back_by_one(ended, browse):
    here, item, _ = ended
    browse("ghana").post(f"{here}/note", {**NOTE, "version": "0"})
    browse("denmark").post(f"{here}/note", {**NOTE, "text": "Other words", "version": "1"})
    browse("denmark").post(f"{here}/note/agree", {"version": "1"}, status=409)
    browse("ghana").post(f"{here}/note", {**NOTE, "version": "2"})
    assert NOTE["text"] not in browse("timor").get(f"/assistance/{item}").text
    browse("ghana").post(f"{here}/note/agree", {"version": "3"})
    assert NOTE["text"] not in browse("timor").get(f"/assistance/{item}").text
    browse("denmark").post(f"{here}/note/agree", {"version": "3"})
    for who in ("timor", "editor"):
        assert NOTE["text"] in browse(who).get(f"/assistance/{item}").text
        assert NOTE["text"] in browse(who).get("/assistance/notes").text
    browse("ghana").post(f"{here}/note", {**NOTE, "version": "3"}, status=409)
    browse("timor").post(f"{here}/note/take-back", {"version": "3"}, status=404)
    browse("ghana").post(f"{here}/note/take-back", {"version": "2"}, status=409)
    browse("ghana").post(f"{here}/note/take-back", {"version": "3"})
    for who in ("timor", "editor"):
        assert NOTE["text"] not in browse(who).get(f"/assistance/{item}").text
    assert "No note is shared yet" in browse("timor").get("/assistance/notes").text
    assert NOTE["text"] in browse("denmark").get(here).text
    browse("denmark").post(f"{here}/note/take-back", {"version": "4"}, status=409)


@pytest.mark.parametrize(("readers", "reads"), [("request", False), ("members", True)])
def test_who_does_not_see_the_request_reads_what_is_shared_with_members_alone(
    making, browse, readers, reads
):
    with making() as maker:
        item = maker.request(Stage.CLOSED, "members:DNK")
        here = f"/assistance/{item}/offers/{maker.offer_id}/after"
    browse("ghana").post(f"{here}/note", {**NOTE, "readers": readers, "version": "0"})
    browse("denmark").post(f"{here}/note/agree", {"version": "1"})
    page = browse("timor").get("/assistance/notes")
    assert (NOTE["text"] in page.text) is reads
    assert f"/assistance/{item}" not in page.text
    browse("timor").get(f"/assistance/{item}", status=404)
    browse("stranger").get("/assistance/notes", status=403)


def test_a_shared_note_outlives_the_words_and_goes_when_it_is_taken_back(
    ended, portal, browse, database
):
    here, item, _ = ended
    browse("ghana").post(f"{here}/note", {**NOTE, "readers": "members", "version": "0"})
    browse("denmark").post(f"{here}/note/agree", {"version": "1"})
    with clock.moved(DAYS * 80):
        ending.tell_due(portal)
    with clock.moved(DAYS * 95):
        ending.destroy_due(portal)
        assert NOTE["text"] in browse("timor").get("/assistance/notes").text
        browse("denmark").post(f"{here}/note/take-back", {"version": "1"})
        assert NOTE["text"] not in browse("denmark").get(here).text
    with database.read() as conn:
        assert conn.execute(text("SELECT text FROM assistance_note")).scalar_one() is None
    assert item


def test_months_end_where_there_is_no_such_day():
    day = clock.today().replace(year=2028, month=2, day=29)
    assert str(months_after(day, 12)) == "2029-02-28"
    assert str(months_after(day.replace(month=8, day=31), 6)) == "2029-02-28"
    assert str(months_after(day.replace(month=12, day=1), 1)) == "2029-01-01"
