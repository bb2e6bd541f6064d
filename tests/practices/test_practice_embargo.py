"""Published on a day: agreed to before, seen by nobody else until then, opened by the duty."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from app.core import clock
from app.core.db import table
from app.duties import PUBLISHING, duties
from app.jobs.models import Job
from app.mail.models import Letter
from app.notifications.models import Notice
from app.practices import embargo
from app.practices.rules import Stage, What
from app.web.components import date_words
from tests.practices.test_practice_change import answer, rows, stage_of

DAY = timedelta(days=1)


def readers_page(browse, item_id: str, day: str, status: int = 303):
    sent = {
        "version": "1", "then": "continue", "audience": "network", "sources": "A law",
        "not_before": day,
    }  # fmt: skip
    return browse("ghana").post(f"/practices/{item_id}/edit/readers", sent, status=status)


def test_an_office_names_the_day_and_the_portal_publishes_on_it(browse, written, database, portal):
    noise = written("denmark", Stage.APPROVED)
    item_id = written("ghana", Stage.DRAFT, title="On a day")
    day = clock.today() + 5 * DAY
    readers_page(browse, item_id, day.isoformat())
    browse("ghana").post(f"/practices/{item_id}/edit/check", {"version": "2"}, status=303)
    page = browse("editor").get(f"/practices/{item_id}")
    assert f"Not before {date_words(day)}" in page.text
    assert "Agree, for that day" in page.text
    with database.unit_of_work() as db:
        for model in (Letter, Notice):
            db.execute(table(model).delete())
    assert answer(browse, database, item_id).location.endswith("?said=approved")

    assert stage_of(database, item_id)[0] == Stage.APPROVED
    assert rows(database, Notice, "label", "what") == [("member:GHA", What.APPROVED)]
    assert {subject.split(":")[0] for (subject,) in rows(database, Letter, "subject")} == {
        "Your practice is agreed to and waits for its day"
    }
    for who, status in (("denmark", 404), ("nobody", 303), ("ghana", 200), ("editor", 200)):
        browse(who).get(f"/practices/{item_id}", status=status)
    assert "On a day" not in browse("denmark").get("/search?q=day").text
    with clock.moved(4 * DAY):
        assert embargo.release_due(portal) == 0
    with clock.moved(5 * DAY):
        assert embargo.release_due(portal) == 1
        assert embargo.release_due(portal) == 0
    assert stage_of(database, item_id)[0] == Stage.PUBLISHED
    assert stage_of(database, noise)[0] == Stage.APPROVED
    assert "On a day" in browse("denmark").get("/practices").text
    assert "practice-published" in {what for (what,) in rows(database, Notice, "what")}


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_the_day_lies_ahead_and_not_too_far(browse, written, days):
    item_id = written("ghana", Stage.DRAFT)
    day = (clock.today() + days * DAY).isoformat()

    page = readers_page(browse, item_id, day, status=422)

    assert "The day must lie ahead, and not more than a year." in page.text


def test_a_day_that_passed_while_it_waited_publishes_at_once(browse, written, database):
    item_id = written("ghana", Stage.DRAFT)
    readers_page(browse, item_id, (clock.today() + DAY).isoformat())
    browse("ghana").post(f"/practices/{item_id}/edit/check", {"version": "2"}, status=303)
    with clock.moved(3 * DAY):
        assert answer(browse, database, item_id).location.endswith("?said=published")

    assert stage_of(database, item_id)[0] == Stage.PUBLISHED


def test_its_office_publishes_it_earlier_and_the_duty_finds_nothing(
    browse, written, database, portal
):
    item_id = written("ghana", Stage.APPROVED)
    sent = {"version": stage_of(database, item_id)[1]}

    browse("ghana").post(f"/practices/{item_id}/release", sent, status=303)

    assert stage_of(database, item_id)[0] == Stage.PUBLISHED
    with clock.moved(99 * DAY):
        assert embargo.release_due(portal) == 0


def test_after_the_clock_jumped_nothing_is_opened_for_a_day(written, database, portal):
    item_id = written("ghana", Stage.APPROVED)
    duty = next(one for one in duties(portal) if one.name == PUBLISHING)
    with database.unit_of_work() as db:
        long_ago = clock.wall() - 40 * DAY
        db.add(Job(name=PUBLISHING, finished_at=long_ago, due_at=long_ago))
    with clock.moved(99 * DAY):
        assert duty.act() is not None
    assert stage_of(database, item_id)[0] == Stage.APPROVED
    with database.unit_of_work() as db:
        db.execute(update(table(Job)).values(finished_at=clock.wall()))
    with clock.moved(99 * DAY):
        assert duty.act() is None
    assert stage_of(database, item_id)[0] == Stage.PUBLISHED
