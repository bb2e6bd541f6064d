"""Published without the name of its member: nothing tells whose it is but what is sealed."""

import re

import pytest
from sqlalchemy import select
from sqlmodel import SQLModel

from app.audit.models import AuditRecord
from app.core.db import table
from app.items.models import Item, ItemLabel, ItemOwner, Kind
from app.mail import actions as mail
from app.mail.models import Letter
from app.notifications.models import Notice, Waiting
from app.notifications.post import Post
from app.practices import actions
from app.practices.clearing.models import PracticeRound
from app.practices.models import PracticeFacet
from app.practices.revising.actions import Means
from app.practices.rules import Stage
from app.practices.unnamed import actions as unnamed_actions
from app.practices.unnamed import sealed
from app.practices.unnamed.models import PracticeUnnamed
from app.sealing.models import RecordKey
from tests.practices import sample
from tests.practices.test_practice_change import rows, stage_of
from tests.practices.unnamed import TITLE, hide_name

MARK = "Published by the Secretariat for a member that is not named."
OTHERS = ("nobody", "denmark", "eu", "timor")


@pytest.fixture
def hidden(database, cast, portal):
    """Return a writer: ``hidden("ghana")`` gives the id of what is published without its name."""

    def write(who: str = "ghana", audience: str = "public", *, file: bool = False) -> str:
        staff, viewer = cast["editor"].viewer, cast[who].viewer
        with database.unit_of_work() as db:
            return hide_name(db, portal, viewer, staff, audience, file=file)

    return write


def version(database, item_id: str) -> dict[str, str]:
    return {"version": str(stage_of(database, item_id)[1])}


def events(database, subject: str) -> list[tuple[str, str | None]]:
    audit = table(AuditRecord)
    wanted = select(audit.c.event, audit.c.person_id).where(audit.c.subject == subject)
    with database.read() as conn:
        return [tuple(row) for row in conn.execute(wanted.order_by(audit.c.id))]


def masked(text: str, *ids: str) -> str:
    """Return an answer without what differs between any two practices: ids, numbers, moments."""
    for one in ids:
        text = text.replace(one, "ID")
    text = re.sub(r"R2P/\d+/PRA/\d+", "NUMBER", text)
    text = re.sub(r"\b[0-9a-f]{16}\b", "ASKED", text)
    text = re.sub(r"\d\d:\d\d(:\d\d(\.\d+)?)?", "TIME", text)
    return re.sub(
        r'name="csrf" value="[^"]*"|nonce="[^"]*"|value="[\w-]{22}"|data-left="\d+"', "TOKEN", text
    )


def test_wished_on_the_last_page_and_published_by_the_secretariat(browse, database):
    ghana, editor = browse("ghana"), browse("editor")
    begun = ghana.post("/practices/new", {**sample.FIRST_PAGE, "title": TITLE}).location
    first = begun.split("/")[2]
    sources = {"own_source": "yes", "audience": "network", **version(database, first)}
    ghana.post(f"/practices/{first}/edit/readers", sources)
    assert "Publish it without our name" in ghana.get(f"/practices/{first}/edit/check").text
    wish = {"nameless": "yes", **version(database, first)}
    ghana.post(f"/practices/{first}/edit/check", wish)
    page = editor.get(f"/practices/{first}")
    assert "Its office wishes it published without its name." in page.text

    answer = editor.post(f"/practices/{first}/publish", version(database, first))

    item_id = answer.location.split("/")[2].partition("?")[0]
    assert item_id != first
    assert answer.location.endswith("?said=unnamed")
    assert rows(database, Item, "id", "stage", "office_id") == [(item_id, "published", None)]
    assert rows(database, ItemOwner, "member") == [("SEC",)]
    page = browse("denmark").get(f"/practices/{item_id}")
    assert page.words(".note p strong") == [MARK]
    browse("ghana").get(f"/practices/{first}", status=404)
    own = browse("ghana_alternate").get("/practices/unnamed")
    assert TITLE in own.text
    assert TITLE not in browse("denmark").get("/practices/unnamed").text


