"""A form signs for the office it was opened for, or not at all."""

from datetime import date

import pytest
from sqlalchemy import update

from app.core.db import table
from app.directory.loading import office_of
from app.directory.models import Appointment
from app.identity.models import PortalSession
from app.identity.sessions import hashed


@pytest.fixture
def two_offices(database, cast) -> str:
    """Ghana's Focal Point also holds Kenya's office; return that office's id."""
    with database.unit_of_work() as db:
        office = office_of(db, "KEN", "focal_point")
        person = cast["ghana"].viewer.person_id
        db.add(Appointment(office_id=office.id, person_id=person, starts=date(2021, 1, 1)))
        return office.id


def switch(database, cast, office_id: str) -> None:
    session = table(PortalSession)
    mine = session.c.id_hash == hashed(cast["ghana"].session)
    with database.unit_of_work() as db:
        db.execute(update(session).where(mine).values(office_id=office_id))


def form_of(page) -> dict[str, str]:
    fields = page.soup.select("main form[method=post] input[type=hidden]")
    return {field["name"]: field.get("value", "") for field in fields}


def test_a_form_opened_for_another_office_is_refused_and_its_words_come_back(
    browse, database, cast, two_offices
):
    ghana = browse("ghana")
    opened = form_of(ghana.get("/assistance/new"))
    assert opened["office_of_form"] == cast["ghana"].viewer.office.id
    switch(database, cast, two_offices)

    words = {"title": "Training for district councils", "outcome": "We can train councils."}
    refused = ghana.post("/assistance/new", {**opened, **words}, status=409)

    kept = [area.get_text().strip() for area in refused.soup.select("textarea")]
    assert kept[:2] == list(words.values())


def test_the_same_form_opened_again_is_taken(browse, database, cast, two_offices):
    ghana = browse("ghana")
    switch(database, cast, two_offices)
    opened = form_of(ghana.get("/assistance/new"))

    assert opened["office_of_form"] == two_offices
    assert ghana.post("/assistance/new", {**opened, "title": ""}, status=422).words(".err")
