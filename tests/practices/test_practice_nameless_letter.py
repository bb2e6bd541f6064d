"""Asked for by letter and published without the name: confirmed in one step, known to as few."""

import re

import pytest
from sqlalchemy import select
from sqlmodel import SQLModel

from app.files.models import Attachment
from app.items.models import Item, ItemOwner
from app.mail.models import Letter
from app.practices.behalf.models import PracticeBehalf, PracticeLetter
from app.practices.refusals import NotNameless
from app.practices.rules import Stage
from app.practices.unnamed.models import PracticeUnnamed
from app.sealing.models import RecordKey
from tests.practices import sample
from tests.practices.behalf import picture
from tests.practices.test_practice_change import rows, stage_of
from tests.practices.test_practice_unnamed import MARK, OTHERS, events, masked, version
from tests.practices.unnamed import TITLE, enter_nameless
from tests.support.uploading import sent

NOT_CONFIRMED = "Entered by the Secretariat for a member that is not named, not confirmed."
WAITS = (
    "A practice that was published without your name, as your letter asked, waits for your word."
)


@pytest.fixture
def entered(database, cast, portal):
    """Return a writer: ``entered("ghana")`` gives the id of what its letter asked for."""

    def write(who: str = "ghana", audience: str = "public", **said: object) -> str:
        staff, office = cast["editor"].viewer, cast[who].viewer.office
        with database.unit_of_work() as db:
            return enter_nameless(db, portal, staff, office, audience, **said)

    return write


def test_begun_with_a_letter_published_without_the_name_confirmed_in_one_step(
    browse, database, cast
):
    editor, ghana = browse("editor"), browse("ghana")
    begin = {**sample.FIRST_PAGE, "title": TITLE, "office": cast["ghana"].viewer.office.id,
             "asked_on": "2026-01-05"}  # fmt: skip
    first = editor.post("/practices/enter", begin).location.split("/")[2]
    said = {"own_source": "yes", "audience": "network", **version(database, first)}
    editor.post(f"/practices/{first}/edit/readers", said)
    page = editor.get(f"/practices/{first}/edit/check")
    assert "Its letter asks to publish it without the name" in page.text
    wish = {"nameless": "yes", **version(database, first)}
    page = editor.post(f"/practices/{first}/edit/check", wish, status=422)
    assert page.soup.select_one("[name=nameless]").has_attr("checked")
    assert stage_of(database, first)[0] == Stage.ON_BEHALF
    editor.post(f"/practices/{first}/letter", **sent(("From Accra.png", picture(), "image/png")))

    wish = {"nameless": "yes", **version(database, first)}
    answer = editor.post(f"/practices/{first}/edit/check", wish)

    item_id = answer.location.split("/")[2].partition("?")[0]
    assert rows(database, Item, "id", "stage", "office_id") == [(item_id, "published", None)]
    assert rows(database, ItemOwner, "member") == [("SEC",)]
    page = browse("denmark").get(f"/practices/{item_id}")
    assert page.words(".note p strong") == [MARK, NOT_CONFIRMED]
    assert ghana.get("/home").words(".note.wants p:first-child") == [WAITS]
    assert "Waits for your word" in ghana.get("/practices/unnamed").text
    page = ghana.get(f"/practices/{item_id}")
    assert "Your letter of 5 January 2026 asked for it without the name." in page.text
    (at,) = {a["href"] for a in page.soup.select("a[href*='/unnamed/letter/']")}
    assert ghana.get(at).raw.content[:4] == b"\x89PNG"

    form = {"months": "", **version(database, item_id)}
    ghana.post(f"/practices/{item_id}/unnamed/confirm", form)

    page = browse("denmark").get(f"/practices/{item_id}")
    assert page.words(".note p strong") == [MARK]
    assert "Confirmed" in browse("denmark").get("/practices").text
    assert WAITS not in ghana.get("/home").text
    assert "Waits for your word" not in ghana.get("/practices/unnamed").text
    again = version(database, item_id)
    ghana.post(f"/practices/{item_id}/unnamed/confirm", again, status=409)


