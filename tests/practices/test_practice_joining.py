"""Several members own one practice: asked, joined, all of them agree, left."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from app.core import clock
from app.core.db import table
from app.directory.models import Appointment, Office
from app.items.models import Item, ItemLabel, ItemOwner, Kind
from app.mail.models import Letter
from app.notifications.models import Notice, Waiting
from app.practices.joining import due
from app.practices.joining.models import PracticeAgreement, PracticeJoining, PracticeProposal
from app.practices.joining.rules import Stage as Question
from app.practices.joining.rules import What
from app.practices.models import PracticeFacet
from app.practices.rules import Stage
from tests.practices.joint import version
from tests.practices.test_practice_change import rows, stage_of

OK, CONFLICT, WRONG = 200, 409, 422
GHANA, DENMARK = "member:GHA", "member:DNK"


def owners(database, item_id) -> set[str]:
    return {m for i, m in rows(database, ItemOwner, "item_id", "member") if i == item_id}


def labels(database, item_id) -> set[str]:
    return {m for i, m in rows(database, ItemLabel, "item_id", "label") if i == item_id}


def waits(database) -> list[tuple[str, str]]:
    return sorted(rows(database, Waiting, "label", "what"))


def told(database, what) -> list[str]:
    return sorted(label for label, one in rows(database, Notice, "label", "what") if one == what)


def letters(database, path) -> int:
    with database.read() as conn:
        bodies = conn.execute(select(table(Letter).c.body)).scalars().all()
    return sum(path in body for body in bodies)


def led(browser, answer):
    """Return the page to which an answer leads."""
    return browser.get(answer.location)


def question(database) -> str:
    with database.read() as conn:
        found = select(table(Item).c.id).where(table(Item).c.kind == Kind.JOINING)
        return conn.execute(found.order_by(table(Item).c.created_at.desc())).scalars().first()


def test_a_member_is_asked_reads_the_draft_and_comes_in_by_one_press(browse, database, written):
    item_id = written("ghana", Stage.DRAFT, title="A shared matter")
    ghana, denmark = browse("ghana"), browse("denmark")
    page = ghana.get(f"/practices/{item_id}/owners")
    assert page.words("h1") == ["Owners of a practice"]
    at = f"/practices/{item_id}/owners"
    assert "Choose the member" in ghana.post(at, version(database, item_id), status=WRONG).text
    sent = {"member": "DNK", **version(database, item_id)}
    page = led(ghana, ghana.post(at, sent))
    assert "Nothing changes before it says yes" in page.text
    key = question(database)
    assert waits(database) == [(DENMARK, What.INVITED)]
    assert letters(database, f"/practices/joining/{key}") == 1
    denmark.get(f"/practices/{item_id}", status=404)
    browse("eu").get(f"/practices/joining/{key}", status=404)
    browse("editor").get(f"/practices/joining/{key}", status=403)
    home = denmark.get("/home")
    assert "Your office is asked to own this practice jointly. Say yes or no." in home.text
    page = denmark.get(f"/practices/joining/{key}")
    assert "A shared matter" in page.text
    assert "What it is." in page.text
    assert owners(database, item_id) == {"GHA"}

    page = led(denmark, denmark.post(f"/practices/joining/{key}/accept", {}))
    assert "Your office owns this practice jointly from now on." in page.text
    assert owners(database, item_id) == {"GHA", "DNK"}
    assert labels(database, item_id) == {GHANA, DENMARK}
    assert (waits(database), told(database, What.JOINED)) == ([], [GHANA])
    denmark.get(f"/practices/joining/{key}", status=404)
    denmark.post(f"/practices/joining/{key}/accept", {}, status=404)
    browse("editor").get(f"/practices/{item_id}", status=404)
    states = [v for i, f, v in rows(database, PracticeFacet, "item_id", "facet", "value")
              if i == item_id and f == "state"]  # fmt: skip
    assert sorted(states) == ["DNK", "GHA"]


def test_whoever_declines_sees_it_no_longer_and_can_be_asked_again(browse, database, written):
    item_id = written("ghana", Stage.DRAFT)
    ghana, denmark = browse("ghana"), browse("denmark")
    for _ in range(2):
        sent = {"member": "DNK", **version(database, item_id)}
        ghana.post(f"/practices/{item_id}/owners", sent)
        key = question(database)
        twice = ghana.post(f"/practices/{item_id}/owners", sent, status=CONFLICT)
        assert "has been asked and not answered yet" in twice.text
        denmark.post(f"/practices/joining/{key}/decline", {})
        denmark.get(f"/practices/joining/{key}", status=404)
        assert owners(database, item_id) == {"GHA"}
    assert told(database, What.NOT_JOINED) == [GHANA, GHANA]
    ghana.post(f"/practices/{item_id}/owners", {"member": "DNK", **version(database, item_id)})
    ghana.post(f"/practices/{item_id}/owners/{question(database)}/take-back", {})
    denmark.get(f"/practices/joining/{question(database)}", status=404)
    assert waits(database) == []


def test_a_question_is_put_once_more_and_then_it_was_not_asked(browse, database, portal, written):
    item_id = written("ghana", Stage.DRAFT)
    browse("ghana").post(
        f"/practices/{item_id}/owners", {"member": "DNK", **version(database, item_id)}
    )
    key = question(database)
    assert due.look_after(portal) == 0
    with clock.moved(timedelta(days=31)):
        assert (due.look_after(portal), due.look_after(portal)) == (1, 0)
    assert letters(database, f"/practices/joining/{key}") == 2
    with clock.moved(timedelta(days=61)):
        assert (due.look_after(portal), due.look_after(portal)) == (1, 0)
    assert stage_of(database, key)[0] == Question.EXPIRED
    assert (waits(database), told(database, What.NOT_JOINED)) == ([], [GHANA])
    assert labels(database, key) == set()


def test_the_first_submission_waits_for_every_owner(browse, database, shared):
    item_id = shared()
    ghana, denmark = browse("ghana"), browse("denmark")
    page = ghana.get(f"/practices/{item_id}/edit/check")
    assert "It is submitted once each of them has agreed" in page.text
    assert "Publish it without our name" not in page.text
    ghana.post(f"/practices/{item_id}/edit/check", {**version(database, item_id), "then": "x"})
    assert stage_of(database, item_id)[0] == Stage.DRAFT
    assert waits(database) == [(DENMARK, What.AGREE)]
    page = ghana.get(f"/practices/{item_id}")
    assert "Ghana wants to submit this practice to the Secretariat." in page.text
    assert page.words('form[action$="/disagree"] button') == ["Take this back"]
    ghana.post(f"/practices/{item_id}/agree", version(database, item_id))
    assert stage_of(database, item_id)[0] == Stage.DRAFT  # it had agreed already
    page = led(denmark, denmark.post(f"/practices/{item_id}/agree", version(database, item_id)))
    assert stage_of(database, item_id)[0] == Stage.SUBMITTED
    assert "You agreed, and nobody was missing: it is done." in page.text
    assert told(database, What.AGREED) == [GHANA]
    assert rows(database, PracticeProposal, "item_id") == []
    assert rows(database, PracticeAgreement, "item_id") == []
    assert [what for _label, what in waits(database)] == ["practice-submitted"]


def test_what_was_agreed_to_is_void_once_the_draft_changes(browse, database, shared):
    item_id = shared()
    ghana, denmark = browse("ghana"), browse("denmark")
    ghana.post(f"/practices/{item_id}/edit/check", version(database, item_id))
    seen = version(database, item_id)
    learned = {"what_worked": "Patience.", "then": "leave", **seen}
    denmark.post(f"/practices/{item_id}/edit/learned", learned)
    assert waits(database) == []
    stale = denmark.post(f"/practices/{item_id}/agree", seen, status=CONFLICT)
    assert "changed" in stale.text
    late = denmark.post(f"/practices/{item_id}/agree", version(database, item_id), status=CONFLICT)
    assert "is not asked any more" in late.text
    assert "wants to submit" not in ghana.get(f"/practices/{item_id}").text
    assert stage_of(database, item_id)[0] == Stage.DRAFT


def test_one_no_with_its_reason_ends_it(browse, database, shared):
    item_id = shared(Stage.PUBLISHED)
    ghana, denmark = browse("ghana"), browse("denmark")
    sent = {"reason": "A law came.", **version(database, item_id)}
    ghana.post(f"/practices/{item_id}/retire", sent)
    assert stage_of(database, item_id)[0] == Stage.PUBLISHED
    twice = denmark.post(
        f"/practices/{item_id}/withdraw", version(database, item_id), status=CONFLICT
    )
    assert "Answer that first" in twice.text
    no = denmark.post(f"/practices/{item_id}/disagree", version(database, item_id), status=WRONG)
    assert "Say why: the other owners read this" in no.text
    denmark.post(
        f"/practices/{item_id}/disagree", {"reason": "It runs.", **version(database, item_id)}
    )
    page = ghana.get(f"/practices/{item_id}")
    assert "Denmark does not agree. Its reason:" in page.text
    assert "It runs." in page.text
    assert told(database, What.OBJECTED) == [GHANA]
    for other in ("editor", "eu"):
        assert "It runs." not in browse(other).get(f"/practices/{item_id}").text
    late = denmark.post(f"/practices/{item_id}/agree", version(database, item_id), status=CONFLICT)
    assert "is not asked any more" in late.text


@pytest.mark.parametrize(
    ("act", "stage"),
    [("retire", Stage.PUBLISHED), ("withdraw", Stage.PUBLISHED), ("withdraw", Stage.DRAFT)],
)
def test_what_ends_a_practice_wants_all_of_them(browse, database, shared, act, stage):
    item_id = shared(stage)
    sent = {"reason": "A law came.", **version(database, item_id)}
    browse("denmark").post(f"/practices/{item_id}/{act}", sent)
    assert stage_of(database, item_id)[0] == stage
    browse("ghana").post(f"/practices/{item_id}/agree", version(database, item_id))
    end = Stage.RETIRED if act == "retire" else Stage.WITHDRAWN
    assert stage_of(database, item_id)[0] == end


def test_more_readers_want_all_and_fewer_want_one_that_leaves_no_owner_out(
    browse, database, shared
):
    item_id = shared(Stage.PUBLISHED)
    ghana, denmark = browse("ghana"), browse("denmark")
    at = f"/practices/{item_id}/readers"
    ghana.post(at, {"audience": "public", **version(database, item_id)})
    assert [what for _label, what in waits(database)] == [What.AGREE]
    denmark.post(f"/practices/{item_id}/agree", version(database, item_id))
    assert [what for _label, what in waits(database)] == ["practice-wished"]
    chosen = {"audience": "chosen", "readers": "group:african"}
    refused = ghana.post(at, {**chosen, **version(database, item_id)}, status=WRONG)
    assert "Denmark owns this practice jointly and is not among these readers." in refused.text
    chosen["readers"] = "members:DNK"
    ghana.post(at, {**chosen, **version(database, item_id)})
    assert labels(database, item_id) == {GHANA, DENMARK, "secretariat"}
    assert told(database, What.NARROWED) == [DENMARK]


def test_one_confirms_for_all_and_the_others_are_told(browse, database, shared):
    item_id = shared(Stage.PUBLISHED)
    browse("denmark").post(
        f"/practices/{item_id}/confirm", {"months": "24", **version(database, item_id)}
    )
    assert told(database, What.CONFIRMED) == [GHANA]


def test_each_owner_changes_what_is_published_and_hands_it_in(browse, database, shared):
    item_id = shared(Stage.PUBLISHED)
    denmark = browse("denmark")
    at = denmark.post(f"/practices/{item_id}/revise", {}).location
    change = at.split("/")[2]
    assert owners(database, change) == {"GHA", "DNK"}
    browse("ghana").post(
        f"/practices/{change}/edit/learned",
        {"what_worked": "Patience.", "then": "leave", **version(database, change)},
    )
    denmark.post(f"/practices/{change}/edit/check", version(database, change))
    assert stage_of(database, change)[0] == Stage.SUBMITTED
    assert told(database, What.HANDED) == [GHANA]


def test_an_owner_leaves_and_the_last_one_cannot(browse, database, shared):
    item_id = shared(Stage.PUBLISHED)
    ghana, denmark = browse("ghana"), browse("denmark")
    assert "Denmark" in browse("eu").get("/practices").text
    ghana.post(f"/practices/{item_id}/leave", version(database, item_id))
    assert owners(database, item_id) == {"DNK"}
    assert labels(database, item_id) == {DENMARK, "network", "secretariat"}
    assert told(database, What.LEFT) == [DENMARK]
    with database.unit_of_work() as db:
        held = db.get_one(Item, item_id)
        assert db.get_one(Office, held.office_id).member == "DNK"
    ghana.post(f"/practices/{item_id}/leave", version(database, item_id), status=403)
    last = denmark.post(f"/practices/{item_id}/leave", version(database, item_id), status=CONFLICT)
    assert "so it cannot give the practice up" in last.text
    card = browse("eu").get("/practices?state=DNK")
    assert item_id in card.text
    assert item_id not in browse("eu").get("/practices?state=GHA").text


def test_the_secretariat_takes_out_an_owner_without_holder(browse, database, shared):
    item_id = shared(Stage.PUBLISHED)
    editor, ghana = browse("editor"), browse("ghana")
    at = f"/practices/{item_id}/owners/DNK/part"
    held = editor.post(at, version(database, item_id), status=CONFLICT)
    assert "only that office itself gives up its share" in held.text
    ghana.post(at, version(database, item_id), status=403)
    ghana.post(f"/practices/{item_id}/retire", {"reason": "Over.", **version(database, item_id)})
    office = table(Office)
    gone = select(office.c.id).where(office.c.member == "DNK")
    with database.unit_of_work() as db:
        db.execute(delete(table(Appointment)).where(table(Appointment).c.office_id.in_(gone)))
    page = ghana.get(f"/practices/{item_id}")
    assert "Nobody holds an office of Denmark at present." in page.text
    editor.post(at, version(database, item_id))
    assert owners(database, item_id) == {"GHA"}
    ghana.post(f"/practices/{item_id}/retire", {"reason": "Over.", **version(database, item_id)})
    assert stage_of(database, item_id)[0] == Stage.RETIRED


def test_while_a_member_is_asked_nothing_is_submitted(browse, database, written):
    item_id = written("ghana", Stage.DRAFT)
    ghana = browse("ghana")
    ghana.post(f"/practices/{item_id}/owners", {"member": "DNK", **version(database, item_id)})
    page = ghana.post(f"/practices/{item_id}/edit/check", version(database, item_id), status=WRONG)
    assert "has not answered yet" in page.text
    ghana.post(f"/practices/{item_id}/withdraw", version(database, item_id))
    assert rows(database, PracticeJoining, "member") == [("DNK",)]
    browse("denmark").get(f"/practices/joining/{question(database)}", status=404)


def test_a_name_that_somebody_knows_is_not_taken_off(browse, database, written):
    item_id = written("ghana", Stage.DRAFT)
    ghana, denmark = browse("ghana"), browse("denmark")
    ghana.post(f"/practices/{item_id}/owners", {"member": "DNK", **version(database, item_id)})
    denmark.post(f"/practices/joining/{question(database)}/decline", {})
    sent = {"nameless": "yes", **version(database, item_id)}
    page = ghana.post(f"/practices/{item_id}/edit/check", sent, status=WRONG)
    assert "it knows whose it is" in page.text
    assert stage_of(database, item_id)[0] == Stage.DRAFT


def test_no_owner_comes_in_among_readers_without_it(browse, database, written):
    item_id = written("ghana", Stage.PUBLISHED, audience="group:african")
    page = browse("ghana").post(
        f"/practices/{item_id}/owners", {"member": "DNK", **version(database, item_id)},
        status=WRONG,
    )  # fmt: skip
    assert "Denmark owns this practice jointly and is not among these readers." in page.text


def test_while_it_is_hidden_nobody_comes_in(browse, database, written):
    item_id = written("ghana", Stage.PUBLISHED)
    ghana, denmark, editor = browse("ghana"), browse("denmark"), browse("editor")
    ghana.post(f"/practices/{item_id}/owners", {"member": "DNK", **version(database, item_id)})
    editor.post(f"/practices/{item_id}/hide", {"reason": "A name.", **version(database, item_id)})
    key = question(database)
    page = denmark.post(f"/practices/joining/{key}/accept", {}, status=CONFLICT)
    assert "The question stays open until its day." in page.text
    assert owners(database, item_id) == {"GHA"}
