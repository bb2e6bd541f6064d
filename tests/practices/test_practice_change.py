"""A published practice is changed: it stays as it is until the Secretariat agrees to the change."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.audit.models import AuditRecord
from app.core import clock
from app.core.db import table
from app.core.errors import Refusal
from app.files.actions import Room, attach
from app.files.examining import Patience
from app.files.models import Attachment
from app.files.readying import make_ready
from app.files.serving import store_of
from app.guests import actions as guests
from app.guests.forms import Invitee
from app.items.models import Item, ItemLabel
from app.mail.models import Letter
from app.notifications.models import Notice, Waiting
from app.practices.models import PracticeRevision, PracticeVersion
from app.practices.rules import Stage, What
from tests.practices.sample import FIRST_PAGE, matter

item, label, version = table(Item), table(ItemLabel), table(PracticeVersion)


def rows(database, model, *columns: str) -> list[tuple[object, ...]]:
    found = table(model)
    with database.read() as conn:
        return sorted(map(tuple, conn.execute(select(*(found.c[name] for name in columns)))))


def stage_of(database, item_id: str) -> tuple[str, str]:
    with database.read() as conn:
        found = select(item.c.stage, item.c.version).where(item.c.id == item_id)
        row = conn.execute(found).one()
        return row.stage, str(row.version)


def change(browse, item_id: str, **words: str) -> str:
    """Begin a change as Ghana and save its first page; return the id of the change."""
    at = browse("ghana").post(f"/practices/{item_id}/revise", {}, status=303).location
    made = at.split("/")[2]
    sent = {**FIRST_PAGE, "version": "1", "then": "continue", **words}
    browse("ghana").post(f"/practices/{made}/edit/what", sent, status=303)
    return made


def hand_in(browse, database, made: str, status: int = 303):
    sent = {"version": stage_of(database, made)[1], "then": "submit"}
    return browse("ghana").post(f"/practices/{made}/edit/check", sent, status=status)


def answer(browse, database, made: str, act: str = "publish", **more: str):
    sent = {"version": stage_of(database, made)[1], **more}
    return browse("editor").post(f"/practices/{made}/{act}", sent, status=303)


def test_readers_read_what_is_published_until_the_change_is(browse, written, database):
    noise, item_id = written("denmark", title="Another"), written("ghana", title="As it was")
    made = change(browse, item_id, title="As it will be", description="It is otherwise.")
    number = f"{browse('denmark').get(f'/practices/{item_id}').text}"
    assert "As it will be" not in number
    browse("denmark").get(f"/practices/{made}", status=404)
    browse("editor").get(f"/practices/{made}", status=404)
    hand_in(browse, database, made)

    browse("denmark").get(f"/practices/{made}", status=404)
    shown = browse("editor").get(f"/practices/{made}")
    assert [one.text for one in shown.soup.select("#changes dt")] == [
        "Title", "The result in one sentence", "What it is",
    ]  # fmt: skip
    assert shown.soup.select_one("#changes dd ins").text.strip()
    assert "As it will be" not in browse("denmark").get(f"/practices/{item_id}").text
    assert answer(browse, database, made).location == f"/practices/{item_id}?said=taken"

    page = browse("denmark").get(f"/practices/{item_id}")
    assert page.soup.h1.text == "As it will be"
    assert "It is otherwise." in page.text
    assert stage_of(database, made)[0] == Stage.TAKEN
    assert rows(database, PracticeVersion, "item_id", "number") == sorted(
        [(noise, 1), (item_id, 1), (item_id, 2)]
    )
    listed = browse("denmark").get("/practices").text
    assert listed.count("As it will be") == 1
    assert "As it was" not in listed
    found = browse("denmark").get("/search?q=otherwise").text
    assert f"/practices/{item_id}" in found
    assert made not in found


def test_who_waits_and_who_is_told(browse, written, database):
    item_id = written("ghana")
    with database.unit_of_work() as db:
        for model in (Letter, Notice):
            db.execute(table(model).delete())
    made = change(browse, item_id)
    hand_in(browse, database, made)
    assert rows(database, Waiting, "item_id", "label", "what") == [
        (made, "secretariat", What.CHANGED)
    ]
    answer(browse, database, made)

    assert rows(database, Waiting, "item_id") == []
    assert rows(database, Notice, "label", "item_id", "what") == [
        ("member:GHA", item_id, What.TAKEN)
    ]
    subjects = [subject for (subject,) in rows(database, Letter, "subject")]
    assert len([s for s in subjects if s.startswith("A change of a published practice")]) == 2
    assert len([s for s in subjects if s.startswith("Your change is published")]) == 2
    assert len(subjects) == 4
    events = [event for event, subject in rows(database, AuditRecord, "event", "subject")]
    assert events.count("practices:change:created") == 1
    assert events.count("practices:change:published") == 1
    assert events.count("practices:practice:published") == 1
    history = browse("ghana").get(f"/practices/{item_id}/history").text
    assert "Change taken into the published practice" in history


def test_a_change_that_changes_nothing_is_not_handed_in(browse, written, database):
    item_id = written("ghana")
    at = browse("ghana").post(f"/practices/{item_id}/revise", {}, status=303).location
    made = at.split("/")[2]

    page = hand_in(browse, database, made, status=422)

    assert "Nothing is different yet from what is published." in page.text
    assert stage_of(database, made) == (Stage.DRAFT, "1")


def test_of_two_changes_there_is_one(browse, written, database):
    item_id = written("ghana")
    made = change(browse, item_id)

    again = browse("ghana_alternate").post(f"/practices/{item_id}/revise", {}, status=303)

    assert again.location == f"/practices/{made}"
    assert rows(database, PracticeRevision, "item_id", "revises") == [(made, item_id)]
    assert f"/practices/{made}" in browse("ghana").get(f"/practices/{item_id}").text
    assert f"/practices/{made}" not in browse("editor").get(f"/practices/{item_id}").text


def test_a_change_comes_back_with_a_reason_and_is_withdrawn(browse, written, database):
    item_id = written("ghana", title="As it was")
    made = change(browse, item_id)
    hand_in(browse, database, made)
    answer(browse, database, made, "return", reason="Say when.")
    page = browse("ghana").get(f"/practices/{made}")
    assert "Say when." in page.text
    assert stage_of(database, item_id)[0] == Stage.PUBLISHED

    sent = {"version": stage_of(database, made)[1]}
    gone = browse("ghana").post(f"/practices/{made}/withdraw", sent, status=303)

    assert gone.location == f"/practices/{made}?said=dropped"
    assert "The practice is left as it is published." in browse("ghana").get(gone.location).text
    assert "As it was" in browse("denmark").get(f"/practices/{item_id}").text
    browse("ghana").post(f"/practices/{item_id}/revise", {}, status=303)


def test_a_withdrawn_practice_takes_its_change_with_it(browse, written, database):
    item_id = written("ghana")
    made = change(browse, item_id)
    hand_in(browse, database, made)
    seen = stage_of(database, made)[1]
    sent = {"version": stage_of(database, item_id)[1]}
    browse("ghana").post(f"/practices/{item_id}/withdraw", sent, status=303)

    assert stage_of(database, made)[0] == Stage.WITHDRAWN
    assert rows(database, Waiting, "item_id") == []
    browse("editor").post(f"/practices/{made}/publish", {"version": seen}, status=409)
    browse("ghana").post(f"/practices/{item_id}/revise", {}, status=403)


def test_readers_chosen_meanwhile_stay_chosen(browse, written, database):
    item_id = written("ghana", audience="network")
    made = change(browse, item_id, description="It is otherwise.")
    hand_in(browse, database, made)
    narrowed = {
        "version": stage_of(database, item_id)[1], "audience": "secretariat", "then": "choose",
    }  # fmt: skip
    browse("ghana").post(f"/practices/{item_id}/readers", narrowed, status=303)
    answer(browse, database, made)

    browse("denmark").get(f"/practices/{item_id}", status=404)
    with database.read() as conn:
        carried = conn.execute(select(label.c.label).where(label.c.item_id == item_id)).scalars()
        assert sorted(carried) == ["member:GHA", "secretariat"]


@pytest.mark.parametrize(("who", "status"), [("denmark", 403), ("editor", 403), ("nobody", 403)])
def test_nobody_else_begins_a_change(browse, written, database, who, status):
    item_id = written("ghana", audience="public")

    browse(who).post(f"/practices/{item_id}/revise", {}, status=status)

    assert rows(database, PracticeRevision, "item_id") == []


def test_any_two_versions_beside_each_other(browse, written, database):
    item_id = written("ghana", title="First title", audience="public")
    for title in ("Second title", "Third title"):
        made = change(browse, item_id, title=title)
        hand_in(browse, database, made)
        answer(browse, database, made)

    page = browse("nobody").get(f"/practices/{item_id}/versions")
    assert page.words("#h-between") == ["From version 2 to version 3"]
    assert [one.text for one in page.soup.select("dl dt")] == ["Title"]
    other = browse("nobody").get(f"/practices/{item_id}/versions?older=1&newer=3")
    assert [one.text for one in other.soup.dl.dd.select("del")] == ["First"]
    assert [one.text for one in other.soup.dl.dd.select("ins")] == ["Third"]
    turned = browse("nobody").get(f"/practices/{item_id}/versions?older=3&newer=1")
    assert turned.words("#h-between") == ["From version 1 to version 3"]
    odd = browse("nobody").get(f"/practices/{item_id}/versions?older=x&newer=99")
    assert odd.words("#h-between") == ["From version 2 to version 3"]


def test_what_was_for_fewer_is_not_shown_to_those_who_came_later(browse, written, database):
    item_id = written("ghana", title="Kept small", audience="members:TLS")
    made = change(browse, item_id, title="For all")
    hand_in(browse, database, made)
    answer(browse, database, made)
    sent = {"version": stage_of(database, item_id)[1], "audience": "network", "then": "choose"}
    browse("ghana").post(f"/practices/{item_id}/readers", sent, status=303)
    sent = {"version": stage_of(database, item_id)[1]}
    browse("editor").post(f"/practices/{item_id}/widen", sent, status=303)

    for who in ("denmark", "timor"):
        assert "Kept small" not in browse(who).get(f"/practices/{item_id}/versions").text
        page = browse(who).get(f"/practices/{item_id}/versions?older=1&newer=2")
        assert "There is one version so far" in page.text
    for who in ("ghana", "editor"):
        assert "small" in browse(who).get(f"/practices/{item_id}/versions").text


def test_drafts_and_what_is_out_of_sight_have_no_versions(browse, written):
    draft, kept = written("ghana", Stage.DRAFT), written("ghana", audience="secretariat")

    browse("ghana").get(f"/practices/{draft}/versions", status=404)
    browse("denmark").get(f"/practices/{kept}/versions", status=404)


def attached(database, portal, cast, item_id: str, content: bytes) -> str:
    """Attach a text to what Ghana writes; return the id of the file."""
    store = store_of(portal.settings)
    with database.unit_of_work() as db:
        ready = make_ready(store, "note.txt", content, Patience.new())
        attach(db, cast["ghana"].viewer, item_id, ready, Room(portal.seal, ["GHA"], 500))
    return ready.id


def test_files_of_a_change_come_to_those_of_the_practice(browse, written, database, cast, portal):
    item_id = written("ghana", Stage.DRAFT)
    first = attached(database, portal, cast, item_id, b"As it was.")
    browse("ghana").post(f"/practices/{item_id}/edit/check", {"version": "1"}, status=303)
    answer(browse, database, item_id)
    at = browse("ghana").post(f"/practices/{item_id}/revise", {}, status=303).location
    made = at.split("/")[2]
    attached(database, portal, cast, made, b"As it was.")
    second = attached(database, portal, cast, made, b"As it will be.")
    browse("denmark").get(f"/practices/{made}/files/{second}", status=404)
    hand_in(browse, database, made)
    assert [one.text for one in browse("editor").get(f"/practices/{made}").soup.select(
        "#changes dt"
    )] == ["Files"]  # fmt: skip
    answer(browse, database, made)

    reader = browse("denmark")
    assert reader.get(f"/practices/{item_id}/files/{second}").text == "As it will be."
    assert reader.get(f"/practices/{item_id}/files/{first}").text == "As it was."
    assert rows(database, Attachment, "item_id") == [(item_id,), (item_id,)]
    browse("ghana").get(f"/practices/{made}/files/{second}", status=404)


def test_a_guest_of_a_change_reads_it_until_it_is_taken_in(written, database, cast):
    taken = written("ghana", Stage.TAKEN)
    hidden = written("ghana", Stage.HIDDEN)
    with database.unit_of_work() as db:
        for item_id in (taken, hidden):
            found = matter(db, cast["ghana"].viewer, item_id)
            until = clock.today() + timedelta(days=9)
            guest = Invitee("Ama Mensah", "ama@example.org", "Justice", until)
            with pytest.raises(Refusal):
                guests.invite(db, cast["ghana"].viewer, found, guest)