@pytest.mark.parametrize("who", OTHERS)
def test_no_channel_tells_two_members_apart(browse, hidden, who):
    """What two members published with the same words reads the same, in every way it is read."""
    one, two = hidden("ghana", file=True), hidden("costa_rica", file=True)
    reader = browse(who)
    for place in (
        "/practices/{}", "/practices/{}/versions", "/api/v1/practices/{}",
        "/practices/{}/adaptations", "/api/v1/practices/{}/adaptations", "/practices/{}/history",
        "/practices/{}/guests", "/practices/{}/readers", "/practices/{}/edit/check",
    ):  # fmt: skip
        answers = [reader.client.get(place.format(at), follow_redirects=False) for at in (one, two)]
        assert answers[0].status_code == answers[1].status_code
        files = [re.findall(r"/files/([a-z0-9]{12})", answer.text) for answer in answers]
        pairs = zip(answers, files, strict=True)  # each is like the other, and names it
        said = [masked(answer.text, one, two, *found) for answer, found in pairs]
        assert said[0] == said[1], place
        assert "Ghana" not in said[0]
        assert "Costa Rica" not in said[0]


@pytest.mark.parametrize("who", OTHERS)
def test_no_list_leads_to_its_member(browse, hidden, who):
    item_id = hidden("ghana")
    reader = browse(who)
    for place in (
        "/practices?state=GHA", "/practices?group=african", "/practices?state=SEC",
        "/api/v1/practices?state=GHA", "/api/v1/practices?group=african",
        "/practices/download/practices.json?state=GHA", "/practices/feed?state=GHA",
        "/search?q=Ghana", "/api/v1/search?q=Ghana", "/directory/GHA",
    ):  # fmt: skip
        answer = reader.client.get(place, follow_redirects=False)
        assert item_id not in answer.text, place
    for place in (
        "/practices", "/practices?sort=state", "/api/v1/practices",
        "/practices/download/practices.csv",
        "/practices/download/practices.ndjson", "/practices/feed", "/search?q=ministries",
    ):  # fmt: skip
        answer = reader.client.get(place, follow_redirects=False)
        assert item_id in answer.text, place
        assert "Ghana" not in answer.text, place
        assert "GHA" not in answer.text, place
    found = reader.client.get("/api/v1/practices").json()
    assert [one["members"] for one in found["practices"]] == [[]]
    assert found["counts"].get("state", {}) == found["counts"].get("group", {}) == {}


def test_nothing_in_the_database_says_it_but_what_is_sealed(database, cast, hidden):
    item_id = hidden("ghana", file=True)
    viewer = cast["ghana"].viewer
    theirs = {viewer.member, viewer.office.id, viewer.person_id, "member:GHA"}
    theirs.add(cast["ghana_alternate"].viewer.person_id)
    with database.read() as conn:
        for name, found in SQLModel.metadata.tables.items():
            for row in conn.execute(select(found)).mappings():
                said = {str(value) for value in row.values()}
                if item_id in said and name not in {"digest_line", "letter"}:
                    assert not said & theirs, name
    assert rows(database, ItemLabel, "label") == [
        ("member:SEC",), ("public",), ("secretariat",)
    ]  # fmt: skip
    assert rows(database, PracticeFacet, "facet", "value") == [("theme", "early-warning")]
    keys = rows(database, RecordKey, "record", "party")
    ((key, token),) = rows(database, PracticeUnnamed, "id", "owner")
    assert {party for record, party in keys if record == key} == {"secretariat", "unnamed"}
    assert b"GHA" not in token.token
    assert [one for one in rows(database, Notice, "label", "item_id") if one[1] == item_id] == []


