"""What several members own, in every way it is read, printed, counted, followed and handed on."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from app.alerts import telling as alerts
from app.core import clock
from app.core.db import table
from app.files.models import Attachment
from app.following.models import Follow, FollowNews
from app.guests import actions as guests
from app.guests import queries as lent
from app.guests.forms import Invitee
from app.identity.models import Person
from app.notifications.models import Notice, Waiting
from app.practices import embargo
from app.practices.rules import Stage
from app.web.components import date_words
from tests.practices import joint, sample
from tests.practices.joint import version
from tests.practices.test_practice_change import rows, stage_of
from tests.practices.test_practice_exporting import table as lines_of
from tests.practices.test_practice_exporting import titles
from tests.practices.test_practice_joining import (
    GHANA,
    led,
    owners,
    waits,
)
from tests.practices.test_practice_picture import numbers
from tests.practices.test_practice_printing import pdf_of
from tests.support.paper import words_of
from tests.support.uploading import sent

TITLE = "Zebra crossing"
NOBODY, ALL = [[]] * 3, [[TITLE]] * 3


def submitted(browse, database, item_id) -> None:
    """Let Ghana hand it in, and Denmark agree."""
    browse("ghana").post(f"/practices/{item_id}/edit/check", version(database, item_id))
    browse("denmark").post(f"/practices/{item_id}/agree", version(database, item_id))


@pytest.mark.parametrize("who", ["eu", "ghana", "denmark", "editor"])
def test_each_list_leads_to_it_by_the_member_of_either(browse, shared, who):
    item_id = shared(Stage.PUBLISHED, title=TITLE, audience="public")
    reader = browse(who)
    for owner in ("state=GHA", "state=DNK", "group=african", "group=weog"):
        for place in (
            "/practices?{}", "/api/v1/practices?{}", "/practices/feed?{}", "/practices?{}&q=zebra",
        ):  # fmt: skip
            assert item_id in reader.get(place.format(owner)).text, (owner, place)
    for other in ("state=TLS", "group=asia-pacific", "group=organisation"):
        assert item_id not in reader.get(f"/practices?{other}").text
    for query in ("?state=GHA", "?group=weog"):
        assert titles(reader, query) == ALL
    assert titles(reader, "?state=TLS") == NOBODY
    found = reader.get("/api/v1/practices?q=zebra").json()
    (one,) = found["practices"]
    assert sorted(one["members"]) == ["DNK", "GHA"]
    assert found["total"] == 1
    assert found["counts"]["state"] == {"DNK": 1, "GHA": 1}
    (line,) = lines_of(reader.get("/practices/download/practices.csv"))
    assert line["owners"] == "Denmark; Ghana"
    for words in ("zebra", "Denmark zebra", "Ghana zebra"):
        assert item_id in reader.get("/search", params={"q": words}).text, words
    feed = reader.get("/practices/feed").text
    assert "Ghana" in feed
    assert "Denmark" in feed


def test_it_is_one_practice_in_each_number(browse, shared):
    shared(Stage.PUBLISHED, title=TITLE)
    cells, states = numbers(browse("eu"))
    assert cells == ["1", "1"], "one theme, and the group of either owner"
    assert sorted(states) == ["Denmark: 1", "Ghana: 1"]


def test_it_is_printed_with_both_names(browse, shared):
    item_id = shared(Stage.PUBLISHED, title=TITLE)
    for who in ("ghana", "denmark", "eu"):
        said = words_of(pdf_of(browse(who), item_id).content)
        assert "Ghana" in said
        assert "Denmark" in said


def test_who_leaves_stands_nowhere_any_more(browse, database, shared):
    item_id = shared(Stage.PUBLISHED, title=TITLE, audience="public")
    browse("denmark").post(f"/practices/{item_id}/leave", version(database, item_id))
    reader = browse("eu")
    for place in ("/practices?state=DNK", "/practices?group=weog", "/practices/feed?state=DNK"):
        assert item_id not in reader.get(place).text
    assert titles(reader, "?state=DNK") == NOBODY
    assert reader.get("/api/v1/practices").json()["counts"]["state"] == {"GHA": 1}
    assert "Denmark" not in words_of(pdf_of(reader, item_id).content)
    assert item_id not in reader.get("/search", params={"q": "Denmark zebra"}).text


def test_a_file_is_opened_by_a_new_owner_and_closed_to_one_that_left(
    browse, database, cast, portal, written
):
    item_id = written("ghana", Stage.DRAFT)
    ghana, denmark = browse("ghana"), browse("denmark")
    ghana.post(f"/practices/{item_id}/files", **sent(("a.txt", b"Words.", "text/plain")))
    ((file_id,),) = rows(database, Attachment, "id")
    at = f"/practices/{item_id}/files/{file_id}"
    denmark.get(at, status=404)
    with database.unit_of_work() as db:
        key = joint.asked(db, portal, cast["ghana"].viewer, item_id, "DNK")
    denmark.get(at, status=404)
    denmark.get(f"/practices/joining/{key}/files/{file_id}", status=404)
    denmark.post(f"/practices/joining/{key}/accept", {})
    assert denmark.client.get(at).content == b"Words."
    denmark.post(f"/practices/{item_id}/files", **sent(("b.txt", b"Others.", "text/plain")))
    both = {one for (one,) in rows(database, Attachment, "id")}
    (second,) = both - {file_id}
    denmark.post(f"/practices/{item_id}/leave", version(database, item_id))
    for one in (file_id, second):
        denmark.get(f"/practices/{item_id}/files/{one}", status=404)
    assert ghana.client.get(f"/practices/{item_id}/files/{second}").content == b"Others."


def test_a_guest_of_an_owner_that_left_reads_nothing_any_more(browse, database, cast, shared):
    item_id = shared()
    with database.unit_of_work() as db:
        db.execute(update(table(Person)).values(email=None).where(
            table(Person).c.id == cast["stranger"].viewer.person_id))  # fmt: skip
        until = clock.today() + timedelta(days=14)
        matter = sample.matter(db, cast["denmark"].viewer, item_id)
        invitee = Invitee("Ada Lund", "ada@example.org", "Justice", until)
        secret = guests.invite(db, cast["denmark"].viewer, matter, invitee)
        loan = guests.accept(db, cast["stranger"].viewer, lent.find(db.connection(), secret))
    guest = browse("stranger")
    assert "What it is." in guest.get(f"/guest/{loan}").text
    browse("denmark").post(f"/practices/{item_id}/leave", version(database, item_id))
    guest.get(f"/guest/{loan}", status=404)


def test_each_owner_sends_it_out_and_reads_its_own_rounds_alone(browse, database, shared):
    item_id = shared(title="First words")
    ghana, denmark = browse("ghana"), browse("denmark")
    until = (clock.today() + timedelta(days=5)).isoformat()
    frame = {"marking": "For clearance", "readers": "Three ministries", "deadline": until}
    at = denmark.post(f"/practices/{item_id}/clearances", frame).location.partition("?")[0]
    assert "Three ministries" in denmark.get(at).text
    assert denmark.client.get(f"{at}/file").status_code == 200
    ghana.get(at, status=404)
    ghana.get(f"{at}/file", status=404)
    assert at not in ghana.get(f"/practices/{item_id}/clearances").text
    denmark.post(f"/practices/{item_id}/leave", version(database, item_id))
    ghana.post(
        f"/practices/{item_id}/edit/what",
        {
            "title": "Later words", "summary": "S.", "description": "D.", "themes": "early-warning",
            "language": "en", "then": "leave", **version(database, item_id),
        },
    )  # fmt: skip
    denmark.get(at, status=404)
    assert [what for label, what in waits(database) if label == "member:DNK"] == []
    for place in ("/home", "/practices", "/search?q=later", "/account/data"):
        answer = denmark.client.get(place)
        assert "Later words" not in answer.text, place


def test_what_waits_for_the_owners_waits_for_a_new_one_and_stays_when_one_leaves(
    browse, database, cast, portal, written
):
    item_id = written("ghana", Stage.RETURNED)
    assert waits(database) == [(GHANA, "practice-returned")]
    with database.unit_of_work() as db:
        joint.joined(db, portal, cast["ghana"].viewer, item_id, cast["denmark"].viewer)
    assert waits(database) == [("member:DNK", "practice-returned"), (GHANA, "practice-returned")]
    browse("ghana").post(f"/practices/{item_id}/leave", version(database, item_id))
    assert waits(database) == [("member:DNK", "practice-returned")]
    assert owners(database, item_id) == {"DNK"}


def test_a_question_waits_for_those_who_own_it_now(browse, database, shared):
    item_id = shared(Stage.PUBLISHED)
    asked = {"comment": "How long did it take?", "asks": "yes", "language": "en"}
    browse("eu").post(f"/practices/{item_id}/comments", asked)
    assert waits(database) == [("member:DNK", "comment-asked"), (GHANA, "comment-asked")]
    browse("ghana").post(f"/practices/{item_id}/leave", version(database, item_id))
    assert waits(database) == [("member:DNK", "comment-asked")]


def test_what_another_made_of_it_for_its_owners_follows_them(
    browse, database, cast, portal, written
):
    item_id = written("ghana", Stage.PUBLISHED)
    made = browse("costa_rica").post(
        f"/practices/{item_id}/adaptations/new",
        {
            "verdict": "adapted", "changed": "Three.", "why": "Figures.", "conditions": "Deputies.",
            "cost": "existing", "effort": "weeks", "readers": "owners", "language": "en",
        },
    ).location.partition("?")[0]  # fmt: skip
    denmark = browse("denmark")
    denmark.get(made, status=404)
    with database.unit_of_work() as db:
        joint.joined(db, portal, cast["ghana"].viewer, item_id, cast["denmark"].viewer)
    assert "Figures." in denmark.get(made).text
    denmark.post(f"/practices/{item_id}/leave", version(database, item_id))
    denmark.get(made, status=404)
    assert "Figures." in browse("ghana").get(made).text


def test_nobody_adapts_what_it_owns_jointly(browse, shared):
    item_id = shared(Stage.PUBLISHED)
    for who in ("ghana", "denmark"):
        browse(who).get(f"/practices/{item_id}/adaptations/new", status=403)
        page = browse(who).get(f"/practices/{item_id}")
        assert "/adaptations/new" not in page.text
    assert browse("eu").get(f"/practices/{item_id}/adaptations/new")


def test_whoever_follows_either_member_or_both_is_told_once(browse, database, portal, shared):
    item_id = shared()
    for who, members in (("costa_rica", ("GHA", "DNK")), ("timor", ("DNK",)), ("eu", ("TLS",))):
        for member in members:
            asked = {"search": f"state={member}", "name": member, "how": "daily"}
            browse(who).post("/following", asked)
    submitted(browse, database, item_id)
    browse("editor").post(f"/practices/{item_id}/publish", version(database, item_id))
    alerts.tell_due(portal)
    follows = dict(rows(database, Follow, "id", "target"))
    news = [follows[key] for key, one in rows(database, FollowNews, "follow_id", "item_id")]
    assert sorted(news) == ["state=DNK", "state=GHA"], "of two follows of one reader one tells"


def test_the_day_that_was_agreed_to_comes_for_all_owners(browse, database, portal, shared):
    item_id = shared()
    ghana, denmark = browse("ghana"), browse("denmark")
    day = clock.today() + timedelta(days=9)
    form = {"audience": "network", "not_before": day.isoformat(), "own_source": "yes"}
    at = f"/practices/{item_id}/edit/readers"
    ghana.post(at, {**form, "then": "leave", **version(database, item_id)})
    submitted(browse, database, item_id)
    browse("editor").post(f"/practices/{item_id}/publish", version(database, item_id))
    assert stage_of(database, item_id)[0] == Stage.APPROVED
    for who in (ghana, denmark):
        assert date_words(day) in who.get(f"/practices/{item_id}").text
    browse("eu").get(f"/practices/{item_id}", status=404)
    ghana.post(f"/practices/{item_id}/release", version(database, item_id))
    assert stage_of(database, item_id)[0] == Stage.APPROVED
    with clock.moved(timedelta(days=9)):
        assert embargo.release_due(portal) == 1
    assert stage_of(database, item_id)[0] == Stage.PUBLISHED
    told = {label for label, what in rows(database, Notice, "label", "what")}
    assert {GHANA, "member:DNK"} <= told
    left = [what for label, what in rows(database, Waiting, "label", "what")]
    assert left == []


def test_clearance_is_offered_where_it_leads_somewhere(browse, shared, written):
    """On a published practice only to those who sent it out."""
    at = "Clearance in your government"
    draft, out = shared(), written("ghana", Stage.PUBLISHED)
    for who in ("ghana", "denmark"):
        assert at in browse(who).get(f"/practices/{draft}").text
    assert at not in browse("ghana").get(f"/practices/{out}").text


def test_its_words_say_that_several_own_it(browse, database, shared):
    item_id = shared()
    ghana = browse("ghana")
    learned = {"what_worked": "Patience.", "then": "leave", **version(database, item_id)}
    page = led(ghana, ghana.post(f"/practices/{item_id}/edit/learned", learned))
    assert "Draft kept. Only the offices of its owners see it." in page.text
    assert "Only the offices of its owners (Denmark and Ghana) see it." in page.text
    assert "Only your office" not in page.text
    form = ghana.get(f"/practices/{item_id}/edit/readers")
    assert "The offices of all its owners and the Secretariat" in form.text
