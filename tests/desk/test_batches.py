"""Acts on several things: looked at before, done later, undone until then, each by itself."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.assistance.rules import Stage as RequestStage
from app.core import clock
from app.core.db import table
from app.desk import batches, carrying
from app.directory.models import Appointment
from app.items.models import Item
from app.mail.models import Letter
from app.moderation.models import Batch, BatchRow, Hold
from app.practices.rules import Stage
from app.sealing.models import RecordKey

TEXT = "Dear colleague, please say more about {title} ({number})."


def stage_of(database, item_id: str) -> str:
    with database.read() as conn:
        item = table(Item)
        return conn.execute(select(item.c.stage).where(item.c.id == item_id)).scalar_one()


def choose(client, act: str, *items: str):
    """Choose things on the desk and return the page that says what would happen."""
    location = client.post("/desk/choose", {"item": list(items), "act": act}).location
    return client.get(location)


def plan(client, act: str, *items: str, **said: str):
    """Choose things, look at them, and have it done."""
    page = choose(client, act, *items)
    hidden = {
        box["name"]: box["value"]
        for box in page.soup.select("form[action='/desk/batch'][method=post] input[name^=v-]")
    }
    return client.post("/desk/batch", {"act": act, "item": list(items), **hidden, **said})


def letters(database) -> list[str]:
    with database.read() as conn:
        return sorted(conn.execute(select(table(Letter).c.subject)).scalars())


def test_a_preview_says_what_happens_to_each_and_writes_nothing(browse, things, database):
    practice = things.practice("A practice", stage=Stage.SUBMITTED)
    request = things.request("A request", "denmark", RequestStage.SUBMITTED)
    page = choose(browse("editor"), "publish", practice, request, "gone")

    assert page.words("#h-able ~ ul h3") == ["A practice"]
    assert page.words("#h-unable ~ ul h3") == ["A request"]
    assert page.words(".note") == ["One thing that you chose waits no longer."]
    with database.read() as conn:
        assert conn.execute(select(table(Batch))).first() is None


def test_nothing_happens_before_the_time_to_undo_is_over(browse, things, database, portal):
    one = things.practice("One", stage=Stage.SUBMITTED)
    two = things.practice("Two", "denmark", Stage.SUBMITTED)
    before = letters(database)
    editor = browse("editor")
    place = plan(editor, "publish", one, two).location

    assert carrying.carry_out_due(portal) == 0
    assert {stage_of(database, key) for key in (one, two)} == {Stage.SUBMITTED}
    assert letters(database) == before
    assert "Undo all of it" in editor.get(place).text
    assert len(editor.get("/desk").soup.select(f"a[href='{place}']")) == 2


def test_it_is_done_then_each_by_itself_and_says_what_came_of_it(browse, things, database, portal):
    one = things.practice("One", stage=Stage.SUBMITTED)
    two = things.practice("Two", "denmark", Stage.SUBMITTED)
    editor = browse("editor")
    place = plan(editor, "publish", one, two).location
    page = browse("administrator").get(f"/practices/{two}")
    said = {"version": page.soup.select_one("#review input[name=version]")["value"]}
    browse("administrator").post(f"/practices/{two}/return", {**said, "reason": "Say by when."})
    with clock.moved(batches.UNDO + timedelta(seconds=1)):
        assert carrying.carry_out_due(portal) == 1
        assert carrying.carry_out_due(portal) == 0
        told = editor.get(place)

    assert (stage_of(database, one), stage_of(database, two)) == (Stage.PUBLISHED, Stage.RETURNED)
    assert sorted(told.words("ul.rows .st")) == ["Done", "Not done"]
    assert "It changed after it was chosen" in told.text
    assert any("published" in one for one in letters(database))


def test_undone_in_time_nothing_happens_ever(browse, things, database, portal):
    one = things.practice("One", stage=Stage.SUBMITTED)
    editor, colleague = browse("editor"), browse("administrator")
    place = plan(editor, "return", one, words=TEXT).location
    colleague.post(f"{place}/undo")

    assert "It was undone" in editor.get(place).text
    with clock.moved(batches.UNDO + timedelta(seconds=1)):
        assert carrying.carry_out_due(portal) == 0
        assert editor.post(f"{place}/undo", status=409).words(".note") != []
    assert stage_of(database, one) == Stage.SUBMITTED
    with database.read() as conn:
        assert conn.execute(select(table(Batch).c.words)).scalars().all() == [None]


def test_a_text_is_sealed_until_it_goes_back_filled_for_each(browse, things, database, portal):
    practice = things.practice("A practice", stage=Stage.SUBMITTED)
    request = things.request("A request", "denmark", RequestStage.SUBMITTED)
    editor = browse("editor")
    plan(editor, "return", practice, request, words=TEXT)
    with database.read() as conn:
        made = conn.execute(select(table(Batch))).one()
        assert b"colleague" not in made.words.token
    with clock.moved(batches.UNDO + timedelta(seconds=1)):
        carrying.carry_out_due(portal)
    with database.read() as conn:
        keys = table(RecordKey)
        assert conn.execute(select(keys).where(keys.c.record == made.id)).first() is None

    said = browse("ghana").get(f"/practices/{practice}").words("#standing blockquote")
    assert re.fullmatch(r"Dear colleague, .* A practice \(R2P/\d+/PRA/\d+\)\.", said[0])
    assert "say more about A request" in browse("denmark").get(f"/assistance/{request}").text


def test_a_text_is_needed_and_one_that_is_read_stays(browse, things):
    one = things.practice("One", stage=Stage.SUBMITTED)
    editor = browse("editor")
    page = choose(editor, "return", one)
    version = page.soup.select_one("input[name^=v-]")
    said = {"act": "return", "item": one, version["name"]: version["value"], "words": " "}

    assert editor.post("/desk/batch", said, status=422).words(".problem li") == [
        "Write the text that goes back with each of them."
    ]
    stale = {**said, "words": "Kept.", version["name"]: "99"}
    assert editor.post("/desk/batch", stale, status=409)
    assert editor.post("/desk/batch", {"act": "burn", "item": one}, status=400)
    assert editor.post("/desk/batch", {"act": "publish"}, status=422).words(".problem li")


@pytest.mark.parametrize("gone", ["office", "late"])
def test_it_is_called_off_where_the_right_or_the_time_has_ended(browse, things, portal, cast, gone):
    database = things.database
    one = things.practice("One", stage=Stage.SUBMITTED)
    place = plan(browse("editor"), "publish", one).location
    if gone == "office":
        held = table(Appointment)
        mine = held.c.person_id == cast["editor"].viewer.person_id
        with database.unit_of_work() as db:
            db.execute(update(held).where(mine).values(stage="ended"))
    over = batches.UNDO + (carrying.STALE if gone == "late" else timedelta()) + timedelta(minutes=1)
    with clock.moved(over):
        carrying.carry_out_due(portal)
    assert stage_of(database, one) == Stage.SUBMITTED
    with database.read() as conn:
        assert conn.execute(select(table(BatchRow).c.outcome)).scalars().all() == ["failed"]
    assert place


def test_what_a_colleague_has_open_is_left_out_and_can_be_taken_over(browse, things, database):
    one = things.practice("One", stage=Stage.SUBMITTED)
    editor, colleague = browse("editor"), browse("administrator")
    assert colleague.post("/desk/open", {"open": one}).location == f"/practices/{one}"

    left = choose(editor, "publish", one)
    assert left.words("#h-unable ~ ul h3") == ["One"]
    assert "opened this just now" in left.text
    assert plan(editor, "take", one).location == "/desk?said=taken"
    assert choose(editor, "publish", one).words("#h-able ~ ul h3") == ["One"]
    assert "took this over" in colleague.get("/desk").text
    editor.post("/desk/give-back", {"back": one})
    with database.read() as conn:
        assert conn.execute(select(table(Hold))).first() is None


def test_a_hold_ends_by_itself_and_opening_takes_nothing_from_a_colleague(browse, things):
    one = things.practice("One", stage=Stage.SUBMITTED)
    editor, colleague = browse("editor"), browse("administrator")
    colleague.post("/desk/open", {"open": one})
    editor.post("/desk/open", {"open": one})

    with clock.moved(timedelta(minutes=2)):
        assert "opened this 2 minutes ago" in editor.get(f"/practices/{one}").text
        assert "minutes ago" not in colleague.get(f"/practices/{one}").text
    with clock.moved(timedelta(minutes=16)):
        assert "minutes ago" not in editor.get(f"/practices/{one}").text


def test_colleagues_are_reminded_by_one_letter_each(browse, things, database, portal):
    one = things.practice("One", stage=Stage.SUBMITTED)
    before = letters(database)
    plan(browse("editor"), "remind", one)
    with clock.moved(batches.UNDO + timedelta(seconds=1)):
        carrying.carry_out_due(portal)

    new = [one for one in letters(database) if one not in before]
    assert new
    assert all(one.startswith("This still waits for the Secretariat") for one in new)


@pytest.mark.parametrize("who", ["ghana", "eu", "stranger"])
def test_nobody_else_sees_any_of_it(browse, things, who):
    one = things.practice("One", stage=Stage.SUBMITTED)
    place = plan(browse("editor"), "publish", one).location
    other = browse(who)

    for address in ("/desk/batch?act=publish", place, "/desk/answers"):
        assert one not in other.get(address, status=403).text


def test_batches_are_forgotten_after_their_time(browse, things, database):
    one = things.practice("One", stage=Stage.SUBMITTED)
    plan(browse("editor"), "return", one, words="Again.")
    with clock.moved(batches.KEPT + timedelta(days=1)), database.unit_of_work() as db:
        batches.sweep(db)
    with database.read() as conn:
        assert conn.execute(select(table(Batch))).first() is None
        assert conn.execute(select(table(BatchRow))).first() is None
