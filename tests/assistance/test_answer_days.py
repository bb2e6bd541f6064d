"""Absences and free days move the day by which a member answers; a request waits for the last."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import insert, select, update

from app.assistance import queries, reminding
from app.assistance.answer_days import answering, theirs, why
from app.assistance.models import Request
from app.assistance.rules import Stage
from app.core import clock
from app.core.db import table
from app.directory.calendars import Calendar
from app.directory.clocks import Clock
from app.directory.holding import appointment
from app.directory.standing_in import absence

request = table(Request)
DAY = timedelta(days=1)
FRIDAY, SATURDAY, MONDAY = date(2026, 11, 27), date(2026, 11, 28), date(2026, 11, 30)
SINCE = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("still", "calendar", "asked", "day", "said"),
    [
        ((), Calendar("DK"), FRIDAY, FRIDAY, "Answers by 27 November 2026"),
        (
            (),
            Calendar("DK"),
            SATURDAY,
            MONDAY,
            "Answers by 30 November 2026: the day asked for is no working day there",
        ),
        (
            (SINCE + DAY,),
            Calendar("DK"),
            FRIDAY - DAY,
            FRIDAY,
            "Answers by 27 November 2026: days on which it is away do not count",
        ),
        (
            (SINCE + DAY,),
            Calendar("DK"),
            FRIDAY,
            MONDAY,
            (
                "Answers by 30 November 2026: days on which it is away do not count, and the last"
                " is a working day there"
            ),
        ),
        (
            (),
            Calendar("DK"),
            date(2026, 12, 25),
            date(2026, 12, 28),
            "Answers by 28 December 2026: the day asked for is no working day there",
        ),
        (
            (),
            Calendar(),
            SATURDAY,
            MONDAY,
            (
                "Answers by 30 November 2026: the day asked for is no working day there. Its public"
                " holidays are not known here: Monday to Friday are counted."
            ),
        ),
        ((), Calendar("EG"), date(2026, 11, 29), date(2026, 11, 29), "Answers by 29 November 2026"),
    ],
)
def test_the_day_and_why(still, calendar, asked, day, said):
    found = answering(Clock(frozenset(still), calendar), asked, SINCE)
    assert found is not None
    assert found.day == day
    assert theirs(found) == said
    assert why(replace(found, free=True)).startswith(f"For your office by {found.day.day} ")


def test_where_no_day_is_said_there_is_none():
    assert answering(Clock(), None, SINCE) is None


def away(database, who, first: date, last: date) -> None:
    with database.unit_of_work() as db:
        wanted = select(appointment.c.id).where(
            appointment.c.person_id == who.viewer.person_id,
            appointment.c.office_id == who.viewer.office.id,
        )
        given = {"id": "away12345678", "starts": first, "ends": last}
        row = {**given, "appointment_id": db.execute(wanted).scalar_one()}
        names = {column.name for column in absence.c}
        db.execute(insert(absence).values({k: v for k, v in row.items() if k in names}))


def stage_on(portal, database, who, item: str, day: int) -> str:
    with clock.moved(DAY * day):
        reminding.look_after(portal)
    with database.read() as conn:
        read = queries.one(conn, who.viewer, portal.seal, item)
        assert read is not None
        return read.matter.stage


def test_a_request_lapses_after_the_last_of_those_asked(asked, database, portal, cast, browse):
    item = asked(Stage.OPEN, "members:TLS,EU")
    short = clock.today() + DAY * 20
    with database.unit_of_work() as db:
        db.execute(update(request).where(request.c.item_id == item).values(answer_by=short))
    away(database, cast["timor"], clock.today() + DAY * 5, clock.today() + DAY * 34)
    page = browse("ghana").get(f"/assistance/{item}/audience")
    assert "days on which it is away do not count" in page.text
    assert "lapses only once the last of them has had its time" in page.text
    assert "For your office by" in browse("timor").get(f"/assistance/{item}").text

    assert [stage_on(portal, database, cast["ghana"], item, day) for day in (11, 22, 33, 45)] == [
        "open"
    ] * 4
    assert stage_on(portal, database, cast["ghana"], item, 60) == "lapsed"


def test_nobody_away_it_lapses_at_its_day(asked, database, portal, cast):
    item = asked(Stage.OPEN, "members:TLS,EU")
    short = clock.today() + DAY * 20
    with database.unit_of_work() as db:
        db.execute(update(request).where(request.c.item_id == item).values(answer_by=short))
    found = [stage_on(portal, database, cast["ghana"], item, day) for day in (11, 22, 33)]
    assert found == ["open", "open", "lapsed"]
