"""The words of ended requests: announced in time, destroyed on the day, a receipt stays."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text, update

from app.assistance import ending, queries
from app.assistance.acting import Acting
from app.assistance.ending import destroy_due, tell_due
from app.assistance.models import Ending, Offer, Request
from app.assistance.rules import Stage
from app.assistance.writing import put
from app.audit.events import Event
from app.audit.models import AuditRecord
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.core.seal import Sealed
from app.items.models import Item, Revision
from app.sealing.keys import record_key
from tests.assistance.sample import CANARY, Maker

record = table(AuditRecord)
ended = table(Ending)
item = table(Item)


@pytest.fixture
def made(database, portal, cast):
    """Return a function that makes a request which came to ``stage`` so many days ago."""

    def make(stage: Stage, days: int) -> str:
        with database.unit_of_work() as db:
            item_id = Maker(db, portal, cast).request(stage)
            moment = clock.now() - timedelta(days=days)
            db.execute(update(item).where(item.c.id == item_id).values(changed_at=moment))
            db.execute(text("DELETE FROM letter"))
        return item_id

    return make


def told(database) -> dict[str, str]:
    with database.read() as conn:
        rows = conn.execute(
            text(
                "SELECT person.name, body FROM letter JOIN person ON person.id = letter.person_id"
                " WHERE subject LIKE '%will be destroyed%'"
            )
        )
        return {name.removesuffix(" (test)"): body for name, body in rows}


def pass_days(database, days: int) -> None:
    """Let the announced day come by so many days."""
    with database.unit_of_work() as db:
        for row in db.execute(select(ended.c.item_id, ended.c.due_on)).all():
            here = update(ended).where(ended.c.item_id == row.item_id)
            db.execute(here.values(due_on=row.due_on - timedelta(days=days)))


def texts_of(database, *records: str) -> int:
    """Return how many texts stand in a request, its offers and its revisions."""
    found = 0
    with database.read() as conn:
        for rows in (table(Request), table(Offer), table(Revision)):
            for column in (one for one in rows.c if isinstance(one.type, Sealed)):
                wanted = select(func.count(column)).where(rows.c.item_id.in_(records))
                found += conn.execute(wanted).scalar_one()
    return found


def keys_of(database, *records: str) -> int:
    with database.read() as conn:
        wanted = select(func.count()).where(record_key.c.record.in_(records))
        return conn.execute(wanted.select_from(record_key)).scalar_one()


def test_both_sides_are_told_two_weeks_before_and_once(database, portal, made):
    made(Stage.CLOSED, 75)
    made(Stage.UNDER_WAY, 400)
    assert tell_due(portal) == 0

    request = made(Stage.CLOSED, 77)
    assert [tell_due(portal), tell_due(portal)] == [1, 0]

    letters = told(database)
    assert set(letters) == {"ghana", "ghana_alternate", "denmark", "editor", "administrator"}
    assert CANARY not in "".join(letters.values())
    with database.read() as conn:
        row = conn.execute(select(ended)).one()
    assert (row.item_id, row.days, row.destroyed_at, row.texts) == (request, 90, None, 0)
    assert row.due_on == clock.today() + timedelta(days=14)


def test_what_ended_long_ago_is_announced_too_before_it_goes(database, portal, made):
    made(Stage.CLOSED, 1000)
    assert [destroy_due(portal), tell_due(portal), destroy_due(portal)] == [0, 1, 0]
    pass_days(database, 13)
    assert destroy_due(portal) == 0
    pass_days(database, 1)
    assert [destroy_due(portal), destroy_due(portal)] == [1, 0]


def test_on_the_day_words_and_keys_go_and_a_receipt_stays(database, portal, cast, made, browse):
    request, other = made(Stage.CLOSED, 80), made(Stage.CLOSED, 10)
    with database.read() as conn:
        records = ending.records_of(conn, request)
        others = ending.records_of(conn, other)
    before = texts_of(database, *others), keys_of(database, *others)
    texts = texts_of(database, *records)
    tell_due(portal)
    pass_days(database, 14)
    destroy_due(portal)

    assert (texts_of(database, *records), keys_of(database, *records)) == (0, 0)
    assert (texts_of(database, *others), keys_of(database, *others)) == before
    with database.read() as conn:
        row = conn.execute(select(ended).where(ended.c.item_id == request)).one()
        said = conn.execute(
            select(record.c.subject, record.c.detail).where(
                record.c.event == Event.REQUEST_WORDS_DESTROYED
            )
        ).all()
        asked = queries.one(conn, cast["ghana"].viewer, portal.seal, request)
        helped = queries.offers(conn, cast["denmark"].viewer, portal.seal, request)
    assert (row.texts, row.destroyed_at is not None) == (texts, True)
    assert texts > 8
    assert [one.subject for one in said] == [request]
    assert (asked.title, asked.outcome, asked.result_note, asked.basis.origin) == ("", "", "", "")
    assert asked.themes == ("early-warning",)
    assert [(one.message, one.stage) for one in helped] == [("", "accepted")]
    for who in ("ghana", "denmark", "editor"):
        page = browse(who).get(f"/assistance/{request}")
        assert "were destroyed on" in page.text
        assert "Request whose words are destroyed" in page.text
        assert CANARY not in page.text
        assert CANARY in browse(who).get(f"/assistance/{other}").text
    answer = browse("ghana").get(f"/api/v1/assistance/{request}").json()
    assert answer["destroyed_at"] is not None


def test_the_page_says_beforehand_when_the_words_go(portal, made, browse, database):
    new, old = made(Stage.CLOSED, 3), made(Stage.WITHDRAWN, 500)
    day = clock.today() + timedelta(days=87)
    assert f"{day.day} {day:%B %Y}" in browse("ghana").get(f"/assistance/{new}").text
    tell_due(portal)
    with database.read() as conn:
        due = conn.execute(select(ended.c.due_on).where(ended.c.item_id == old)).scalar_one()
    page = browse("ghana").get(f"/assistance/{old}").text
    assert f"{due.day} {due:%B %Y}" in page
    assert "will be destroyed on" not in browse("ghana").get(
        f"/assistance/{made(Stage.UNDER_WAY, 500)}"
    ).text  # fmt: skip


def test_a_withdrawn_draft_goes_too_and_its_office_alone_is_told(database, portal, cast):
    with database.unit_of_work() as db:
        maker = Maker(db, portal, cast)
        draft = maker.request(Stage.DRAFT)
        maker.step("withdraw", draft, "ghana", "denmark")
        moment = clock.now() - timedelta(days=80)
        db.execute(update(item).where(item.c.id == draft).values(changed_at=moment))
        db.execute(text("DELETE FROM letter"))
    assert tell_due(portal) == 1
    assert set(told(database)) == {"ghana", "ghana_alternate"}
    pass_days(database, 14)
    destroy_due(portal)
    assert (texts_of(database, draft), keys_of(database, draft)) == (0, 0)


def test_the_setting_decides_for_what_is_not_announced_yet(database, portal, made):
    made(Stage.CLOSED, 30)
    shorter = portal.settings.model_copy(update={"keep_closed_days": 40})
    assert tell_due(type(portal)(**{**vars(portal), "settings": shorter})) == 1
    with database.read() as conn:
        row = conn.execute(select(ended)).one()
    assert (row.days, row.due_on) == (40, clock.today() + timedelta(days=14))


def test_words_of_a_lost_key_are_neither_written_over_nor_an_error(database, portal, cast, made):
    """A new key beside them would make the page fail for everybody, and lose them for good."""
    request = made(Stage.DRAFT, 0)
    with database.unit_of_work() as db:
        db.execute(record_key.delete())
    by = Acting(cast["ghana"].viewer, portal.seal)
    with pytest.raises(Conflict, match="cannot be opened any more"), database.unit_of_work() as db:
        put(db, by, db.get_one(Request, request), {"outcome": "New words."})
    assert keys_of(database, request) == 0
