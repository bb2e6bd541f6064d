"""What several members own while one of them leaves, is contested, gone, or acts by a programme."""

from threading import Barrier, Thread

import pytest
from sqlalchemy import delete, select, update

from app.contested import actions as contested
from app.contested.rules import Ground
from app.contested.rules import Stage as Review
from app.core import clock
from app.core.db import table
from app.core.errors import Refusal
from app.directory.models import Appointment, Office
from app.identity.models import PortalSession
from app.notifications.post import Post
from app.practices.joining import agreeing, agreement, leaving
from app.practices.joining.models import PracticeProposal
from app.practices.joining.rules import Act, What
from app.practices.rules import Stage
from tests.practices import sample
from tests.practices.joint import version
from tests.practices.test_practice_change import rows, stage_of
from tests.practices.test_practice_joining import (
    owners,
    waits,
)
from tests.programmes.machine import Machine, token_for
from tests.support.ordering import saved
from tests.support.paper import words_of

SIGNED_OUT, CONFLICT = 401, 409


def at_once(database, cast, *acts) -> list[str]:
    """Let members act at the same moment; return whose acts were done."""
    barrier, done = Barrier(len(acts)), []

    def attempt(who: str, act) -> None:
        barrier.wait()
        try:
            with database.unit_of_work() as db:
                act(db, cast[who].viewer)
            done.append(who)
        except Refusal:
            pass

    threads = [Thread(target=attempt, args=one) for one in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(done)


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.PUBLISHED])
def test_of_two_owners_that_leave_at_once_one_stays(database, cast, shared, stage):
    item_id = shared(stage)

    def leave(db, viewer) -> None:
        matter = sample.matter(db, viewer, item_id)
        leaving.leave(db, viewer, matter, version=matter.version)

    done = at_once(database, cast, ("ghana", leave), ("denmark", leave))
    assert len(done) == 1
    assert owners(database, item_id) == {"GHA", "DNK"} - {cast[done[0]].viewer.member}


def test_of_a_yes_and_a_leaving_at_once_nothing_is_done_twice(database, cast, portal, shared):
    """Ghana leaves while Denmark says yes to what it proposed: it is void, or was done."""
    item_id, post = shared(Stage.PUBLISHED), Post.of(portal)
    with database.unit_of_work() as db:
        ghana = cast["ghana"].viewer
        matter = sample.matter(db, ghana, item_id)
        at = matter.version
        agreement.propose(db, ghana, matter, Act.RETIRE, post, version=at, words="A law came.")

    def agree(db, viewer) -> None:
        agreeing.agree(db, viewer, sample.matter(db, viewer, item_id), post, version=at)

    def leave(db, viewer) -> None:
        leaving.leave(db, viewer, sample.matter(db, viewer, item_id), version=at)

    done = at_once(database, cast, ("denmark", agree), ("ghana", leave))
    assert len(done) == 1
    agreed = done == ["denmark"]
    assert stage_of(database, item_id)[0] == (Stage.RETIRED if agreed else Stage.PUBLISHED)
    assert owners(database, item_id) == ({"GHA", "DNK"} if agreed else {"DNK"})
    assert rows(database, PracticeProposal, "item_id") == []
    assert [what for _label, what in waits(database) if what == What.AGREE] == []


def test_who_is_contested_agrees_to_nothing_until_it_is_settled(
    database, cast, portal, browse, shared
):
    item_id = shared(Stage.PUBLISHED)
    office = cast["denmark"].viewer.office.id
    two = cast["editor"].viewer, cast["administrator"].viewer
    with database.unit_of_work() as db:
        contested.propose(db, two[0], office, "Two letters name different holders.")
        contested.confirm(db, two[1], office, Review.PROPOSED)
    ghana, denmark = browse("ghana"), browse("denmark")
    sent = {"reason": "A law came.", **version(database, item_id)}
    ghana.post(f"/practices/{item_id}/retire", sent)
    for act in ("agree", "disagree", "leave"):
        answer = denmark.client.post(
            f"/practices/{item_id}/{act}",
            data={"csrf": denmark.token, "reason": "No.", **version(database, item_id)},
            follow_redirects=False,
        )
        assert answer.status_code == SIGNED_OUT, act
    assert stage_of(database, item_id)[0] == Stage.PUBLISHED
    assert owners(database, item_id) == {"GHA", "DNK"}
    kept = browse("editor").post(
        f"/practices/{item_id}/owners/DNK/part", version(database, item_id), status=CONFLICT
    )
    assert "only that office itself gives up its share" in kept.text
    with database.unit_of_work() as db:
        matter = sample.matter(db, two[0], item_id)
        contested.propose_end(db, two[1], office, Ground.NOTE_VERBALE)
        contested.confirm(db, two[0], office, Review.ENDING)
        agreeing.agree(
            db, cast["denmark"].viewer, matter,
            Post.of(portal), version=matter.version,
        )  # fmt: skip
    assert stage_of(database, item_id)[0] == Stage.RETIRED


