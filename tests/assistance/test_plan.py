"""The plan of agreed work: both sides keep it, nobody else reads it, its days are told."""

from datetime import date

import pytest
from sqlalchemy import text

from app.assistance import actions, ending, steering
from app.assistance.rules import Stage
from app.assistance.working import due
from app.assistance.working.rules import Days
from app.core import clock
from app.directory.calendars import Calendar
from tests.assistance.sample import CANARY, NOTE
from tests.assistance.test_course import DAYS

WEEK = Days(Calendar(), Calendar())
GHANA, EGYPT = Calendar("GH"), Calendar("EG")


@pytest.fixture
def work(making):
    """Return the address of the plan of help under way, and the ids of request and offer."""
    with making() as maker:
        item = maker.request(Stage.UNDER_WAY)
        offer_id = maker.offer_id
    return f"/assistance/{item}/offers/{offer_id}/plan", item, offer_id


def step(day: date, **more: str) -> dict[str, str]:
    """Return the form of a step."""
    form = {"kind": "task", "what": f"Send the page {CANARY}", "side": "helper", "due": str(day)}
    return {**form, **more}


def ids(database) -> list[str]:
    with database.read() as conn:
        return list(conn.execute(text("SELECT id FROM assistance_task ORDER BY due, id")).scalars())


def stored(database, what: str, step_id: str) -> object:
    asked = text(f"SELECT {what} FROM assistance_task WHERE id = :id")  # noqa: S608 - our own words
    with database.read() as conn:
        return conn.execute(asked, {"id": step_id}).scalar_one()


def subjects(database, words: str) -> int:
    like = {"words": f"%{words}%"}
    with database.read() as conn:
        found = text("SELECT count(*) FROM letter WHERE subject LIKE :words")
        return int(conn.execute(found, like).scalar_one())


def test_both_sides_keep_it_and_the_secretariat_counts(work, browse, database):
    here, item, _ = work
    soon = clock.today() + DAYS * 10
    browse("denmark").post(here, step(soon))
    browse("ghana").post(here, step(soon, side="both", kind="milestone", what=f"Meet {CANARY}"))
    for who in ("ghana", "denmark"):
        page = browse(who).get(here)
        assert page.text.count(CANARY) >= 2
        assert page.words("#h-plan") == ["Plan: 0 of 2 done"]
    staff = browse("editor").get(here)
    assert staff.words("#h-plan") == ["Plan: 0 of 2 done"]
    assert f"Send the page {CANARY}" not in staff.text
    assert f"Meet {CANARY}" not in staff.text
    browse("timor").get(here, status=404)
    browse("stranger").get(here, status=404)
    browse("editor").post(here, step(soon), status=403)
    with database.read() as conn:
        rows = conn.execute(text("SELECT what FROM assistance_task")).scalars()
        assert all(CANARY.encode() not in bytes(one) for one in rows)
    lines = browse("denmark").get(f"/assistance/{item}").text
    assert "planned by Ghana" in lines
    assert "Plan: 0 of 2 done" in lines


def test_a_step_is_changed_done_dropped_and_opened_again_once_each(work, browse, database):
    here, *_ = work
    browse("denmark").post(here, step(clock.today() + DAYS * 10))
    (one,) = ids(database)
    ghana, denmark = browse("ghana"), browse("denmark")
    later = clock.today() + DAYS * 20
    ghana.get(f"{here}/{one}")
    ghana.post(f"{here}/{one}", {**step(later), "version": "1"})
    stale = denmark.post(f"{here}/{one}", {**step(later), "version": "1"}, status=409)
    assert "changed meanwhile" in stale.text
    assert stored(database, "due", one) == str(later) or stored(database, "due", one) == later
    denmark.post(f"{here}/{one}/settle", {"state": "dropped", "version": "2"}, status=422)
    sent = {"state": "dropped", "version": "2", "word": f"Not needed {CANARY}"}
    denmark.post(f"{here}/{one}/settle", sent)
    ghana.post(f"{here}/{one}/settle", {"state": "done", "version": "2"}, status=409)
    ghana.post(f"{here}/{one}", {**step(later), "version": "3"}, status=409)
    assert f"Not needed {CANARY}" in ghana.get(here).text
    ghana.post(f"{here}/{one}/settle", {"state": "open", "version": "3"})
    ghana.post(f"{here}/{one}/settle", {"state": "done", "version": "4"})
    assert ghana.get(here).words("#h-plan") == ["Plan: 1 of 1 done"]


