"""The record: a closed vocabulary, ids only, in the transaction of the change."""

import json
import re

import pytest
from sqlalchemy import select

from app.audit.actions import record
from app.audit.events import Event
from app.audit.models import AuditRecord
from app.core.db import table
from app.core.errors import Conflict

audit = table(AuditRecord)
PAST = re.compile(r"(ed|en|made|said|taken-up|bound|withdrawn|put-off|handed-over)$")
AREAS = {
    "identity",
    "directory",
    "practices",
    "discussion",
    "files",
    "guests",
    "assistance",
    "manual",
    "account",
    "desk",
    "nomination",
    "incident",
    "sealing",
    "standing",
    "seats",
}


def test_every_event_is_area_thing_and_past_tense():
    assert len(Event) > 25
    for event in Event:
        assert re.fullmatch(r"[a-z]+(:[a-z]+(-[a-z]+)*){2}", event), event
        area, _, past = event.split(":")
        assert area in AREAS, event
        assert PAST.search(past), event
        assert len(event) <= 60


def test_a_record_says_what_by_whom_for_which_office_and_to_what(database, cast):
    ghana = cast["ghana"].viewer
    with database.unit_of_work() as db:
        record(db, Event.PRACTICE_SUBMITTED, viewer=ghana, subject="abc", detail={"b": 1, "a": "x"})
        record(db, Event.DATA_LOADED)
    with database.read() as conn:
        first, second = conn.execute(select(audit).order_by(audit.c.id)).all()

    assert (first.event, first.person_id, first.office_id, first.subject) == (
        "practices:practice:submitted", ghana.person_id, ghana.office.id, "abc",
    )  # fmt: skip
    assert first.detail == '{"a": "x", "b": 1}'
    assert (second.person_id, second.office_id, second.subject) == (None, None, None)
    assert json.loads(second.detail) == {}


def test_what_was_rolled_back_was_never_recorded(database):
    def act() -> None:
        with database.unit_of_work() as db:
            record(db, Event.DATA_LOADED)
            raise Conflict

    with pytest.raises(Conflict):
        act()
    with database.read() as conn:
        assert conn.execute(select(audit)).all() == []


def test_who_comes_and_goes_is_recorded_once_each(browse, database, cast):
    browse("ghana").post("/sign-out")
    browse("ghana").post("/sign-out")
    with database.read() as conn:
        rows = conn.execute(select(audit.c.event, audit.c.subject)).all()

    assert rows == [("identity:session:ended", cast["ghana"].viewer.person_id)]
