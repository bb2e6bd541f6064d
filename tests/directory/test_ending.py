"""The ladder of reminders before an appointment ends."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.core import clock
from app.core.db import table
from app.directory import ending
from app.directory.ending import RUNGS, remind_due
from app.directory.holding import appointment
from app.directory.keeping import SUCCEEDED
from app.directory.leaving import HANDED_OVER
from app.mail.models import Letter

letter = table(Letter)


@pytest.fixture
def ends_in(database, cast):
    """Let Ghana's Focal Point's appointment end in so many days; Denmark's long after."""

    def end(days: int) -> None:
        with database.unit_of_work() as db:
            for who, left in (("ghana", days), ("denmark", 400)):
                db.execute(
                    update(appointment)
                    .where(appointment.c.person_id == cast[who].viewer.person_id)
                    .values(ends=clock.today() + timedelta(days=left))
                )

    return end


@pytest.fixture
def told(database, cast):
    """Return who was written to about what since the last time, by name."""
    names = {one.viewer.person_id: name for name, one in cast.items()}

    def take() -> list[tuple[str, str]]:
        with database.unit_of_work() as db:
            found = db.execute(select(letter.c.person_id, letter.c.subject)).all()
            db.execute(letter.delete())
        return sorted((names[who], subject.partition(" ends on ")[0]) for who, subject in found)

    return take


EVERYBODY = [
    ("administrator", "An appointment"),
    ("editor", "An appointment"),
    ("ghana", "Your appointment"),
    ("ghana_alternate", "An appointment"),
]


@pytest.mark.parametrize("rung", RUNGS)
def test_each_rung_tells_everybody_concerned_once(portal, ends_in, told, rung):
    ends_in(rung.days + 1)
    remind_due(portal)
    told()
    with clock.moved(timedelta(days=1)):
        assert remind_due(portal) == 1
        assert told() == EVERYBODY
        assert remind_due(portal) == 0
    assert told() == []


def test_the_whole_ladder_is_three_letters_each(portal, ends_in, told):
    ends_in(120)
    days = []
    for day in range(125):
        with clock.moved(timedelta(days=day)):
            if remind_due(portal):
                days.append(120 - day)
    assert days == [rung.days for rung in RUNGS]
    assert told() == sorted(3 * EVERYBODY)


def test_an_end_put_off_is_reminded_of_anew_and_one_without_end_never(portal, ends_in, told):
    assert remind_due(portal) == 0
    ends_in(10)
    assert remind_due(portal) == 1
    assert told() == EVERYBODY
    ends_in(200)
    assert remind_due(portal) == 0
    with clock.moved(timedelta(days=200 - 91)):
        assert remind_due(portal) == 1
    assert told() == EVERYBODY


def test_the_letter_leads_the_holder_to_the_hand_over_and_others_to_the_record(
    portal, ends_in, database, cast, browse
):
    browse("ghana_alternate").post("/account/language", {"language": "fr"})
    ends_in(14)
    remind_due(portal)
    with database.read() as conn:
        bodies = dict(map(tuple, conn.execute(select(letter.c.person_id, letter.c.body)).all()))
    ghana = cast["ghana"].viewer

    own = bodies[ghana.person_id]
    assert f"http://testserver/hand-over/{ghana.office.id}" in own
    assert "Focal Point, Ghana" in own
    other = bodies[cast["ghana_alternate"].viewer.person_id]
    assert "http://testserver/directory/GHA/offices" in other
    assert "Point focal, Ghana" in other


def test_two_workers_remind_once(portal, ends_in, told, database, monkeypatch):
    ends_in(14)
    with database.read() as conn:
        due = ending.ending(conn)
    assert remind_due(portal) == 1
    monkeypatch.setattr(ending, "ending", lambda _conn: due)
    assert remind_due(portal) == 0
    assert told() == EVERYBODY


@pytest.mark.parametrize("why", [HANDED_OVER, SUCCEEDED])
def test_nobody_is_reminded_of_what_was_handed_over(portal, ends_in, told, database, why):
    ends_in(14)
    with database.unit_of_work() as db:
        db.execute(
            update(appointment)
            .where(appointment.c.ends == clock.today() + timedelta(days=14))
            .values(why_ended=why)
        )
    assert remind_due(portal) == 0
    assert told() == []