def test_when_all_is_done_it_offers_to_close(work, browse, database):
    here, item, _ = work
    browse("denmark").post(here, step(clock.today() + DAYS))
    (one,) = ids(database)
    assert "Every step of the plan" not in browse("ghana").get(f"/assistance/{item}").text
    browse("denmark").post(f"{here}/{one}/settle", {"state": "done", "version": "1"})
    assert f"/assistance/{item}#h-close" in browse("ghana").get(here).text
    assert "Every step of the plan" in browse("ghana").get(f"/assistance/{item}").text
    assert f"/assistance/{item}#h-close" not in browse("denmark").get(here).text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"due": "2020-01-01"}, "due"),
        ({"due": "soon"}, "due"),
        ({"due": "9999-01-01"}, "due"),
        ({"what": ""}, "what"),
        ({"what": "x" * 301}, "what"),
        ({"side": "nobody"}, "side"),
        ({"kind": ""}, "kind"),
        ({"office": "unknown"}, "office"),
    ],
)
def test_a_bad_answer_is_said_at_its_field_and_nothing_lost(work, browse, wrong, field):
    here, *_ = work
    sent = step(clock.today() + DAYS, what="Kept words") | wrong
    page = browse("ghana").post(here, sent, status=422)
    assert page.soup.select_one(f"#f-{field}-e, [id='f-{field}-e'], .err") is not None
    if field != "what":
        assert "Kept words" in page.text


def test_an_office_of_the_other_side_is_refused(work, browse, cast):
    here, *_ = work
    office = cast["ghana"].viewer.office.id
    form = step(clock.today() + DAYS, office=office)
    browse("denmark").post(here, form, status=422)
    browse("denmark").post(here, {**form, "side": "asker"})
    assert "Ghana: " in browse("denmark").get(here).text


def test_no_plan_before_help_is_agreed_or_after_its_end(making, browse):
    with making() as maker:
        item = maker.request(Stage.IN_TALKS)
        talks = maker.offer_id
    form = step(clock.today() + DAYS)
    here = f"/assistance/{item}/offers/{talks}/plan"
    assert "No step yet" in browse("ghana").get(here).text
    browse("ghana").post(here, form, status=409)
    with making() as maker:
        ended = maker.request(Stage.CLOSED)
        closed = maker.offer_id
    browse("ghana").post(f"/assistance/{ended}/offers/{closed}/plan", form, status=409)


def test_a_helper_sees_the_plan_of_its_own_help_alone(making, browse, database):
    with making() as maker:
        item = maker.request(Stage.UNDER_WAY)
        first = maker.offer_id
    browse("ghana").post(f"/assistance/{item}/offers/{first}/plan", step(clock.today() + DAYS))
    browse("costa_rica").get(f"/assistance/{item}/offers/{first}/plan", status=404)
    with making() as maker:
        other = maker.request(Stage.UNDER_WAY, helper="costa_rica")
    (one,) = ids(database)
    with database.read() as conn:
        wanted = text("SELECT item_id FROM assistance_offer WHERE request_id = :id")
        theirs = conn.execute(wanted, {"id": other}).scalar_one()
    there = f"/assistance/{other}/offers/{theirs}/plan"
    for who in ("ghana", "costa_rica"):
        browse(who).get(f"{there}/{one}", status=404)
        sent = {"state": "done", "version": "1"}
        browse(who).post(f"{there}/{one}/settle", sent, status=404)


def test_letters_come_three_working_days_before_and_once_after(work, browse, portal, database):
    here, *_ = work
    friday = clock.today() + DAYS * (18 - clock.today().weekday())
    browse("ghana").post(here, step(friday))
    count = []
    for day in range((friday - clock.today()).days + 30):
        with clock.moved(DAYS * day):
            count.append(due.look_after(portal))
    told = [clock.today() + DAYS * day for day, number in enumerate(count) if number]
    assert len(told) == 2
    assert told[0] < friday < told[1]
    assert (friday - told[0]).days >= 3
    assert (subjects(database, "due soon"), subjects(database, "was due")) == (1, 1)


