"""A practice goes out for clearance and comes back: who does it, and what becomes of the draft."""

import io
import re
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.core import clock
from app.core.db import table
from app.mail.models import Letter
from app.notifications.models import Waiting
from app.practices.clearing import reminding
from app.practices.clearing.models import PracticeRound
from app.practices.models import Practice
from app.practices.rules import Stage
from tests.practices.sample import changes
from tests.support.clearing import back, document, kept, rewritten

practice, rounds, waiting = table(Practice), table(PracticeRound), table(Waiting)


def make(browser, item_id: str, **typed: object) -> str:
    said = {
        "marking": "For clearance", "readers": "Ministry of Justice", "language": "en",
        "deadline": (clock.today() + timedelta(days=10)).isoformat(),
    }  # fmt: skip
    answer = browser.post(f"/practices/{item_id}/clearances", {**said, **typed})
    return re.match(r"/practices/clearances/[^?]+", answer.location)[0]


def says(database, item_id: str, *names: str) -> tuple[object, ...]:
    with database.read() as conn:
        wanted = select(*(practice.c[name] for name in names))
        return tuple(conn.execute(wanted.where(practice.c.item_id == item_id)).one())


def unmarked(xml: str) -> str:
    return xml.replace("bookmark", "x")


def cut(xml: str) -> str:
    return xml.replace("What came of it.<", "Less came of it.<")


def two(xml: str) -> str:
    at = xml.rindex("What it is.<")
    return cut(xml[:at] + "What it was.<" + xml[at + len("What it is.<") :])


def test_a_draft_goes_out_comes_back_and_what_is_chosen_is_taken(browse, written, database):
    made = written("ghana", Stage.DRAFT, title="Zebra crossing")
    ghana = browse("ghana")
    assert f"/practices/{made}/clearances" in ghana.get(f"/practices/{made}").text
    empty = ghana.get(f"/practices/{made}/clearances")
    assert empty.words("section h3") == ["This practice is not out for clearance"]
    place = make(ghana, made)
    year = clock.today().year
    assert ghana.get(place).words("h1") == [f"C-GHA-{year}-001: Zebra crossing"]
    assert [
        one.split()[:2] for one in ghana.get(f"/practices/{made}/clearances").words(".rows h3")
    ] == [["Round", "1,"]]
    assert "Zebra crossing" in ghana.get("/home").text

    content = document(ghana, place)
    assert document(ghana, place) == content
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        header = packed.read("word/header1.xml").decode()
    assert f"C-GHA-{year}-001 · For clearance · Answer by " in header

    page = back(ghana, place, rewritten(content, two))
    assert page.words("h3") == ["The result in one sentence", "What it is"]
    assert [page.words(f"#h-summary ~ div {tag}") for tag in ("del", "ins")] == [["What"], ["Less"]]
    assert "was" in page.words("#h-description ~ div ins")[0]
    assert says(database, made, "summary") == ("What came of it.",)
    form = {**kept(page), "summary": "came", "description": "keep"}
    answer = ghana.post(f"{place}/take", form)
    assert answer.location == f"{place}?said=taken"
    assert says(database, made, "summary", "description") == ("Less came of it.", "What it is.")
    assert ghana.get(place).words(".meta .st") == ["Came back"]

    page = back(ghana, place, rewritten(content, two))
    assert page.soup.select("input[name=summary]") == []
    ghana.post(f"{place}/take", {**kept(page), "then": "all"})
    assert says(database, made, "description") == ("What it was.",)


def test_what_was_changed_here_meanwhile_stands_beside_and_is_not_overwritten(
    browse, written, database
):
    made = written("ghana", Stage.DRAFT)
    ghana = browse("ghana")
    place = make(ghana, made)
    content = rewritten(document(ghana, place), two)
    change(ghana, made, summary="More came of it.")

    page = back(ghana, place, content)
    assert page.words("#h-summary ~ .beside h4") == [
        "What was changed here meanwhile",
        "What came back",
    ]
    assert page.words("#h-description ~ .beside") == []
    checked = page.soup.select("input[checked]")
    assert {one["value"] for one in checked} == {"keep"}
    ghana.post(f"{place}/take", {**kept(page), "then": "all"})
    assert says(database, made, "summary", "description") == ("More came of it.", "What it was.")

    page = back(ghana, place, content)
    ghana.post(f"{place}/take", {**kept(page), "summary": "came"})
    assert says(database, made, "summary") == ("Less came of it.",)


