"""What is typed into a request and not saved: sealed, offered to who typed it, gone when saved."""

from datetime import timedelta

from sqlalchemy import text

from app.assistance.rules import Stage
from app.assistance.typed import keeping
from app.core import clock
from tests.assistance.sample import CANARY, HOW, WHAT
from tests.assistance.test_journey import version


def rows(database) -> list:
    with database.read() as conn:
        return list(conn.execute(text("SELECT typed, id FROM request_aside")))


def keys(database, ids: list[str]) -> int:
    with database.read() as conn:
        return sum(
            conn.execute(
                text("SELECT count(*) FROM record_key WHERE record = :one"), {"one": one}
            ).scalar_one()
            for one in ids
        )


def test_before_there_is_a_draft_it_is_kept_sealed_and_offered_again(browse, database):
    ghana, again = browse("ghana"), browse("ghana")
    page = ghana.get("/assistance/new")
    assert page.soup.select_one("form[data-keeper]")["data-keeper"] == "/assistance/new/aside"
    sent = {**WHAT, "turn": "0", "version": "0"}
    first = ghana.post("/assistance/new/aside", sent, status=200)
    assert first.json()["turn"] == 1
    (row,) = rows(database)
    assert CANARY.encode() not in bytes(row.typed)

    assert "you typed something here" in again.get("/assistance/new").text
    taken = again.get("/assistance/new?kept=1")
    assert taken.soup.select_one("[name=title]")["value"] == WHAT["title"]
    for who in ("ghana_alternate", "denmark"):
        assert "you typed something here" not in browse(who).get("/assistance/new").text
    other = ghana.post("/assistance/new/aside", {**sent, "title": "Other"}, status=409)
    assert "Another window of yours" in other.json()["says"]

    turn = taken.soup.select_one("form[data-keeper] [name=turn]")["value"]
    again.post("/assistance/new", {**WHAT, "turn": turn, "then": "continue"})
    assert rows(database) == []
    assert keys(database, [row.id]) == 0


def test_on_a_draft_it_leaves_the_draft_alone_and_goes_when_it_is_handed_in(
    browse, asked, database, making
):
    item = asked(Stage.DRAFT)
    here, ghana = f"/assistance/{item}", browse("ghana")
    before = version(ghana.get(f"{here}/how"))
    sent = {**HOW, "for_whom": "Five ministries", "version": before, "turn": "0"}
    ghana.post(f"{here}/aside/how", sent, status=200)
    assert version(ghana.get(f"{here}/how")) == before
    assert "Five ministries" not in ghana.get(here).text
    assert "Five ministries" in ghana.get(f"{here}/how?kept=1").text
    ghana.post(f"{here}/aside/readers", sent, status=404)
    browse("denmark").post(f"{here}/aside/how", sent, status=404)
    with making() as maker:
        maker.step("submit", item, "ghana", "denmark")
    assert rows(database) == []
    ghana.post(f"{here}/aside/how", sent, status=403)


def test_it_can_be_thrown_away_and_goes_after_some_months(browse, database):
    ghana = browse("ghana")
    ghana.post("/assistance/new/aside", {**WHAT, "turn": "0"}, status=200)
    ghana.post("/assistance/new/aside", {"do": "drop", "turn": "7"})
    assert len(rows(database)) == 1
    ghana.post("/assistance/new/aside", {"do": "drop", "turn": "1"})
    assert rows(database) == []
    ghana.post("/assistance/new/aside", {**WHAT, "turn": "0"}, status=200)
    with clock.moved(timedelta(days=91)), database.unit_of_work() as db:
        keeping.sweep(db)
    assert rows(database) == []


def test_a_lost_key_costs_what_was_typed_and_nothing_else(browse, database):
    ghana = browse("ghana")
    ghana.post("/assistance/new/aside", {**WHAT, "turn": "0"}, status=200)
    with database.unit_of_work() as db:
        db.execute(text("DELETE FROM record_key WHERE party LIKE 'person:%'"))
    assert "you typed something here" not in ghana.get("/assistance/new").text
    again = ghana.post("/assistance/new/aside", {**WHAT, "turn": "0"}, status=200)
    assert again.json()["turn"] == 2