@pytest.mark.parametrize("how", ["done", "dropped", "paused", "closed"])
def test_what_is_settled_paused_or_closed_is_reminded_of_no_more(  # noqa: PLR0913, PLR0917
    work, browse, portal, database, making, how
):
    here, item, _ = work
    browse("ghana").post(here, step(clock.today() + DAYS))
    (one,) = ids(database)
    if how in {"done", "dropped"}:
        sent = {"state": how, "version": "1", "word": "So"}
        browse("denmark").post(f"{here}/{one}/settle", sent)
    with making() as maker:
        asked = maker.matter("ghana", item)
        if how == "paused":
            steering.pause(maker.db, maker.by("ghana"), asked, clock.today() + DAYS * 40)
        if how == "closed":
            actions.close(maker.db, maker.by("ghana"), asked, result="met", note=NOTE)
    with clock.moved(DAYS * 15):
        assert due.look_after(portal) == 0
    with clock.moved(DAYS * 45):
        assert due.look_after(portal) == (1 if how == "paused" else 0)


def test_it_waits_for_the_side_whose_it_is_by_the_nearest_day(work, browse, database, making):
    here, item, offer_id = work
    near, far = clock.today() + DAYS * 5, clock.today() + DAYS * 9
    browse("ghana").post(here, step(far))
    browse("ghana").post(here, step(near))

    def waits() -> dict[str, str]:
        wanted = text("SELECT label, due FROM waiting WHERE item_id = :id AND what = 'offer-task'")
        with database.read() as conn:
            return {row.label: str(row.due) for row in conn.execute(wanted, {"id": offer_id})}

    assert waits() == {"member:DNK": str(near)}
    rest = clock.today() + DAYS * 40
    with making() as maker:
        steering.pause(maker.db, maker.by("ghana"), maker.matter("ghana", item), rest)
    assert waits() == {"member:DNK": str(rest)}
    with making() as maker:
        steering.go_on(maker.db, maker.by("ghana"), maker.matter("ghana", item))
    for one in ids(database):
        sent = {"state": "done", "version": "1"}
        browse("denmark").post(f"{here}/{one}/settle", sent)
    assert waits() == {}


def test_the_calendar_has_every_day_of_the_own_side_and_no_word(work, browse):
    here, item, _ = work
    number = browse("denmark").get(f"/api/v1/assistance/{item}").json()["number"]
    for day in (5, 9):
        browse("ghana").post(here, step(clock.today() + DAYS * day))
    meet = step(clock.today() + DAYS * 7, side="both", kind="milestone")
    browse("ghana").post(here, meet)
    mine = browse("denmark").get("/account/calendar").text
    assert mine.count(f"{number}: A step of agreed help is to be done") == 2
    assert mine.count(f"{number}: A milestone of agreed help.") == 1
    assert CANARY not in mine
    theirs = browse("ghana").get("/account/calendar").text
    assert theirs.count("of agreed help") == 1


def test_late_is_counted_by_the_days_of_whoever_must_do_it():
    friday, sunday = date(2026, 11, 27), date(2026, 11, 29)
    assert WEEK.last(sunday, "helper") == date(2026, 11, 30)
    egypt = Days(GHANA, EGYPT)
    assert egypt.last(friday, "helper") == sunday
    assert egypt.last(friday, "asker") == friday
    assert egypt.last(friday, "both") == sunday
    assert WEEK.first(date(2026, 12, 2), "asker") == friday
    assert WEEK.letter(friday, "asker", 0, date(2026, 11, 23)) == 0
    assert WEEK.letter(friday, "asker", 0, date(2026, 11, 24)) == 1
    assert WEEK.letter(friday, "asker", 1, friday) == 0
    assert WEEK.letter(friday, "asker", 1, date(2026, 11, 28)) == 2
    assert WEEK.letter(friday, "asker", 2, date(2027, 11, 28)) == 0


def test_two_workers_write_one_letter(work, browse, portal, database):
    here, *_ = work
    browse("ghana").post(here, step(clock.today() + DAYS))
    (one,) = ids(database)
    assert [due.attend(portal, one) for _ in range(2)] == [True, False]
    assert subjects(database, "due soon") == 1


def test_words_go_with_those_of_the_request(work, browse, database):
    here, item, _ = work
    browse("ghana").post(here, step(clock.today() + DAYS))
    with database.unit_of_work() as db:
        assert ending.empty(db.connection(), item)
    with database.read() as conn:
        assert conn.execute(text("SELECT what FROM assistance_task")).scalar_one() is None
