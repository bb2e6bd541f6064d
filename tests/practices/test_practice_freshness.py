"""A practice holds until a day: its office is asked in time, then readers see since when not."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.db import table
from app.items.models import Item
from app.mail.models import Letter
from app.notifications.models import Waiting
from app.practices import asking, freshness
from app.practices.entry import PUBLIC_SOURCES
from app.practices.models import Practice
from app.practices.rules import Stage, What
from app.web.components import date_words
from tests.practices.test_practice_change import answer, change, hand_in, rows, stage_of

practice = table(Practice)
SOON, LATER = timedelta(days=540), timedelta(days=600)


def due(database, item_id: str) -> date | None:
    with database.read() as conn:
        asked = select(practice.c.confirm_by).where(practice.c.item_id == item_id)
        return conn.execute(asked).scalar_one()


@pytest.mark.parametrize(
    ("day", "months", "by"),
    [
        (date(2026, 11, 30), 12, date(2027, 11, 30)),
        (date(2026, 8, 31), 18, date(2028, 2, 29)),
        (date(2026, 12, 31), 24, date(2028, 12, 31)),
        (date(2027, 8, 31), 18, date(2029, 2, 28)),
    ],
)
def test_months_end_on_a_day_that_there_is(day, months, by):
    assert freshness.due_after(day, months) == by


def test_until_the_end_of_the_day_it_holds():
    by = date(2027, 1, 1)

    assert not freshness.is_over(by, by)
    assert freshness.is_over(by, by + timedelta(days=1))
    assert not freshness.is_over(None, by)


@pytest.mark.parametrize("typed", ["", "13", "x", "-12", "12.0", "١٢"])
def test_nothing_else_can_be_chosen(typed):
    assert freshness.months_of(typed) is None


def test_its_office_is_asked_a_month_before_once_and_again_after_half_a_year(
    written, database, portal
):
    written("ghana", Stage.DRAFT)
    item_id = written("ghana")
    by = freshness.due_after(clock.today(), freshness.DEFAULT)
    assert due(database, item_id) == by
    with clock.moved(by - clock.today() - freshness.BEFORE - timedelta(days=1)):
        assert asking.look_after(portal) == 0
    with clock.moved(by - clock.today() - freshness.BEFORE):
        assert asking.look_after(portal) == 1
        assert asking.look_after(portal) == 0
    assert rows(database, Waiting, "item_id", "label", "what", "due") == [
        (item_id, "member:GHA", What.UNCONFIRMED, by)
    ]
    subjects = [one for (one,) in rows(database, Letter, "subject")]
    assert len([one for one in subjects if one.startswith("Is your practice still true?")]) == 2
    with clock.moved(by - clock.today() - freshness.BEFORE + freshness.AGAIN):
        assert asking.look_after(portal) == 2, "asked again, and sunk"
        assert asking.look_after(portal) == 0


def test_one_press_on_the_first_page_is_enough(browse, written, database, portal):
    written("denmark")
    item_id = written("ghana")
    with clock.moved(SOON):
        assert asking.look_after(portal) == 2
        page = browse("ghana").get("/home")
        form = page.soup.select_one(f"form[action='/practices/{item_id}/confirm']")
        assert form is not None
        sent = {"version": form.select_one("[name=version]")["value"]}
        browse("ghana").post(f"/practices/{item_id}/confirm", sent, status=303)

        assert due(database, item_id) == freshness.due_after(clock.today(), freshness.DEFAULT)
        assert [item for item, _ in rows(database, Waiting, "item_id", "label")] != [item_id]
        assert "/confirm" not in browse("ghana").get("/home").text
        assert asking.look_after(portal) == 0


def test_when_it_is_over_readers_see_since_when_and_it_sinks(browse, written, database, portal):
    first, second = written("ghana", title="Asked in vain"), written("ghana", title="Still true")
    reader = browse("denmark")
    titles = lambda: [one.text for one in reader.get("/practices").soup.select(".rows .title")]  # noqa: E731 - read twice
    found = lambda: [  # noqa: E731 - read twice
        one["href"] for one in reader.get("/search?q=what").soup.select(".rows .title a")
    ]
    assert titles() == ["Still true", "Asked in vain"]
    words = f"Needs re-confirmation since {date_words(due(database, second))}"
    assert words not in reader.get(f"/practices/{second}").text
    with database.unit_of_work() as db:
        later = due(database, second) + timedelta(days=365)
        db.execute(practice.update().where(practice.c.item_id == first).values(confirm_by=later))
    with clock.moved(LATER):
        assert titles() == ["Asked in vain", "Still true"]
        assert words in reader.get(f"/practices/{second}").text
        assert words in reader.get("/practices").text
        assert "Needs re-confirmation" not in reader.get(f"/practices/{first}").text
        before = found()
        asking.look_after(portal)
        assert [f"/practices/{second}", f"/practices/{first}"] == before
        assert found() == before[::-1]
        sent = {"version": stage_of(database, second)[1], "months": "24"}
        browse("ghana").post(f"/practices/{second}/confirm", sent, status=303)
        assert due(database, second) == freshness.due_after(clock.today(), 24)
        assert titles() == ["Still true", "Asked in vain"]
        assert found() == before
        assert words not in reader.get(f"/practices/{second}").text
    assert titles() == ["Still true", "Asked in vain"]


def test_a_change_that_is_published_confirms_it(browse, written, database):
    item_id = written("ghana")
    with clock.moved(LATER):
        made = change(browse, item_id)
        hand_in(browse, database, made)
        answer(browse, database, made)

        assert due(database, item_id) == freshness.due_after(clock.today(), freshness.DEFAULT)
        assert due(database, made) == due(database, item_id)


def test_what_was_never_confirmed_is_not_asked_about(written, database, portal):
    item_id = written("ghana")
    with database.unit_of_work() as db:
        db.execute(practice.update().values(confirmed_on=None, confirm_by=None))
    with clock.moved(LATER):
        assert asking.look_after(portal) == 0
    assert due(database, item_id) is None


def test_an_office_chooses_when_it_is_asked_again(browse, written, database):
    item_id = written("ghana", Stage.DRAFT)
    sent = {
        "version": "1", "then": "continue", "audience": "network", "sources": "A law",
        "confirm_months": "12",
    }  # fmt: skip
    browse("ghana").post(f"/practices/{item_id}/edit/readers", sent, status=303)
    browse("ghana").post(f"/practices/{item_id}/edit/check", {"version": "2"}, status=303)

    assert due(database, item_id) == freshness.due_after(clock.today(), 12)


def test_the_list_has_the_latest_confirmed_first(browse, written, database):
    first, second = written("ghana", title="One"), written("ghana", title="Two")
    with database.unit_of_work() as db:
        for key, days in ((first, 1), (second, 9)):
            day = clock.today() - timedelta(days=days)
            mine = practice.update().where(practice.c.item_id == key)
            db.execute(mine.values(confirmed_on=day))

    page = browse("ghana").get("/practices?sort=confirmed")

    assert [one.text for one in page.soup.select(".rows .title")] == ["One", "Two"]


def test_what_came_from_public_sources_is_claimed_and_confirmed_in_one_step(
    browse, written, database
):
    noise, item_id = written("denmark"), written("ghana")
    with database.unit_of_work() as db:
        mine = table(Item).c.id == item_id
        db.execute(table(Item).update().where(mine).values(office_id=None))
        entered = {"source_kind": PUBLIC_SOURCES, "confirmed_on": None, "confirm_by": None}
        db.execute(practice.update().where(practice.c.item_id == item_id).values(entered))
    page = browse("ghana").get(f"/practices/{item_id}")
    assert "Claim and confirm it" in page.text
    assert "Claim and confirm it" not in browse("ghana").get(f"/practices/{noise}").text
    sent = {"version": stage_of(database, item_id)[1]}
    browse("editor").post(f"/practices/{item_id}/confirm", sent, status=403)
    done = browse("ghana").post(f"/practices/{item_id}/confirm", sent, status=303)

    assert done.location == f"/practices/{item_id}?said=claimed"
    with database.read() as conn:
        found = select(table(Item).c.office_id).where(table(Item).c.id == item_id)
        assert conn.execute(found).scalar_one() is not None
    said = browse("denmark").get(f"/practices/{item_id}").text
    assert "Entered from public sources. The state confirmed it on" in said
    sent = {"version": stage_of(database, item_id)[1]}
    browse("editor").post(f"/practices/{item_id}/withdraw", sent, status=403)
    assert due(database, item_id) == freshness.due_after(clock.today(), freshness.DEFAULT)


def test_a_change_of_what_came_from_public_sources_leaves_that_written(browse, written, database):
    item_id = written("ghana")
    with database.unit_of_work() as db:
        db.execute(practice.update().values(source_kind=PUBLIC_SOURCES))
    made = change(browse, item_id)
    sent = {"version": stage_of(database, made)[1], "sources": "A report", "then": "continue"}
    browse("ghana").post(f"/practices/{made}/edit/readers", sent, status=303)
    hand_in(browse, database, made)
    answer(browse, database, made)

    assert "Entered from public sources." in browse("denmark").get(f"/practices/{item_id}").text
