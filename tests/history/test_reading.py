"""Readings of a request by the Secretariat: recorded before it is shown, once for each visit."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.assistance.rules import Stage
from app.audit import reading
from app.audit.events import Event
from app.audit.models import AuditRecord
from app.core.db import table
from app.core.errors import Conflict
from app.practices.rules import Stage as PracticeStage

audit = table(AuditRecord)


@pytest.fixture
def readings(database):
    def found(item_id: str, event: Event = Event.REQUEST_VIEWED) -> list[str]:
        with database.read() as conn:
            rows = conn.execute(
                select(audit.c.person_id)
                .where(audit.c.subject == item_id, audit.c.event == event)
                .order_by(audit.c.id)
            )
            return list(rows.scalars())

    return found


def test_each_way_to_read_it_is_recorded(browse, asked, cast, readings, monkeypatch):
    monkeypatch.setattr(reading, "ONE_READING", timedelta(0))
    item_id, editor = asked(Stage.SUBMITTED), cast["editor"].viewer.person_id
    browse("editor").get(f"/assistance/{item_id}")
    browse("editor").get(f"/api/v1/assistance/{item_id}")
    browse("editor").block(f"/assistance/{item_id}", "request")
    browse("editor").get(f"/assistance/{item_id}/history")

    assert readings(item_id) == [editor] * 4


def test_reading_a_practice_is_recorded_while_only_its_office_and_the_secretariat_see_it(
    browse, written, cast, readings
):
    waits, out = (
        written("ghana", PracticeStage.SUBMITTED),
        written("ghana", PracticeStage.PUBLISHED),
    )
    for item_id in (waits, out):
        for who in ("editor", "ghana"):
            browse(who).get(f"/practices/{item_id}")

    assert readings(waits, Event.PRACTICE_VIEWED) == [cast["editor"].viewer.person_id]
    assert readings(out, Event.PRACTICE_VIEWED) == []
    history = browse("ghana").get(f"/practices/{waits}/history")
    assert history.words("tbody tr:first-child td") == ["Practice read", "Secretariat editor"]


def test_coming_back_within_ten_minutes_is_one_reading(browse, asked, cast, readings):
    item_id, other = asked(Stage.OPEN), asked(Stage.OPEN)
    for who in ("editor", "editor", "administrator", "editor"):
        browse(who).get(f"/assistance/{item_id}")
    browse("editor").get(f"/assistance/{other}")

    people = [cast[who].viewer.person_id for who in ("editor", "administrator")]
    assert readings(item_id) == people
    assert readings(other) == people[:1]


def test_nobody_elses_reading_is_recorded(browse, asked, readings):
    item_id, draft = asked(Stage.OPEN), asked(Stage.DRAFT)
    for who in ("ghana", "denmark"):
        browse(who).get(f"/assistance/{item_id}")
    browse("editor").get(f"/assistance/{draft}", status=404)
    browse("editor").get("/assistance")

    assert readings(item_id) == readings(draft) == []


def test_what_cannot_be_recorded_is_not_shown(browse, asked, readings, monkeypatch):
    def refuse(*_given: object, **_named: object) -> None:
        raise Conflict

    item_id = asked(Stage.OPEN)
    monkeypatch.setattr(reading, "record", refuse)
    answer = browse("editor").get(f"/assistance/{item_id}", status=409)

    assert "kanarienvogel" not in answer.text
    assert readings(item_id) == []
