"""Consultations: opened on a fixed text, answered in writing by members, over at their end."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from app.audit.models import AuditRecord
from app.core import clock
from app.core.db import table
from app.directory.models import Appointment
from app.mail.models import Letter
from app.manual.consulting import rules
from app.manual.consulting.models import Consulted

LIST, NEW = "/manual/consultations", "/manual/consult"
WORDS = "Paragraph 1.1 fits small ministries too."
OTHER = "Denmark reads it otherwise."
DEEP = "This text has too many nested marks or table cells. Split it into parts."


def opening(browser, status: int = 303, **sent: str | list[str]):
    """Open the form of a consultation and send it."""
    seen = browser.get(NEW).soup.select_one("[name=seen]")["value"]
    today = clock.today()
    form = {
        "title": "How an office begins",
        "asked": "Does it fit your **ministry**?",
        "begins": str(today),
        "until": str(today + timedelta(days=10)),
        "seen": seen,
    }
    return browser.post(LIST, {**form, **sent}, status=status)


def writing(browser, where: str, status: int = 303, **sent: str):
    """Open the form of a submission and send it."""
    seen = browser.get(f"{where}/write").soup.select_one("[name=seen]")["value"]
    form = {"words": WORDS, "stance": "expert", "seen": seen}
    return browser.post(f"{where}/write", {**form, **sent}, status=status)


@pytest.fixture
def consult(browse, manual) -> Callable[..., str]:  # noqa: ARG001 - the manual is there
    """Return how the editor opens a consultation; its address comes back."""

    def opened(**sent: str | list[str]) -> str:
        return opening(browse("editor"), **sent).location.partition("?")[0]

    return opened


def write(browser, where: str, **sent: str) -> str:
    return writing(browser, where, **sent).location.partition("?")[0]


def later(days: int):
    return clock.moved(timedelta(days=days))


def links(page, chosen: str = ".rows a") -> list[str]:
    return [a["href"] for a in page.soup.select(chosen)]


def test_a_consultation_goes_from_its_opening_to_what_became_of_each_submission(
    browse, manual, consult
):
    where = consult()
    editor, ghana, denmark = browse("editor"), browse("ghana"), browse("denmark")
    for who in (ghana, denmark, editor):
        assert links(who.get(LIST)) == [where]
        assert f'href="{where}"' in who.get("/manual").text
    assert "Consultation until" in ghana.get("/manual").words(".note.wants p")[0]
    home = ghana.get("/home").words("section .rows p")
    assert "The Secretariat asks your office what it thinks of a draft of the manual." in home
    page = ghana.get(where)
    assert page.words(".head .st") == ["Open"]
    assert page.soup.select_one(".read strong").get_text() == "ministry"
    assert "Submissions" not in page.words("h2")

    mine, theirs = write(ghana, where), write(denmark, where, words=OTHER, stance="position")

    assert "A member sent a submission" in browse("editor").get("/home").text
    assert WORDS in ghana.get(mine).text
    assert WORDS in browse("ghana_alternate").get(mine).text
    denmark.get(mine, status=404)
    assert links(editor.get(where), "#h-sent ~ .rows a") == [theirs, mine]
    assert "Submissions: 2, not answered: 2" in editor.get(LIST).text
    assert "Submissions: 2" not in ghana.get(LIST).text
    early = editor.post(f"{mine}/answer", {"answer": "Taken."}, status=409)
    assert "once the consultation is over" in early.words(".note.stop p")[0]
    editor.post(f"{where}/show", status=409)

    with later(11):
        assert ghana.get(where).words(".head .st") == ["Over"]
        assert "Nobody sends, changes or withdraws" in ghana.get(where).words(".note p")[0]
        assert "Consultation until" not in ghana.get("/manual").text
        bare = editor.post(f"{mine}/answer", {"answer": " "}, status=422)
        assert bare.words(".problem li") == ["Say in a sentence or two what became of it."]
        for who in (ghana, browse("administrator")):
            who.post(f"{mine}/answer", {"answer": "Mine."}, status=403)
        editor.post(f"{mine}/answer", {"answer": "It stands in chapter 2 now."})
        editor.post(f"{mine}/answer", {"answer": "Again."}, status=409)
        assert "It stands in chapter 2 now." in ghana.get(mine).text
        told = "The editors said what became of your office's submission on the manual."
        assert told in ghana.get("/home").words("section .rows p")
        assert told not in denmark.get("/home").words("section .rows p")
        denmark.get(mine, status=404)
        ghana.post(f"{where}/show", status=403)
        editor.post(f"{where}/show")
        editor.post(f"{where}/show", status=409)
        assert "It stands in chapter 2 now." in denmark.get(mine).text
        assert links(ghana.get(where), "#h-sent ~ .rows a") == [theirs, mine]
        editor.post(f"{where}/withdraw", status=409)
    with manual.read() as conn:
        letters = conn.execute(select(table(Letter).c.subject)).scalars().all()
    assert "A consultation on the manual" in letters


def test_a_submission_is_one_of_its_member_changed_and_withdrawn_until_the_end(
    browse, consult, database
):
    where = consult()
    ghana, alternate, editor = browse("ghana"), browse("ghana_alternate"), browse("editor")
    empty = writing(ghana, where, 422, words=" ")
    assert empty.words(".problem li") == ["Write what you think of the text."]
    assert writing(ghana, where, 422, words="[" * 25).words(".problem li") == [DEEP]
    mine = write(ghana, where)
    assert write(alternate, where, words="Both of us.") == mine
    assert write(ghana, where, words="Both of us.") == mine, "which is no news"
    stale = ghana.post(f"{where}/write", {"words": "Mine.", "seen": "1"}, status=409)
    assert "changed or withdrawn after you opened this page" in stale.text
    assert "Both of us." in stale.text
    with database.read() as conn:
        event = table(AuditRecord).c.event
        told = conn.execute(select(event).where(event.like("manual:contribution:%")))
        assert sorted(told.scalars()) == [
            "manual:contribution:changed", "manual:contribution:submitted",
        ]  # fmt: skip
    assert stale.soup.select_one("#f-words").get_text().removeprefix("\n") == "Mine."
    assert stale.soup.select_one("[name=seen]")["value"] == "2"
    browse("denmark").post(f"{mine}/withdraw", status=404)
    editor.post(f"{mine}/withdraw", status=403)

    ghana.post(f"{mine}/withdraw")

    ghana.post(f"{mine}/withdraw", status=409)
    editor.get(mine, status=404)
    assert "Both of us." in alternate.get(mine).text
    assert links(editor.get(where), "#h-sent ~ .rows a") == []
    assert write(alternate, where, words="Once more.") == mine
    assert "Once more." in editor.get(mine).text
    with later(10):
        writing(ghana, where, words="On the last day.")
    with later(11):
        seen = ghana.get(f"{where}/write").soup.select_one("[name=seen]")["value"]
        late = ghana.post(f"{where}/write", {"words": "Late.", "seen": seen}, status=409)
        assert "This consultation is over" in late.words(".note.stop p")[0]
        assert late.soup.select_one("#f-words").get_text().removeprefix("\n") == "Late."
        ghana.post(f"{mine}/withdraw", status=409)
        assert "On the last day." in editor.get(mine).text


def test_the_text_stays_as_it_was_and_is_compared_with_the_edition_in_force(
    browse, consult, rewrite, submit, manual
):
    rewrite("begins with a letter", "begins with a signed letter")
    where = consult(chapters=["chapterone22", "glossarry222"])
    ghana, chapter = browse("ghana"), f"{where}/chapters/beginning"
    assert links(ghana.get(where), "#h-text ~ .rows a") == [
        chapter, f"{where}/chapters/glossary",
    ]  # fmt: skip
    before = ghana.get(chapter)
    assert before.words("#redline .read ins") == ["inserted: signed end of insertion"]
    assert "begins with a signed letter" in before.soup.select_one("#whole").get_text()
    assert links(before, "#whole a[href*=chapters]") == []
    rewrite("a signed letter", "a dated note")
    after = ghana.get(chapter)
    assert str(after.soup.select_one("#whole")) == str(before.soup.select_one("#whole"))
    assert "dated note" not in after.text
    assert ghana.get(f"{where}/chapters/glossary").words("#redline") == []
    for chosen in ("going-on", "nowhere"):
        ghana.get(f"{where}/chapters/{chosen}", status=404)
    write(ghana, where)
    asked = browse("editor").get("/manual/publish")
    assert links(asked, "#h-asked ~ .rows a") == [where]
    assert "Submissions: 1, not answered: 1" in asked.words("#h-asked ~ .rows .meta")[0]
    browse("administrator").post(f"{submit().location}/agree")
    rewrite("a dated note", "two notes")
    asked = browse("editor").get("/manual/publish")
    assert links(asked, "#h-asked ~ .rows a") == []
    assert "signed" in ghana.get(chapter).words("#redline .read ins")[0], "still against edition 1"
    with manual.read() as conn:
        kept = conn.execute(select(table(Consulted).c.chapter_id).order_by("position"))
        assert kept.scalars().all() == ["chapterone22", "glossarry222"]


def test_an_editor_prolongs_ends_and_withdraws(browse, consult):
    first, second = consult(), consult()
    editor, ghana = browse("editor"), browse("ghana")
    mine = write(ghana, second)
    day = clock.today() + timedelta(days=10)
    same = editor.post(f"{first}/prolong", {"until": str(day)}, status=422)
    assert same.words(".problem li") == ["Choose a day after the present last day."]
    editor.post(f"{first}/prolong", {"until": str(day + timedelta(days=400))}, status=422)
    for act in ("prolong", "end", "withdraw", "show"):
        ghana.post(f"{first}/{act}", {"until": str(day)}, status=403)
        browse("administrator").post(f"{first}/{act}", {"until": str(day)}, status=403)
    editor.post(f"{first}/prolong", {"until": str(day + timedelta(days=5))})
    with later(12):
        assert ghana.get(first).words(".head .st") == ["Open"]
        assert ghana.get(second).words(".head .st") == ["Over"]
        editor.post(f"{second}/prolong", {"until": str(day + timedelta(days=9))}, status=409)
        editor.post(f"{second}/end", status=409)
    editor.post(f"{first}/end")
    editor.post(f"{first}/end", status=409)
    editor.post(f"{first}/show", status=409)
    assert "Ended early" in ghana.get(first).words(".head .meta")[0]
    writing(ghana, first, 409)

    editor.post(f"{second}/withdraw")

    editor.post(f"{second}/withdraw", status=409)
    page = ghana.get(second)
    assert page.words(".head .st") == ["Withdrawn"]
    assert links(page) == []
    ghana.get(f"{second}/chapters/beginning", status=404)
    editor.get(f"{second}/chapters/beginning")
    assert WORDS in ghana.get(mine).text
    writing(ghana, second, 409)
    editor.post(f"{mine}/answer", {"answer": "No."}, status=409)
    assert ghana.get("/manual").soup.select(".note.wants") == []


def test_nobody_writes_before_the_first_day_and_everybody_can_read(browse, consult):
    begins, until = (clock.today() + timedelta(days=n) for n in (3, 9))
    where, ghana = consult(begins=str(begins), until=str(until)), browse("ghana")
    assert ghana.get(where).words(".head .st") == ["Not begun yet"]
    ghana.get(f"{where}/chapters/beginning")
    early = writing(ghana, where, 409)
    assert "has not begun yet" in early.words(".note.stop p")[0]
    browse("editor").post(f"{where}/end", status=409)
    with later(3):
        writing(ghana, where)


def test_what_cannot_be_opened_comes_back_with_a_sentence_and_every_word(browse, manual, rewrite):
    editor, today = browse("editor"), clock.today()
    for wrong, said in (
        ({"title": " "}, "Write in a few words what the consultation is about."),
        ({"asked": ""}, "Write what you ask of the members."),
        ({"asked": "[" * 25}, DEEP),
        ({"begins": str(today - timedelta(days=1))}, "Choose today or a later day."),
        ({"until": str(today)}, "Choose a last day after the first one."),
        ({"until": str(today + timedelta(days=400))}, "Choose a last day within a year."),
        (
            {"begins": "9999-12-30", "until": "9999-12-31"},
            "Choose a first day within a year.",
        ),
        ({"until": "soon"}, "Write the date as year-month-day, such as 2027-03-31."),
        ({"chapters": "nochapter222"}, "Choose one of the answers offered."),
    ):
        page = opening(editor, 422, **wrong)
        assert page.words(".problem li") == [said]
        title = page.soup.select_one("[name=title]")["value"]
        assert title == wrong.get("title", "How an office begins")
    seen = editor.get(NEW).soup.select_one("[name=seen]")["value"]
    rewrite("begins with a letter", "begins with two letters")
    late = opening(editor, 409, seen=seen)
    assert "changed after you opened this page" in late.words(".note.stop p")[0]
    with manual.read() as conn:
        assert conn.execute(select(table(Consulted).c.item_id)).all() == []
    assert "There has been no consultation yet" in browse("ghana").get(LIST).text


def test_nobody_outside_reads_one_and_nobody_binds_a_government_in_the_interim(
    browse, database, cast, consult
):
    where = consult()
    mine = write(browse("ghana"), where)
    for path in (LIST, where, f"{where}/chapters/beginning", mine, f"{where}/write"):
        browse("stranger").get(path, status=403)
        browse().get(path, status=303)
    assert where not in browse().get("/manual").text
    assert browse("editor").get(f"{where}/write", status=403)
    with database.unit_of_work() as db:
        held = table(Appointment)
        db.execute(delete(held).where(held.c.person_id == cast["ghana"].viewer.person_id))
    alternate = browse("ghana_alternate")
    assert "Position of my government" not in alternate.get(f"{where}/write").text
    writing(alternate, where, 422, stance="position")
    writing(alternate, where)


def test_a_sign_that_turns_the_direction_of_writing_is_refused_and_stays_as_typed(browse, consult):
    where, typed = consult(), "First.\n\nIt is \u2067not\u2069 so."
    page = writing(browse("ghana"), where, 422, words=typed)
    (said,) = page.words(".problem li")
    assert said.startswith("Line 3 holds an invisible sign that turns the direction of writing.")
    assert page.soup.select_one("[name=words]").get_text().removeprefix("\n") == typed


def test_who_sends_a_position_again_in_the_interim_is_told_what_becomes_of_it(
    browse, database, cast, consult
):
    where, told = consult(), ".note.wants p"
    write(browse("ghana"), where, stance="position")
    alternate, held = browse("ghana_alternate"), table(Appointment)
    assert alternate.get(f"{where}/write").words(told) == []
    with database.unit_of_work() as db:
        db.execute(delete(held).where(held.c.person_id == cast["ghana"].viewer.person_id))
    page = alternate.get(f"{where}/write")
    says = "sending it again makes it the word of an expert."
    assert [words.endswith(says) for words in page.words(told)] == [True]
    assert page.soup.select_one("[name=stance][checked]")["value"] == "expert"
    assert len(writing(alternate, where, 422, words="").words(told)) == 1
    write(alternate, where)
    assert alternate.get(f"{where}/write").words(told) == []


def test_every_code_has_a_sentence_and_every_state_its_words():
    assert rules.WAITS.keys() | rules.NOTICES.keys() == set(rules.What)
    assert rules.STATES.keys() == rules.SIGNS.keys() == set(rules.State)