@pytest.mark.parametrize("who", OTHERS)
@pytest.mark.parametrize("confirmed", [False, True])
def test_no_channel_tells_two_members_apart(browse, entered, database, who, confirmed):
    one, two = entered("ghana"), entered("costa_rica")
    if confirmed:
        for by, at in (("ghana", one), ("costa_rica", two)):
            browse(by).post(f"/practices/{at}/unnamed/confirm", version(database, at))
    reader = browse(who)
    for place in (
        "/practices/{}", "/practices/{}/versions", "/api/v1/practices/{}",
        "/practices/{}/adaptations", "/api/v1/practices/{}/adaptations", "/practices/{}/history",
        "/practices/{}/guests", "/practices/{}/readers", "/practices/{}/edit/check",
        "/practices/{}/letter", "/practices/{}/unnamed/letter/zzzzzzzzzzzz",
    ):  # fmt: skip
        answers = [reader.client.get(place.format(at), follow_redirects=False) for at in (one, two)]
        assert answers[0].status_code == answers[1].status_code
        said = [masked(answer.text, one, two) for answer in answers]
        assert said[0] == said[1], place
        assert not {"Ghana", "Costa Rica"} & set(re.findall(r"Ghana|Costa Rica", said[0]))
    for at in (one, two):
        for act in ("confirm", "refuse"):
            form = {"reason": "No.", **version(database, at)}
            refused = 403 if who == "nobody" else 404
            reader.post(f"/practices/{at}/unnamed/{act}", form, status=refused)


@pytest.mark.parametrize("who", OTHERS)
def test_no_list_leads_to_its_member(browse, entered, who):
    item_id = entered("ghana")
    reader = browse(who)
    for place in (
        "/practices?state=GHA", "/practices?group=african", "/api/v1/practices?state=GHA",
        "/practices/download/practices.json?state=GHA", "/practices/feed?state=GHA",
        "/search?q=Ghana", "/directory/GHA",
    ):  # fmt: skip
        assert item_id not in reader.client.get(place, follow_redirects=False).text, place
    for place in (
        "/practices", "/practices?sort=state", "/api/v1/practices",
        "/practices/download/practices.csv", "/practices/download/practices.ndjson",
        "/practices/feed", "/search?q=ministries",
    ):  # fmt: skip
        answer = reader.client.get(place, follow_redirects=False)
        assert item_id in answer.text, place
        assert "Ghana" not in answer.text, place
        assert "GHA" not in answer.text, place


@pytest.mark.parametrize("confirmed", [False, True])
def test_nothing_in_the_database_says_it_but_what_is_sealed(
    database, cast, entered, browse, confirmed
):
    item_id = entered("ghana")
    viewer = cast["ghana"].viewer
    if confirmed:
        at, form = f"/practices/{item_id}/unnamed", version(database, item_id)
        (file,) = {one for (one,) in rows(database, PracticeLetter, "attachment_id")}
        browse("ghana").get(f"{at}/letter/{file}")
        browse("ghana").post(f"{at}/confirm", form)
    theirs = {viewer.member, viewer.office.id, viewer.person_id, "member:GHA"}
    theirs.add(cast["ghana_alternate"].viewer.person_id)
    ((key, token),) = rows(database, PracticeUnnamed, "id", "owner")
    ((file, of),) = rows(database, PracticeLetter, "attachment_id", "item_id")
    assert of == item_id
    with database.read() as conn:
        for name, found in SQLModel.metadata.tables.items():
            for row in conn.execute(select(found)).mappings():
                said = {str(value) for value in row.values()}
                if said & {item_id, file, key} and name not in {"digest_line", "letter"}:
                    assert not said & theirs, name
    keys = rows(database, RecordKey, "record", "party")
    for record in (key, file):
        assert {party for of, party in keys if of == record} == {"secretariat", "unnamed"}
    assert b"GHA" not in token.token
    assert rows(database, PracticeBehalf, "item_id") == []
    assert rows(database, Attachment, "person_id", "member", "office_id") == [(None, None, None)]
    assert [one for one in rows(database, Letter, "subject", "item_id") if one[1] == item_id] == []
    people = {person for _, person in events(database, item_id)}
    assert people <= {None, cast["editor"].viewer.person_id}