def test_what_went_out_for_clearance_is_gone_with_the_practice_of_the_member(
    database, cast, portal, browse
):
    """A round is an item of its member, with a number that names it, and waits on a home page."""
    with database.unit_of_work() as db:
        post, ghana, staff = Post.of(portal), cast["ghana"].viewer, cast["editor"].viewer
        made = actions.create(db, ghana, ["GHA"], sample.changes(TITLE, "network")).id
        other = sample.write(db, ghana, Stage.DRAFT, title="Another")
        stays = sample.sent_out(db, ghana, other)
        gone = sample.sent_out(db, ghana, made)
        for key in (stays, gone):
            about = f"A practice is due back: {key}"
            mail.write(db, ghana.person_id, subject=about, body="Soon.", item_id=key)
    with database.unit_of_work() as db:
        about = sample.matter(db, ghana, made)
        actions.submit(db, ghana, about, post, version=1, nameless=True)
    with database.unit_of_work() as db:
        about = sample.matter(db, staff, made)
        unnamed_actions.publish(db, staff, about, Means(post, portal.seal), version=2)
    assert rows(database, PracticeRound, "item_id") == [(stays,)]
    left = [key for key, kind in rows(database, Item, "id", "kind") if kind == Kind.ROUND]
    assert left == [stays]
    waits = [
        key for key, what in rows(database, Waiting, "item_id", "what") if what == "practice-out"
    ]
    assert waits == [stays]
    assert {key for (key,) in rows(database, Letter, "item_id")} >= {stays}
    assert gone not in {key for (key,) in rows(database, Letter, "item_id")}
    browse("ghana").get(f"/practices/clearances/{gone}", status=404)


def test_who_is_told_of_it_are_all_its_readers_and_its_own_office_like_them(database, hidden):
    item_id = hidden("ghana", "network")
    lines = SQLModel.metadata.tables["digest_line"]
    with database.read() as conn:
        told = conn.execute(select(lines.c.what).where(lines.c.item_id == item_id)).scalars()
        assert set(told) == {"practice-new"}
    assert [one for one in rows(database, Letter, "subject", "item_id") if one[1] == item_id] == []


def test_its_own_office_alone_sees_that_it_is_its_own_and_names_it(browse, hidden, database, cast):
    item_id = hidden("ghana")
    for who in (*OTHERS, "costa_rica", "editor"):
        page = browse(who).get(f"/practices/{item_id}")
        assert "Published without your name" not in page.text, who
    for who, status in (("denmark", 404), ("editor", 403), ("nobody", 403)):
        form = version(database, item_id)
        browse(who).post(f"/practices/{item_id}/name", form, status=status)
    ghana = browse("ghana")
    assert "Published without your name" in ghana.get(f"/practices/{item_id}").text
    ghana.post(f"/practices/{item_id}/name", {"version": "99"}, status=409)

    answer = ghana.post(f"/practices/{item_id}/name", version(database, item_id))

    assert answer.location == f"/practices/{item_id}?said=named"
    assert rows(database, ItemOwner, "member") == [("GHA",)]
    assert rows(database, Item, "office_id") == [(cast["ghana"].viewer.office.id,)]
    assert rows(database, PracticeUnnamed, "id") == []
    page = browse("nobody").get(f"/practices/{item_id}")
    assert MARK not in page.text
    assert "Ghana" in page.text
    assert item_id in browse("nobody").get("/practices?state=GHA").text
    again = version(database, item_id)
    ghana.post(f"/practices/{item_id}/name", again, status=404)


def test_the_secretariat_opens_whose_it_is_and_that_is_recorded(browse, hidden, database, cast):
    item_id = hidden("ghana")
    editor = browse("editor")
    assert "It is the practice of" not in editor.get(f"/practices/{item_id}").text
    before = len(events(database, item_id))

    page = editor.post(f"/practices/{item_id}/owner", status=200)

    assert "It is the practice of Ghana." in page.text
    opened = ("practices:owner:viewed", cast["editor"].viewer.person_id)
    assert events(database, item_id)[before:] == [opened]
    for who in ("ghana", "denmark", "nobody"):
        browse(who).post(f"/practices/{item_id}/owner", status=403)