def change(browser, item_id: str, **said: str) -> None:
    page = browser.get(f"/practices/{item_id}/edit/what")
    version = page.soup.select_one("input[name=version]")["value"]
    form = {
        "version": version, "title": "A practice of Ghana", "summary": "What came of it.",
        "description": "What it is.", "themes": ["early-warning"], "language": "en",
        "then": "leave",
    }  # fmt: skip
    browser.post(f"/practices/{item_id}/edit/what", {**form, **said})


def test_two_changes_of_one_text_that_do_not_meet_can_be_taken_together(browse, written, database):
    text = "First sentence stays here. Second sentence stays there too.\n\nLast paragraph of it."
    given = changes()
    given = type(given)(
        columns={**given.columns, "description": text}, facets=given.facets, sources=(),
        audience=given.audience, language="en",
    )  # fmt: skip
    made = written("ghana", Stage.DRAFT, given=given)
    ghana = browse("ghana")
    place = make(ghana, made)
    content = rewritten(
        document(ghana, place), lambda xml: xml.replace("Last paragraph", "Final paragraph")
    )
    change(ghana, made, description=text.replace("First", "Opening"))
    page = back(ghana, place, content)
    ghana.post(f"{place}/take", {**kept(page), "description": "both"})
    both = text.replace("First", "Opening").replace("Last", "Final")
    assert says(database, made, "description") == (both,)


def test_a_draft_that_was_saved_after_the_page_was_shown_is_compared_anew(
    browse, written, database
):
    made = written("ghana", Stage.DRAFT)
    ghana = browse("ghana")
    place = make(ghana, made)
    page = back(ghana, place, rewritten(document(ghana, place), cut))
    change(ghana, made, summary="More came of it.")
    again = ghana.post(f"{place}/take", {**kept(page), "summary": "came"}, status=409)
    assert again.words("[data-say]")[0].startswith("Somebody of your office saved the draft")
    assert again.words(".beside h4")[0] == "What was changed here meanwhile"
    assert says(database, made, "summary") == ("More came of it.",)


def test_words_that_the_form_would_refuse_are_said_and_not_offered(browse, written):
    made = written("ghana", Stage.DRAFT)
    ghana = browse("ghana")
    place = make(ghana, made)
    long = rewritten(
        document(ghana, place), lambda xml: xml.replace("What came of it.<", f"{'x' * 400}<")
    )
    page = back(ghana, place, long)
    assert page.soup.select("input[name=summary]") == []
    assert "300" in page.words("#h-summary ~ .note")[0]
    emptied = rewritten(document(ghana, place), lambda xml: xml.replace("What came of it.<", "<"))
    assert "Say the result" in back(ghana, place, emptied).words("#h-summary ~ .note")[0]
    ghana.post(f"{place}/take", {**kept(page), "summary": "came"}, status=422)


def test_a_wrong_file_gets_a_sentence_and_nothing_is_noted(browse, written):
    mine, other = written("ghana", Stage.DRAFT), written("ghana", Stage.DRAFT, title="Other")
    ghana = browse("ghana")
    first, second, of_other = make(ghana, mine), make(ghana, mine), make(ghana, other)
    number = ghana.get(first).words("h1")[0].split(":")[0]
    for content, said in [
        (b"PK nothing", "This is no Word document that can be read."),
        (document(ghana, of_other), "This document went out for another practice."),
        (document(ghana, first), f"another round of this practice: {number}."),
        (rewritten(document(ghana, second), unmarked), "did not go out"),
    ]:  # fmt: skip
        page = back(ghana, second, content, status=422)
        assert said in page.words("#f-file-e")[0]
    ghana.post(f"{second}/back", status=422, files={"other": ("a.docx", b"x")})
    assert ghana.get(second).words(".meta .st") == ["Out for clearance"]
    for came in ("", "[]", "{}", '{"fields":[1]}', '{"fields":{"x":[1,2,3]}}', "[" * 5000):
        ghana.post(f"{second}/take", {"came": came, "version": "1"}, status=400)


