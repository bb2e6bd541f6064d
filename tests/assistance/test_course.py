"""The course of a request: a yes of its own before it goes out, and what silence does to it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text

from app.assistance import actions, consenting, reminding, steering, terms
from app.assistance.agreeing import Terms
from app.assistance.queries import request
from app.assistance.rules import OfferStage, Stage
from app.assistance.silence import Silence
from app.assistance.talk import talk
from app.assistance.waits import News, review_due
from app.core import clock
from app.core.errors import Conflict, Forbidden
from app.directory.calendars import HOSTS, Calendar, calendar_of
from app.notifications.queries import what_happened
from tests.assistance.sample import CANARY, NOTE, TERMS
from tests.assistance.test_journey import version
from tests.assistance.test_refused import stage_of

DAYS = timedelta(days=1)


@pytest.fixture
def subjects(database):
    """Return a function that counts the letters whose subject holds some words."""

    def count(words: str) -> int:
        like = {"words": f"%{words}%"}
        with database.read() as conn:
            found = text("SELECT count(*) FROM letter WHERE subject LIKE :words")
            return int(conn.execute(found, like).scalar_one())

    return count


@pytest.fixture
def after(portal):
    """Return a function that looks after requests so many days from now."""

    def look(days: int) -> int:
        with clock.moved(DAYS * days):
            return reminding.look_after(portal)

    return look


def test_nothing_goes_out_without_a_yes_and_silence_leads_back_to_the_draft(
    browse, after, subjects, making
):
    with making() as maker:
        item = maker.request(Stage.AUTHENTICATED)
    browse("denmark").get(f"/assistance/{item}", status=404)
    assert subjects("asks your office") == 0
    assert [after(days) for days in (9, 10, 10, 15, 20, 29)] == [0, 1, 0, 0, 1, 0]
    assert subjects("May your request") == 2 * 2

    assert after(30) == 1
    assert subjects("is a draft again") == 2
    assert subjects("asks your office") == 0
    browse("editor").get(f"/assistance/{item}", status=404)
    page = browse("ghana").get(f"/assistance/{item}")
    assert CANARY in page.text
    assert page.words(".acts > li > span")[-2] == "Back in draft: nobody said that it may go out"
    assert after(60) == 0
    with making() as maker:
        maker.step("submit", item, "ghana", "denmark")
        maker.step("open", item, "ghana", "denmark")
    assert CANARY in browse("denmark").get(f"/assistance/{item}").text


def test_the_office_may_say_not_yet(browse, asked, database):
    item, ghana = asked(Stage.AUTHENTICATED), browse("ghana")
    sent = {"version": version(ghana.get(f"/assistance/{item}"))}

    ghana.post(f"/assistance/{item}/not-yet", sent)
    assert stage_of(database, item) == "draft"
    ghana.post(f"/assistance/{item}/open", sent, status=409)
    browse("editor").get(f"/assistance/{item}", status=404)


def test_those_addressed_are_reminded_three_times_and_then_no_more(asked, after, subjects):
    asked(Stage.OPEN, "members:DNK,TLS")

    done = [after(days) for days in (9, 10, 11, 20, 25)]
    assert done == [0, 1, 0, 1, 0]
    assert subjects("still wanted") == 2 * 2


def test_what_nobody_answers_lapses_politely_and_is_taken_up_in_one_press(
    browse, asked, after, subjects, database
):
    item = asked(Stage.OPEN)
    after(10)
    after(20)
    assert after(29) == 0
    assert after(30) == 1
    assert stage_of(database, item) == "lapsed"
    assert subjects("has lapsed") == 2
    browse("denmark").get(f"/assistance/{item}", status=404)
    browse("editor").get(f"/assistance/{item}")
    ghana = browse("ghana")
    page = ghana.get(f"/assistance/{item}")
    assert page.words(".head .st")[0] == "Lapsed"
    assert "No member offered help until its answer date." in page.text

    ghana.post(f"/assistance/{item}/again", {"version": version(page)})
    assert stage_of(database, item) == "open"
    assert CANARY in browse("denmark").get(f"/assistance/{item}").text
    with database.read() as conn:
        row = conn.execute(select(request.c.answer_by, request.c.result)).one()
    assert row.answer_by >= clock.today()
    assert row.result is None


def test_an_act_ends_the_silence_and_the_count_begins_anew(making, after, database):
    with making() as maker:
        item = maker.request(Stage.OPEN)
    assert [after(10), after(20)] == [1, 1]
    with clock.moved(DAYS * 25), making() as maker:
        maker.offer(item, "denmark")

    assert [after(30), after(34), after(35), after(45)] == [0, 0, 1, 1]
    assert after(54) == 0
    assert after(55) == 1
    assert stage_of(database, item) == "lapsed"


def test_a_clock_that_jumps_sends_one_reminder_and_ends_nothing(asked, after, database):
    item = asked(Stage.OPEN)

    assert [after(400), after(401), after(409)] == [1, 0, 0]
    assert stage_of(database, item) == "open"
    assert [after(0), after(5)] == [0, 0]


def test_a_pause_stops_reminders_until_its_day(browse, asked, after):
    item, ghana = asked(Stage.OPEN), browse("ghana")
    here = f"/assistance/{item}"
    until = clock.today() + DAYS * 100
    page = ghana.get(f"{here}/steer")
    for wrong in ("", "x", str(clock.today()), "2999-01-01"):
        sent = {"version": version(page), "until": wrong}
        assert len(ghana.post(f"{here}/pause", sent, status=422).words(".err")) == 1
    ghana.post(f"{here}/pause", {"version": version(page), "until": str(until)})

    assert "Paused until" in browse("denmark").get(here).text
    assert [after(50), after(109)] == [0, 0]
    assert after(110) == 1
    ghana.post(f"{here}/go-on", {"version": version(ghana.get(here))})
    assert "Paused until" not in ghana.get(here).text


def test_another_contact_is_named_and_helpers_are_told(browse, making, cast, database):
    with making() as maker:
        item = maker.request(Stage.IN_TALKS)
    ghana = browse("ghana")
    page = ghana.get(f"/assistance/{item}/steer")
    offices = [one["value"] for one in page.soup.select("[name=contact]")]
    sent = {"version": version(page), "contact": offices[-1]}
    ghana.post(f"/assistance/{item}/transfer", {**sent, "alternate": offices[-1]}, status=422)
    ghana.post(f"/assistance/{item}/transfer", {**sent, "contact": "other"}, status=422)
    ghana.post(f"/assistance/{item}/transfer", sent)

    with database.read() as conn:
        assert conn.execute(select(request.c.contact_office)).scalar_one() == offices[-1]
        told = [one.what for one in what_happened(conn, cast["denmark"].viewer)]
    assert News.TRANSFERRED in told


def test_a_withdrawn_request_becomes_a_draft_and_those_of_before_see_it_no_more(
    browse, making, database
):
    with making() as maker:
        item = maker.request(Stage.IN_TALKS)
        maker.step("withdraw", item, "ghana", "denmark")
        by = maker.by("ghana")
        steering.ask_again(maker.db, by, maker.matter("ghana", item))
        maker.step("submit", item, "ghana", "denmark")
        maker.step("withdraw", item, "ghana", "denmark")

    browse("denmark").get(f"/assistance/{item}", status=404)
    with database.read() as conn:
        stage = conn.execute(text("SELECT stage FROM item WHERE kind = 'offer'")).scalar_one()
    assert stage == OfferStage.ENDED


def test_withdrawing_what_is_out_needs_a_reason_that_its_helpers_read(browse, making):
    with making() as maker:
        item = maker.request(Stage.AGREED)
    ghana, here = browse("ghana"), f"/assistance/{item}"
    sent = {"version": version(ghana.get(here))}

    page = ghana.post(f"{here}/withdraw", sent, status=422)
    assert page.words(".err") == ["Say in a few words why you withdraw it."]
    ghana.post(f"{here}/withdraw", {**sent, "why": NOTE})
    assert NOTE in browse("denmark").get(here).text
    browse("timor").get(here, status=404)


@pytest.fixture
def agreed(making, cast):
    """Return the request, the offer, and a function that acts on its terms as somebody."""
    with making() as maker:
        item = maker.request(Stage.AGREED)
        offer_id = maker.offer_id

    def act(who: str, seen: int, words: Terms | None = None) -> None:
        with making() as maker:
            talked = talk(maker.db.connection(), cast[who].viewer, item, offer_id)
            if words:
                terms.write(maker.db, maker.by(who), talked, words, seen)
            else:
                terms.confirm(maker.db, maker.by(who), talked, seen)

    return item, offer_id, act


def test_both_sides_confirm_the_same_text_and_a_change_asks_again(agreed, making, database):
    item, _, act = agreed

    def start() -> None:
        with making() as maker:
            by, found = maker.by("ghana"), maker.matter("ghana", item)

            actions.start(maker.db, by, found)

    with pytest.raises(Conflict, match="confirmed the terms"):
        start()
    with pytest.raises(Conflict):
        act("denmark", 0)
    act("denmark", 0, TERMS)
    with pytest.raises(Conflict, match="confirmed the terms"):
        start()
    act("ghana", 1)
    act("ghana", 1, Terms("Other", "x", "x", "x", "x"))
    with pytest.raises(Conflict, match="confirmed the terms"):
        start()
    with pytest.raises(Conflict, match="changed meanwhile"):
        act("denmark", 1)
    act("denmark", 2)
    start()
    assert stage_of(database, item) == "under_way"


def test_terms_are_for_the_two_sides_and_sealed(agreed, browse, database):
    item, offer_id, act = agreed
    here = f"/assistance/{item}/offers/{offer_id}/terms"
    act("denmark", 0, TERMS)

    for who in ("ghana", "denmark", "editor"):
        assert TERMS.what in browse(who).get(here).text
    browse("timor").get(here, status=404)
    with pytest.raises(Forbidden):
        act("editor", 1)
    browse("editor").post(f"{here}/confirm", {"number": "1"}, status=403)
    page = browse("ghana").post(here, {"number": "1", "what": "x"}, status=422)
    assert len(page.words(".err")) == 4
    browse("ghana").post(f"{here}/confirm", {"number": "7"}, status=409)
    browse("ghana").post(f"{here}/confirm", {"number": "1"})
    assert "Both sides have confirmed these terms." in browse("denmark").get(here).text
    with database.read() as conn:
        stored = conn.execute(text("SELECT terms FROM assistance_offer")).scalar_one()
    assert CANARY.encode() not in bytes(stored)


def test_a_member_that_left_is_reminded_no_more(asked, after, database, subjects):
    asked(Stage.AUTHENTICATED)
    with database.unit_of_work() as db:
        db.execute(
            text(
                "UPDATE appointment SET ends = '2021-01-01' WHERE office_id IN"
                " (SELECT id FROM office WHERE member = 'GHA')"
            )
        )

    assert [after(10), after(20), after(30)] == [1, 1, 1]
    assert subjects("May your request") == 0


def test_two_workers_that_look_at_once_remind_once(asked, portal, subjects):
    asked(Stage.AUTHENTICATED)
    with clock.moved(DAYS * 10):
        found = list(reminding.due(portal.db, clock.today()))
        assert [reminding.attend(portal, found[0]) for _ in range(2)] == [True, False]
    assert subjects("May your request") == 2


def test_consent_when_nobody_addressed_is_left(asked, browse, database):
    item, ghana = asked(Stage.AUTHENTICATED, "members:TLS"), browse("ghana")
    with database.unit_of_work() as db:
        db.execute(
            text(
                "UPDATE appointment SET ends = '2021-01-01' WHERE office_id IN"
                " (SELECT id FROM office WHERE member = 'TLS')"
            )
        )
    sent = {"version": version(ghana.get(f"/assistance/{item}"))}

    page = ghana.post(f"/assistance/{item}/open", sent, status=409)
    assert page.words(".note.stop p")[0] == consenting.NOBODY_LEFT
    assert stage_of(database, item) == "authenticated"


@pytest.mark.parametrize(
    ("state", "day", "due"),
    [
        ("GH", date(2026, 3, 4), date(2026, 3, 12)),  # the 6th is Independence Day
        ("AE", date(2026, 10, 8), date(2026, 10, 15)),
        ("IL", date(2026, 11, 5), date(2026, 11, 12)),  # Friday and Saturday are free
        (None, date(2026, 3, 4), date(2026, 3, 11)),
    ],
)
def test_five_working_days_are_those_of_the_member_that_asks(state, day, due):
    assert review_due(day, Calendar(state)) == due


def test_every_member_has_a_calendar_and_an_organisation_that_of_its_seat(database):
    with database.read() as conn:
        codes = conn.execute(text("SELECT code, kind FROM member")).all()
        known = {code: calendar_of(conn, code).known for code, _ in codes}
    missing = [code for code, kind in codes if kind != "secretariat" and not known[code]]
    assert missing == []
    assert {code for code, kind in codes if kind == "organisation"} <= set(HOSTS)


def test_silence_is_counted_from_its_own_beginning():
    day = date(2026, 1, 1)
    told = Silence(day, 2, day + DAYS * 5)
    assert told.sent == 0
    assert Silence(day, 3, day + DAYS * 30).next(day + DAYS * 500) == 0
    assert Silence(day, 1, day + DAYS * 19).next(day + DAYS * 20) == 0
    assert Silence(day, 1, day + DAYS * 19).next(day + DAYS * 29) == 2
    assert Silence(day).next(day - DAYS) == 0
