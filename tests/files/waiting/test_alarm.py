"""Administrators are told once that files wait too long for the scanner, and once at the end."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from app.core import clock
from app.core.db import table
from app.directory.unscanned import BEGUN, LONGEST, OVER
from app.duties import duties
from app.identity.models import Person
from app.web.components import moment_words
from tests.files.waiting.conftest import GOOD, attachment, files, letter
from tests.support.uploading import sent

person = table(Person)


@pytest.fixture
def settings(settings):
    """The Secretariat has a mailbox, and nothing listens where the scanner should."""
    return settings.model_copy(update={"contact": "mailbox@example.org"})


@pytest.fixture
def told(portal, database, cast):
    """Return a function that does the duty, and gives the letters there are since."""
    (duty,) = [one for one in duties(portal) if one.name == "scan files"]
    admin = cast["administrator"].viewer.person_id
    seen: set[str] = set()

    def look() -> list[tuple[str, str]]:
        duty.act()
        with database.read() as conn:
            new = [one for one in conn.execute(select(letter)) if one.id not in seen]
        seen.update(one.id for one in new)
        assert {one.urgent for one in new} <= {True}
        bodies = {one.body for one in new if GOOD[0][:6] in one.body + one.subject}
        assert bodies == set()
        whose = {admin: "administrator"}
        return sorted(
            (one.address or whose.get(one.person_id, "another"), one.subject) for one in new
        )

    look()
    return look


def both(subject: str) -> list[tuple[str, str]]:
    return [("administrator", subject), ("mailbox@example.org", subject)]


def test_they_are_told_once_and_again_when_it_is_over(browse, draft, database, told, back):
    browse("ghana").post(f"/practices/{draft}/files", **sent(GOOD))
    (row,) = files(database)
    with clock.moved(LONGEST - timedelta(minutes=1)):
        assert told() == []
    with clock.moved(LONGEST + timedelta(minutes=1)):
        assert told() == both(BEGUN)
    with database.read() as conn:
        (body,) = conn.execute(select(letter.c.body).where(letter.c.address.is_not(None))).scalars()
    assert f"since {moment_words(row.at)}" in body
    browse("ghana").post(f"/practices/{draft}/files", **sent(("b.txt", b"b", "text/plain")))
    assert told() == []

    back()
    assert told() == both(OVER)
    assert told() == []


def test_what_is_taken_off_in_time_alarms_nobody_and_later_ends_it(browse, draft, database, told):
    browse("ghana").post(f"/practices/{draft}/files", **sent(GOOD))
    with clock.moved(2 * LONGEST):
        assert told() == both(BEGUN)
    with database.unit_of_work() as db:
        db.execute(delete(attachment))
    assert told() == both(OVER)
    browse("ghana").post(f"/practices/{draft}/files", **sent(GOOD))
    (row,) = files(database)
    browse("ghana").post(f"/practices/{draft}/files/{row.id}/remove")
    with clock.moved(2 * LONGEST):
        assert told() == []