def test_nothing_to_open_or_to_name_on_what_has_a_name(browse, written, database):
    item_id = written("ghana", audience="public")
    browse("editor").post(f"/practices/{item_id}/owner", status=404)
    form = version(database, item_id)
    browse("ghana").post(f"/practices/{item_id}/name", form, status=404)


def test_a_name_that_was_read_is_not_taken_off(browse, written, database):
    item_id = written("ghana", audience="public")
    ghana = browse("ghana")
    change = ghana.post(f"/practices/{item_id}/revise").location.split("/")[2]
    first = {**sample.FIRST_PAGE, **version(database, change)}
    ghana.post(f"/practices/{change}/edit/what", first)
    wish = {"nameless": "yes", **version(database, change)}

    page = ghana.post(f"/practices/{change}/edit/check", wish, status=422)

    assert "it was read with this practice" in page.text
    assert stage_of(database, change)[0] == Stage.DRAFT


@pytest.mark.parametrize("audience", ["group:african", "members:DNK", "secretariat"])
def test_chosen_readers_would_tell_it(browse, written, database, audience):
    item_id = written("ghana", Stage.DRAFT, audience=audience)
    wish = {"nameless": "yes", **version(database, item_id)}

    page = browse("ghana").post(f"/practices/{item_id}/edit/check", wish, status=422)

    assert "would tell whose it is" in page.text
    assert stage_of(database, item_id)[0] == Stage.DRAFT


def test_returned_and_handed_in_with_the_name_it_is_published_with_it(browse, database, cast):
    with database.unit_of_work() as db:
        viewer = cast["ghana"].viewer
        made = actions.create(db, viewer, ["GHA"], sample.changes(TITLE, "public")).id
    ghana, editor = browse("ghana"), browse("editor")
    wish = {"nameless": "yes", **version(database, made)}
    ghana.post(f"/practices/{made}/edit/check", wish)
    why = {"reason": "The law names you.", **version(database, made)}
    editor.post(f"/practices/{made}/return", why)
    ghana.post(f"/practices/{made}/edit/check", version(database, made))

    editor.post(f"/practices/{made}/publish", version(database, made))

    assert rows(database, Item, "id", "stage") == [(made, "published")]
    assert rows(database, ItemOwner, "member") == [("GHA",)]


def test_two_of_the_staff_at_once_publish_one(database, cast, portal, browse):
    with database.unit_of_work() as db:
        viewer = cast["ghana"].viewer
        made = actions.create(db, viewer, ["GHA"], sample.changes(TITLE, "public")).id
        about = sample.matter(db, viewer, made)
        actions.submit(db, viewer, about, Post.of(portal), version=1, nameless=True)
    form = version(database, made)
    browse("editor").post(f"/practices/{made}/publish", form)
    browse("administrator").post(f"/practices/{made}/publish", form, status=404)
    assert len(rows(database, Item, "id")) == 1


def test_the_secretariat_withdraws_it_when_asked(browse, hidden, database):
    item_id = hidden("ghana")
    browse("editor").post(f"/practices/{item_id}/withdraw", version(database, item_id))
    assert stage_of(database, item_id)[0] == Stage.WITHDRAWN
    for who, status in (("denmark", 404), ("ghana", 404), ("nobody", 303)):
        browse(who).get(f"/practices/{item_id}", status=status)


def test_it_is_known_again_after_the_member_changed_nothing_else(database, cast, hidden, portal):
    one, two = hidden("ghana"), hidden("costa_rica")
    with database.read() as conn:
        seal = portal.seal
        assert [own.id for own in sealed.own(conn, seal, cast["ghana"].viewer)] == [one]
        assert [own.id for own in sealed.own(conn, seal, cast["costa_rica"].viewer)] == [two]
        assert sealed.own(conn, seal, cast["editor"].viewer) == []
