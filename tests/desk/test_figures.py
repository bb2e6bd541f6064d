"""Figures for the secretariat: how long answers took, who has long done nothing; 404 for others."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from app.audit.actions import date_back, record
from app.audit.events import Event
from app.core import clock
from app.desk import figures

MONDAY = datetime(2026, 10, 5, 12, tzinfo=UTC)
WAITING, SILENT = "/desk/figures/waiting.csv", "/desk/figures/silent.csv"


def answered(database, days: int, answer: Event, subject: str) -> None:
    """Let the record say that something was submitted on a Monday and answered ``days`` after."""
    happened = ((Event.PRACTICE_SUBMITTED, MONDAY), (answer, MONDAY + timedelta(days=days)))
    with database.unit_of_work() as db:
        for event, moment in happened:
            record(db, event, subject=subject)
            date_back(db, event, subject, moment)


def test_waits_are_counted_in_working_days_by_month_and_kind(browse, database):
    answered(database, 1, Event.PRACTICE_PUBLISHED, "one")
    answered(database, 2, Event.PRACTICE_RETURNED, "two")
    answered(database, 9, Event.PRACTICE_APPROVED, "three")
    answered(database, 9, Event.PRACTICE_WITHDRAWN, "four")
    editor = browse("editor")
    page, table = editor.get("/desk/figures"), editor.get(WAITING).text

    assert page.words("#h-waited ~ .tables tbody tr td")[-3:] == ["3", "2 days", "7 days"]
    assert table.lstrip("\ufeff").splitlines() == [
        "month,kind,answered,median_days,longest_days",
        "2026-10,practice,3,2.0,7",
    ]


def test_silent_is_who_did_nothing_for_half_a_year(browse, database):
    later = datetime.now(UTC) + figures.SILENT + timedelta(days=10)
    with database.unit_of_work() as db:
        db.execute(text("UPDATE member SET name = '=1+1' WHERE code = 'DNK'"))
    with clock.moved(later - clock.wall()):
        with database.read() as conn:
            codes = {one.code for one in figures.silent(conn)}
        lines = browse("editor").get(SILENT).text.splitlines()

    assert {"GHA", "DNK"} <= codes
    assert "SEC" not in codes
    assert any(line.startswith("DNK,'=1+1,") for line in lines)


@pytest.mark.parametrize("who", ["ghana", "eu", "stranger"])
@pytest.mark.parametrize("address", ["/desk/figures", WAITING, SILENT])
def test_nobody_else_finds_them(browse, who, address):
    assert browse(who).get(address, status=404).words("h1") == ["Nothing here"]


def test_they_cost_the_same_with_one_answer_as_with_two(browse, database, queries):
    editor = browse("editor")
    editor.get("/desk")
    for subject in ("one", "two"):
        answered(database, 1, Event.PRACTICE_PUBLISHED, subject)
        with queries(5):
            editor.get("/desk/figures")
