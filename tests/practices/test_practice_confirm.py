"""A published practice is confirmed by its office, and by nobody else; readers see the day."""

import pytest
from sqlalchemy import select

from app.audit.models import AuditRecord
from app.core import clock
from app.core.db import table
from app.items.models import Item
from app.practices.models import Practice
from app.practices.rules import Stage
from app.web.components import date_words

practice, item, record = table(Practice), table(Item), table(AuditRecord)


def _confirmed(database) -> dict[str, object]:
    with database.read() as conn:
        rows = conn.execute(select(practice.c.item_id, practice.c.confirmed_on))
        return {row.item_id: row.confirmed_on for row in rows}


def _version(database, item_id: str) -> str:
    with database.read() as conn:
        return str(conn.execute(select(item.c.version).where(item.c.id == item_id)).scalar_one())


def _forget(database) -> None:
    with database.unit_of_work() as db:
        db.execute(practice.update().values(confirmed_on=None))


def _events(database, item_id: str) -> list[str]:
    with database.read() as conn:
        found = conn.execute(select(record.c.event).where(record.c.subject == item_id))
        return [row.event for row in found if row.event.endswith(":confirmed")]


def test_who_submits_stands_behind_it_that_day(written, database):
    draft, submitted = written("ghana", Stage.DRAFT), written("ghana", Stage.SUBMITTED)

    assert _confirmed(database) == {draft: None, submitted: clock.today()}


@pytest.mark.parametrize("htmx", [False, True])
def test_its_office_confirms_and_readers_see_the_day(browse, written, database, htmx):
    noise, item_id = written("denmark"), written("ghana")
    _forget(database)
    reader = browse("denmark")
    fact = "Last confirmed by the state"
    before = reader.get(f"/practices/{item_id}")
    assert {r.dt.text: r.dd.text for r in before.soup.select(".facts > div")}[fact] == (
        "Never confirmed"
    )
    headers = {"HX-Request": "true", "HX-Target": "div#practice"} if htmx else {}
    sent = {"version": _version(database, item_id)}

    answer = browse("ghana").post(
        f"/practices/{item_id}/confirm", sent, headers=headers, status=200 if htmx else 303
    )

    if htmx:
        assert answer.words(".note.well p") == ["Confirmed. Readers see today's date."]
    else:
        assert answer.location == f"/practices/{item_id}?said=confirmed"
    assert _confirmed(database) == {noise: None, item_id: clock.today()}
    assert _events(database, item_id) == ["practices:practice:confirmed"]
    after = reader.get(f"/practices/{item_id}")
    today = date_words(clock.today())
    assert {r.dt.text: r.dd.text for r in after.soup.select(".facts > div")}[fact] == today
    cards = [" ".join(row.text.split()) for row in reader.get("/practices").soup.select(".rows li")]
    assert sum(f"Confirmed {today}" in card for card in cards) == 1
    assert sum("Not confirmed by the state" in card for card in cards) == 1


def test_an_older_page_confirms_nothing(browse, written, database):
    item_id = written("ghana")
    _forget(database)

    browse("ghana").post(f"/practices/{item_id}/confirm", {"version": "1"}, status=409)

    assert _confirmed(database) == {item_id: None}
    assert _events(database, item_id) == []


@pytest.mark.parametrize(("who", "status"), [("denmark", 403), ("editor", 403), ("nobody", 403)])
def test_nobody_else_confirms(browse, written, database, who, status):
    item_id = written("ghana")
    _forget(database)

    browse(who).post(
        f"/practices/{item_id}/confirm", {"version": _version(database, item_id)}, status=status
    )

    assert _confirmed(database) == {item_id: None}
    assert browse(who).get(f"/practices/{item_id}", status=200 if who != "nobody" else 303)
    if who != "nobody":
        page = browse(who).get(f"/practices/{item_id}")
        assert page.soup.select("form[action$='/confirm']") == []


def test_a_practice_out_of_sight_is_not_there_to_confirm(browse, written):
    item_id = written("ghana", audience="secretariat")

    browse("denmark").post(f"/practices/{item_id}/confirm", {"version": "3"}, status=404)


def test_withdrawn_in_place_only_the_office_and_the_secretariat_still_see_it(
    browse, written, database
):
    item_id = written("ghana")
    page = browse("ghana").post(
        f"/practices/{item_id}/withdraw",
        {"version": _version(database, item_id)},
        headers={"HX-Request": "true", "HX-Target": "div#practice"},
        status=200,
    )

    assert page.words(".note.well p") == ["Withdrawn. Its readers no longer see it."]
    assert page.soup.select("#practice form[action$='/withdraw']") == []
    browse("editor").get(f"/practices/{item_id}")
    browse("denmark").get(f"/practices/{item_id}", status=404)