def test_its_letter_opens_for_its_member_and_for_who_opened_whose_it_is(browse, entered, database):
    item_id = entered("ghana")
    ((file,),) = rows(database, PracticeLetter, "attachment_id")
    editor = browse("editor")
    assert file not in editor.get(f"/practices/{item_id}").text
    page = editor.post(f"/practices/{item_id}/owner", status=200)
    assert "It is the practice of Ghana." in page.text
    assert f"/practices/{item_id}/letter/{file}" in page.text
    editor.get(f"/practices/{item_id}/letter/{file}")
    assert events(database, item_id)[-1][0] == "practices:letter:viewed"
    browse("ghana_alternate").get(f"/practices/{item_id}/unnamed/letter/{file}")
    for who, status in (("denmark", 404), ("costa_rica", 404), ("editor", 403)):
        browse(who).get(f"/practices/{item_id}/unnamed/letter/{file}", status=status)


def test_its_office_refuses_it_with_a_reason_to_the_secretariat(browse, entered, database, cast):
    item_id = entered("ghana")
    ghana, at = browse("ghana"), f"/practices/{item_id}/unnamed/refuse"
    ghana.post(at, version(database, item_id), status=422)
    assert stage_of(database, item_id)[0] == Stage.PUBLISHED
    ghana.post(at, {"reason": "Not our words.", "version": "99"}, status=409)

    answer = ghana.post(at, {"reason": "Not our words.", **version(database, item_id)})

    assert answer.location == "/practices/unnamed?said=refused"
    assert "You have refused it." in ghana.get(answer.location).text
    assert stage_of(database, item_id)[0] == Stage.WITHDRAWN
    for who, status in (("denmark", 404), ("ghana", 404), ("nobody", 303)):
        browse(who).get(f"/practices/{item_id}", status=status)
    assert "Not our words." in browse("editor").get(f"/practices/{item_id}").text
    assert cast["ghana"].viewer.person_id not in {who for _, who in events(database, item_id)}


def test_named_later_it_is_an_entry_for_its_office_that_was_confirmed(browse, entered, database):
    item_id = entered("ghana")
    ghana = browse("ghana")
    ghana.post(f"/practices/{item_id}/name", version(database, item_id))

    page = ghana.get(f"/practices/{item_id}")
    assert "asked for this entry by its letter" in page.text
    (at,) = {a["href"] for a in page.soup.select(f"a[href^='/practices/{item_id}/letter/']")}
    assert ghana.get(at).raw.content[:4] == b"\x89PNG"
    assert NOT_CONFIRMED not in browse("denmark").get(f"/practices/{item_id}").text
    assert "unnamed" not in {party for (party,) in rows(database, RecordKey, "party")}


@pytest.mark.parametrize("audience", ["group:african", "members:DNK", "secretariat"])
def test_chosen_readers_would_tell_it(database, cast, portal, audience):
    with pytest.raises(NotNameless), database.unit_of_work() as db:
        enter_nameless(db, portal, cast["editor"].viewer, cast["ghana"].viewer.office, audience)
    assert rows(database, PracticeUnnamed, "id") == []


def test_once_the_secretariat_withdrew_it_nobody_confirms_it(browse, database, entered):
    item_id = entered("ghana", "network")
    browse("editor").post(f"/practices/{item_id}/withdraw", version(database, item_id))
    assert stage_of(database, item_id)[0] == Stage.WITHDRAWN
    form = version(database, item_id)
    browse("ghana").post(f"/practices/{item_id}/unnamed/confirm", form, status=404)