def test_whose_member_has_nobody_left_is_waited_for_or_taken_out(database, browse, shared):
    """It left the network: no appointment of any of its offices is in force any more."""
    item_id = shared()
    ghana, editor = browse("ghana"), browse("editor")
    ghana.post(f"/practices/{item_id}/edit/check", version(database, item_id))
    theirs = select(table(Office).c.id).where(table(Office).c.member == "DNK")
    held = table(Appointment)
    with database.unit_of_work() as db:
        db.execute(delete(held).where(held.c.office_id.in_(theirs)))
    page = ghana.get(f"/practices/{item_id}")
    assert "Nobody holds an office of Denmark at present." in page.text
    assert stage_of(database, item_id)[0] == Stage.DRAFT
    editor.get(f"/practices/{item_id}", status=404)
    ghana.post(f"/practices/{item_id}/disagree", version(database, item_id))


def test_a_programme_of_one_owner_asks_the_others_and_one_of_another_agrees(
    database, app, cast, browse, shared
):
    item_id = shared()
    ghana, denmark = (Machine(app, token_for(database, cast[who])) for who in ("ghana", "denmark"))
    for one in (ghana, denmark):
        listed = one.get("/office/practices")["practices"]
        assert [draft["id"] for draft in listed] == [item_id]
        assert one.get(f"/office/practices/{item_id}")["title"] == "A practice of Ghana"
    at = ghana.get(f"/office/practices/{item_id}")["version"]
    done = ghana.post(f"/practices/{item_id}/submit", {"version": at})
    assert done["version"] == at, "nothing changed: the other owner is asked"
    assert stage_of(database, item_id)[0] == Stage.DRAFT
    assert waits(database) == [("member:DNK", What.AGREE)]
    asked = denmark.get(f"/office/practices/{item_id}")["proposed"]
    assert (asked["act"], asked["by"], asked["missing"]) == ("submit", "GHA", ["DNK"])
    denmark.post(f"/practices/{item_id}/agree", {"version": at})
    assert stage_of(database, item_id)[0] == Stage.SUBMITTED
    assert denmark.get(f"/office/practices/{item_id}")["proposed"] is None
    page = browse("ghana").get(f"/practices/{item_id}/history")
    assert "by a programme" in page.text


def test_a_programme_says_no_with_a_reason_or_takes_back(database, app, cast, shared):
    item_id = shared(Stage.PUBLISHED)
    ghana, denmark, eu = (
        Machine(app, token_for(database, cast[who])) for who in ("ghana", "denmark", "eu")
    )
    at = int(stage_of(database, item_id)[1])
    ghana.post(f"/practices/{item_id}/withdraw", {"version": at})
    eu.post(f"/practices/{item_id}/agree", {"version": at}, status=403)
    denmark.post(f"/practices/{item_id}/disagree", {"version": at}, status=422)
    denmark.post(f"/practices/{item_id}/disagree", {"version": at, "reason": "It runs."})
    assert [row[0] for row in rows(database, PracticeProposal, "reason")] == ["It runs."]
    assert stage_of(database, item_id)[0] == Stage.PUBLISHED
    denmark.post(f"/practices/{item_id}/agree", {"version": at}, status=409)


def test_each_owner_finds_it_in_its_own_data_and_in_the_file_of_its_office(
    database, cast, browse, shared
):
    shared(Stage.PUBLISHED, title="Zebra crossing", audience="members:DNK,TLS")
    with database.unit_of_work() as db:
        db.execute(update(table(PortalSession)).values(proved_at=clock.wall()))
    for who in ("ghana", "denmark"):
        at = f"/offices/{cast[who].viewer.office.id}/archive"
        assert "Zebra crossing" in words_of(saved(browse(who), at).raw.content), who
    at = f"/offices/{cast['costa_rica'].viewer.office.id}/archive"
    assert "Zebra crossing" not in words_of(saved(browse("costa_rica"), at).raw.content)