def test_a_round_that_is_closed_takes_nothing_any_more(browse, written, database):
    made = written("ghana", Stage.DRAFT)
    ghana = browse("ghana")
    place = make(ghana, made)
    page = back(ghana, place, rewritten(document(ghana, place), cut))
    ghana.post(f"{place}/close", {})
    again = ghana.post(f"{place}/take", {**kept(page), "summary": "came"}, status=409)
    assert again.words("[data-say]")[0].startswith("This clearance is closed")
    back(ghana, place, document(ghana, place), status=409)
    ghana.post(f"{place}/close", {}, status=409)
    assert says(database, made, "summary") == ("What came of it.",)
    assert waits(database) == 0


def waits(database) -> int:
    with database.read() as conn:
        found = select(func.count()).where(waiting.c.what == "practice-out")
        return int(conn.execute(found).scalar_one())


def test_once_submitted_nothing_waits_and_nothing_is_taken(browse, written, database):
    made = written("ghana", Stage.DRAFT)
    ghana = browse("ghana")
    place = make(ghana, made)
    page = back(ghana, place, rewritten(document(ghana, place), cut))
    assert waits(database) == 1
    version = ghana.get(f"/practices/{made}/edit/check").soup.select_one("[name=version]")["value"]
    ghana.post(f"/practices/{made}/edit/check", {"version": version})
    assert waits(database) == 0
    again = ghana.post(f"{place}/take", {**kept(page), "summary": "came"}, status=409)
    assert again.words("[data-say]")[0].startswith("This practice is not a draft")
    page = ghana.get(f"/practices/{made}").soup
    assert page.select(f"aside a[href='/practices/{made}/clearances']"), (
        "the rounds are still to be found"
    )
    assert ghana.get(f"/practices/{made}/clearances").soup.select("main form") == []
    ghana.post(f"/practices/{made}/clearances", {"marking": "x"}, status=403)


def test_its_office_is_reminded_once_three_days_before(browse, written, portal, database):
    ghana, made = browse("ghana"), written("ghana", Stage.DRAFT)
    place = make(ghana, made)
    soon = {"deadline": (clock.today() + timedelta(days=3)).isoformat()}
    other = written("ghana", Stage.DRAFT, title="Handed in before")
    make(ghana, other, **soon)
    version = ghana.get(f"/practices/{other}/edit/check").soup.select_one("[name=version]")["value"]
    ghana.post(f"/practices/{other}/edit/check", {"version": version})
    assert reminding.remind_due(portal) == 0
    with clock.moved(timedelta(days=7)):
        assert [reminding.remind_due(portal), reminding.remind_due(portal)] == [1, 0]
    found = select(table(Letter).c.body).where(table(Letter).c.subject.contains("back from clear"))
    with database.read() as conn:
        bodies = conn.execute(found).scalars().all()
    assert len(bodies) == 2, "both holders of its office, and nobody else"
    assert all(place in body for body in bodies)
    assert not any("A practice of Ghana" in body for body in bodies)


def test_of_a_round_that_is_closed_nobody_is_reminded(browse, written, portal):
    ghana = browse("ghana")
    place = make(ghana, written("ghana", Stage.DRAFT))
    ghana.post(f"{place}/close")
    with clock.moved(timedelta(days=8)):
        assert reminding.remind_due(portal) == 0


@pytest.mark.parametrize("who", ["denmark", "editor", "nobody"])
def test_nobody_else_hears_of_it(browse, written, who, database):
    made = written("ghana", Stage.DRAFT)
    place = make(browse("ghana"), made)
    other = browse(who)
    missing = 303 if who == "nobody" else 404
    for path in (f"/practices/{made}/clearances", place, f"{place}/file"):
        found = other.client.get(path, follow_redirects=False).status_code
        assert found in {missing, 403}
    for path in ("back", "take", "close"):
        answer = other.client.post(
            f"{place}/{path}", data={"csrf": other.token}, follow_redirects=False
        )
        assert answer.status_code in {303, 403, 404}
    with database.read() as conn:
        assert conn.execute(select(rounds.c.back_at, rounds.c.closed_at)).one() == (None, None)


def test_a_form_with_holes_keeps_what_was_typed(browse, written):
    made = written("ghana", Stage.DRAFT)
    page = browse("ghana").post(
        f"/practices/{made}/clearances",
        {"marking": "", "readers": "Justice", "deadline": "2020-01-01", "language": "en"},
        status=422,
    )
    assert page.words(".err")
    assert page.soup.select_one("[name=readers]")["value"] == "Justice"
