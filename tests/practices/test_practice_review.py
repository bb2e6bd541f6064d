"""The secretariat answers: one answer wins, everybody concerned learns of it, nothing is lost."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.audit.models import AuditRecord
from app.core import clock
from app.core.db import table
from app.items.models import Item, ItemLabel, Revision
from app.mail.models import Letter
from app.notifications.models import Notice, Waiting
from app.practices.rules import Stage, What, answer_due

LATER = "Someone changed this in the meantime. Here is the present state."


def _all(database, model, *columns: str) -> list[object]:
    rows = table(model)
    with database.read() as conn:
        found = conn.execute(select(*(rows.c[name] for name in columns)))
        return sorted(tuple(row) if len(columns) > 1 else row[0] for row in found)


def _letters(database, cast, *who: str) -> list[tuple[str, str]]:
    """Return subject and text of the letters to these people of the cast."""
    people = {cast[name].viewer.person_id for name in who}
    rows = _all(database, Letter, "person_id", "subject", "body")
    return [(subject, body) for person_id, subject, body in rows if person_id in people]


def test_a_submission_waits_for_the_secretariat_with_its_day(written, database):
    item_id = written("ghana", Stage.SUBMITTED)

    due = answer_due(clock.today())
    assert _all(database, Waiting, "item_id", "label", "what", "due") == [
        (item_id, "secretariat", What.SUBMITTED, due)
    ]
    assert _all(database, ItemLabel, "label") == ["member:GHA", "secretariat"]


def test_a_submission_is_told_to_the_secretariat_and_says_nothing_of_itself(
    browse, written, database, cast
):
    written("ghana", Stage.DRAFT, title="Kept at home")
    item_id = written("ghana", Stage.DRAFT, title="Secret title")
    assert _all(database, Letter, "subject") == []
    browse("ghana").post(f"/practices/{item_id}/edit/check", {"version": "1", "then": "submit"})

    number = f"R2P/{clock.today().year}/PRA/001"
    told = _letters(database, cast, "editor", "administrator")
    assert [subject for subject, _ in told] == [
        f"A practice waits for the Secretariat: {number}"
    ] * 2
    assert {f"http://testserver/practices/{item_id}" in body for _, body in told} == {True}
    assert {"Secret title" in body for _, body in told} == {False}
    assert len(_all(database, Letter, "subject")) == 2, "nobody else"


def test_a_number_is_given_when_it_is_submitted_and_kept_through_a_return(
    browse, written, database, cast
):
    draft = written("denmark", Stage.DRAFT)
    item_id = written("ghana", Stage.SUBMITTED)
    number = f"R2P/{clock.today().year}/PRA/001"
    assert _all(database, Item, "id", "number") == sorted([(draft, None), (item_id, number)])
    fact = browse("denmark").get(f"/practices/{draft}").text
    assert "Given when it is submitted" in fact

    browse("editor").post(f"/practices/{item_id}/return", {"version": "2", "reason": "Name it."})
    letters = _letters(database, cast, "ghana", "ghana_alternate")
    assert [subject for subject, _ in letters] == [
        f"Your practice came back with a reason: {number}"
    ] * 2
    page = browse("ghana").get(f"/practices/{item_id}")
    assert page.soup.select_one(".note blockquote")["lang"] == ""
    browse("ghana").post(f"/practices/{item_id}/edit/check", {"version": "3", "then": "submit"})
    assert _all(database, Waiting, "what") == [What.SUBMITTED]
    assert _all(database, Item, "id", "number") == sorted([(draft, None), (item_id, number)])


def test_publishing_gives_labels_notices_letters_and_a_record(browse, written, database, cast):
    written("denmark", Stage.DRAFT)
    item_id = written("ghana", Stage.SUBMITTED, audience="members:DNK", title="Secret title")

    browse("editor").post(f"/practices/{item_id}/publish", {"version": "2"})

    number = f"R2P/{clock.today().year}/PRA/001"
    assert (item_id, number, "published") in _all_items(database)
    assert sorted(_labels(database, item_id)) == ["member:DNK", "member:GHA", "secretariat"]
    assert _all(database, Waiting, "item_id") == []
    assert _all(database, Notice, "label", "item_id", "what") == [
        ("member:GHA", item_id, What.PUBLISHED)
    ]
    letters = _letters(database, cast, "ghana", "ghana_alternate")
    assert len(letters) == 2, "the Focal Point and the alternate of Ghana"
    for subject, body in letters:
        assert subject == f"Your practice is published: {number}"
        assert f"http://testserver/practices/{item_id}" in body
        assert "Secret title" not in subject + body
    events = _all(database, AuditRecord, "event")
    assert events.count("practices:practice:published") == 1
    details = "".join(_all(database, AuditRecord, "detail"))
    assert "Secret title" not in details


@pytest.mark.parametrize("readers", [1, 7])
def test_however_many_members_are_chosen_all_of_them_read_it(browse, written, database, readers):
    codes = ["DNK", "FRA", "JPN", "KEN", "LBR", "MEX", "NOR"][:readers]
    item_id = written("ghana", Stage.SUBMITTED, audience=f"members:{','.join(codes)}")

    answer = browse("editor").post(f"/practices/{item_id}/publish", {"version": "2"})

    assert answer.status == 303
    assert sorted(_labels(database, item_id)) == [
        *(f"member:{code}" for code in sorted([*codes, "GHA"])),
        "secretariat",
    ]
    assert browse("denmark").get(f"/practices/{item_id}").status == 200


def _all_items(database) -> list[tuple[object, ...]]:
    return [tuple(row) for row in _rows(database, Item, "id", "number", "stage")]


def _rows(database, model, *columns: str) -> list[object]:
    rows = table(model)
    with database.read() as conn:
        wanted = select(*(rows.c[name] for name in columns)).order_by(*rows.primary_key)
        return conn.execute(wanted).all()


def _labels(database, item_id) -> list[str]:
    return [
        row.label
        for row in _rows(database, ItemLabel, "item_id", "label")
        if row.item_id == item_id
    ]


def test_returning_needs_a_reason_which_the_office_then_reads(browse, written, database):
    item_id = written("ghana", Stage.SUBMITTED)
    editor, ghana = browse("editor"), browse("ghana")

    kept = editor.post(f"/practices/{item_id}/return", {"version": "2", "reason": "  "}, status=422)
    assert kept.words(".problem li") == [
        "Write the reason: the office reads it and goes on from there."
    ]
    sent = {"version": "2", "reason": "Add the <b>year</b> and one source."}
    editor.post(f"/practices/{item_id}/return", sent)

    page = ghana.get(f"/practices/{item_id}")
    assert page.words("blockquote") == ["Add the <b>year</b> and one source."]
    assert page.words("#standing .btn") == ["Go on writing", "Check and submit"]
    assert _all(database, Waiting, "label", "what") == [("member:GHA", What.RETURNED)]
    assert "Add the" not in "".join(_all(database, Letter, "body"))
    assert ghana.get(f"/practices/{item_id}/edit/what").words("blockquote")


def test_a_returned_practice_is_changed_submitted_and_published(browse, written, database):
    item_id = written("ghana", Stage.RETURNED)
    ghana, editor = browse("ghana"), browse("editor")
    address = f"/practices/{item_id}/edit/how"
    ghana.post(address, {"version": "3", "year_from": "2020"})
    ghana.post(f"/practices/{item_id}/edit/check", {"version": "4"})
    editor.post(f"/practices/{item_id}/publish", {"version": "5"})

    page = browse("denmark").get(f"/practices/{item_id}")
    assert "Since 2020" in page.words("dd")
    assert "Add the year." not in page.text
    bodies = [json.loads(row.body) for row in _rows(database, Revision, "body", "number")]
    assert [body["year_from"] for body in bodies] == [None, 2020, 2020]
    assert browse("ghana").get(f"/practices/{item_id}").words("blockquote") == []


def test_of_two_reviewers_one_wins_and_the_other_learns_what_happened(browse, written, database):
    item_id = written("ghana", Stage.SUBMITTED)
    editor, administrator = browse("editor"), browse("administrator")
    for reviewer in (editor, administrator):
        reviewer.get(f"/practices/{item_id}")

    editor.post(f"/practices/{item_id}/publish", {"version": "2"})
    late = administrator.post(
        f"/practices/{item_id}/return", {"version": "2", "reason": "Not yet."}, status=409
    )

    assert late.words("main .lede")[0].startswith("This practice is published. editor (test) acted")
    assert "Not yet." in late.text, "what was typed is kept"
    assert _all(database, Item, "stage") == ["published"]


def test_what_the_office_changed_meanwhile_is_not_published_unseen(browse, written):
    item_id = written("ghana", Stage.SUBMITTED)
    stale = browse("editor").post(f"/practices/{item_id}/publish", {"version": "1"}, status=409)
    broken = browse("editor").post(f"/practices/{item_id}/publish", {"version": "x"}, status=409)

    assert stale.words("main .lede") == broken.words("main .lede")
    assert stale.words("main .lede")[0].startswith(f"{LATER} ghana (test) acted on it last: ")


def test_the_same_form_twice_is_one_act(browse, written, database, cast):
    item_id = written("ghana", Stage.SUBMITTED)
    form = {"version": "2", "once": "k" * 22}
    first = browse("editor").post(f"/practices/{item_id}/publish", form)
    again = browse("editor").post(f"/practices/{item_id}/publish", form)

    assert first.location == again.location == f"/practices/{item_id}?said=published"
    assert len(_letters(database, cast, "ghana", "ghana_alternate")) == 2
    assert _all(database, Item, "version") == [3]


@pytest.mark.parametrize(
    ("who", "status"), [("ghana", 403), ("denmark", 403), ("stranger", 403), ("nobody", 401)]
)
def test_only_the_secretariat_answers(browse, written, who, status):
    item_id = written("ghana", Stage.SUBMITTED)
    client = browse(who)
    client.get("/practices")
    for act in ("publish", "return"):
        sent = {"version": "2", "reason": "Because."}
        if who == "nobody":
            answer = client.client.post(f"/practices/{item_id}/{act}", data=sent)
            assert answer.status_code in {401, 403}
        else:
            client.post(f"/practices/{item_id}/{act}", sent, status=status)


def test_in_place_the_answer_is_the_part_of_the_page(browse, written):
    item_id = written("ghana", Stage.SUBMITTED)
    editor = browse("editor")
    headers = {"HX-Request": "true", "HX-Target": "div#practice"}

    part = editor.post(
        f"/practices/{item_id}/publish", {"version": "2"}, status=200, headers=headers
    )
    whole = editor.get(f"/practices/{item_id}?said=published")

    assert part.soup.select_one("#practice")
    assert part.words(".note.well p") == ["Published. Its readers can find it from now on."]
    assert part.words("#practice h1") == whole.words("#practice h1")


def test_a_wrong_word_in_the_address_says_nothing(browse, written):
    item_id = written("ghana")

    assert browse("ghana").get(f"/practices/{item_id}?said=withdrawn").words(".note.well") == []
    assert browse("ghana").get(f"/practices/{item_id}?said=<b>").words(".note.well") == []


def test_the_day_of_the_answer_stands_on_the_page(browse, written):
    with clock.moved(timedelta(days=3)):
        item_id = written("ghana", Stage.SUBMITTED)
        page = browse("ghana").get(f"/practices/{item_id}")

    assert "The Secretariat answers by" in page.text
    assert page.words("#review") == []
