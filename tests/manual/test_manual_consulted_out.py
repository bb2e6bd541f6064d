"""The text of a consultation goes out for clearance and comes back as part of a submission."""

import io
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.db import table
from app.manual import queries
from app.manual.consulting import actions as consulting
from app.manual.figures import keeping
from app.manual.suggesting.models import Suggestion
from app.manual.values import DRAFT
from app.notifications.post import Post
from app.text.figures import written
from tests.manual.sample import By, consultation
from tests.manual.test_manual_clearing import offers, taking
from tests.support.clearing import back, document, rewritten
from tests.support.pictures import drawn

LETTER = "p2aaaaaa"
FIGURE = written(drawn().name, "A map", "UN Photo")
DRAFTED = "An office begins with a signed letter."


@pytest.fixture
def asked(manual, cast, portal, rewrite):
    """A consultation on a draft whose words and picture no edition has."""
    with manual.unit_of_work() as db:
        keeping.keep(db, cast["editor"].viewer, drawn())
    rewrite("with a letter.", "with a signed letter.")
    rewrite("2. Send it.", f"2. Send it.\n\n{FIGURE}\n\nA paragraph that no edition has.")
    with manual.unit_of_work() as db:
        return consultation(db, By(cast["editor"].viewer, Post.of(portal)))


def make(visitor, consultation_id, status=303, **typed: str):
    page = visitor.get(f"/manual/clear?consultation={consultation_id}&chapter=beginning")
    what = page.soup.select_one("select[name=what] option[selected]")["value"]
    said = {
        "what": what, "consultation": consultation_id, "marking": "For clearance",
        "readers": "Ministry of Justice", "language": "en",
        "deadline": (clock.today() + timedelta(days=10)).isoformat(),
    }  # fmt: skip
    answer = visitor.post("/manual/clear", {**said, **typed}, status=status)
    return answer.location.partition("?")[0] if status == 303 else answer


def edited(text):
    assert DRAFTED in text
    return text.replace("signed letter", "signed and dated letter").replace(
        "A paragraph that no edition has.", "A paragraph that is new."
    )


def suggested(database):
    rows = table(Suggestion)
    with database.read() as conn:
        found = conn.execute(
            select(rows.c.block_id, rows.c.consultation_id, rows.c.proposed).order_by(rows.c.at)
        )
        return [tuple(row) for row in found]


@pytest.fixture
def act(manual, cast, portal):
    """Return how an editor ends or withdraws a consultation."""

    def done(name, item_id):
        with manual.unit_of_work() as db:
            getattr(consulting, name)(db, cast["editor"].viewer, item_id, Post.of(portal))

    return done


def test_a_consulted_chapter_goes_out_and_what_comes_back_belongs_to_the_submission(
    browse, manual, asked
):
    ghana, denmark, editor = browse("ghana"), browse("denmark"), browse("editor")
    chapter = ghana.get(f"/manual/consultations/{asked}/chapters/beginning")
    way = f"/manual/clear?consultation={asked}&chapter=beginning"
    assert way in {a["href"] for a in chapter.soup.select("main a")}
    place = make(ghana, asked)
    assert ghana.get(place).words("h1")[0].endswith("Beginning, as consulted on in “How it begins”")
    content = document(ghana, place)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.read(f"word/media/{drawn().name}") == drawn().content
        text = packed.read("word/document.xml").decode()
    assert "From a draft on which members are consulted. It is no edition." in text
    assert DRAFTED in text
    assert back(ghana, place, content).words(".empty h2") == ["Nothing was changed"]

    page = back(ghana, place, rewritten(content, edited))
    assert page.words("h3") == [
        "¶ 1.1: An office begins with a signed letter.",
        "¶ 1.6: A paragraph that no edition has.",
    ]
    assert page.soup.select("[name=readers]") == []
    ticks = [one["value"] for one in page.soup.select("input[name=take]")]
    ghana.post(f"{place}/take", taking(page, *ticks), status=303)

    made = suggested(manual)
    assert [(row[1], row[2][:30]) for row in made] == [
        (asked, "An office begins with a signed"),
        (asked, "A paragraph that is new.\n"),
    ]
    again = back(ghana, place, rewritten(content, edited))
    assert "Your office suggests exactly this already." in again.text
    where = f"/manual/consultations/{asked}"
    rows = [a["href"] for a in ghana.get(where).soup.select("#h-proposed ~ * a")]
    assert len(rows) == 2
    assert denmark.get(where).soup.select("#h-proposed") == []
    denmark.get(rows[0], status=404)
    one = editor.get(rows[0])
    assert "Compared with the text that is consulted on in “How it begins”." in one.text
    seen = one.soup.select_one("[name=seen]")["value"]
    editor.post(f"{rows[0]}/accept", {"seen": seen}, status=303)
    with manual.read() as conn:
        drafted = queries.chapter_text(conn, DRAFT, "chapterone22").blocks
    assert "A paragraph that is new." in [block.source for block in drafted]
    sent = ghana.post(
        f"{where}/write", {"words": "We agree.", "seen": "0", "language": "en"}, status=303
    )
    shown = editor.get(sent.location.partition("?")[0])
    assert len(shown.soup.select("#h-proposed ~ * a")) == 2


def test_a_day_after_its_end_and_another_chapter_are_refused(browse, asked):
    ghana = browse("ghana")
    late = (clock.today() + timedelta(days=40)).isoformat()
    page = make(ghana, asked, 422, deadline=late)
    assert page.words(".problem li") == [
        "Choose a day on which the consultation still lasts: nothing is taken after its end."
    ]
    make(ghana, asked, 422, what="suggestions")
    make(ghana, asked, 422, what="nowhere")


def test_what_comes_back_after_the_end_is_read_and_not_taken(browse, manual, asked, act):
    ghana = browse("ghana")
    place = make(ghana, asked)
    content = rewritten(document(ghana, place), edited)
    page = back(ghana, place, content)
    ticks = [one["value"] for one in page.soup.select("input[name=take]")]
    act("end", asked)
    late = ghana.post(f"{place}/take", taking(page, *ticks), status=409)
    assert "The consultation on this text is over" in late.words(".note.stop p")[0]
    assert "signed and dated" in late.text
    again = back(ghana, place, content)
    assert "The consultation on this text is over" in again.words(".note.wants p")[0]
    assert offers(again) == []
    assert suggested(manual) == []
    assert "The consultation on this text is over" in ghana.get(place).text
    gone = ghana.get(f"/manual/clear?consultation={asked}", status=409)
    assert "its text does not go out for clearance" in gone.text


def test_the_text_of_one_withdrawn_is_shown_to_no_member(browse, manual, asked, act):
    ghana = browse("ghana")
    place = make(ghana, asked)
    content = rewritten(document(ghana, place), edited)
    page = back(ghana, place, content)
    ticks = [one["value"] for one in page.soup.select("input[name=take]")]
    act("withdraw", asked)
    for late in (
        ghana.post(f"{place}/take", taking(page, *ticks), status=409),
        back(ghana, place, content, status=409),
        ghana.get(f"{place}/file", status=409),
        ghana.get(place),
    ):
        assert "The editors withdrew the consultation on this text" in late.text
        assert "signed letter" not in late.text
        assert "dated" not in late.text
    assert suggested(manual) == []
    ghana.post(f"{place}/close", status=303)


def test_nothing_is_taken_before_it_begins(browse, manual, cast, portal):
    ghana = browse("ghana")
    with manual.unit_of_work() as db:
        made = consultation(db, By(cast["editor"].viewer, Post.of(portal)), later=3)
    place = make(ghana, made)
    content = document(ghana, place)
    changed = rewritten(content, lambda text: text.replace("a letter", "two letters"))
    page = back(ghana, place, changed)
    assert "has not begun yet" in page.words(".note.wants p")[0]
    assert offers(page) == []


def test_a_colleague_of_another_member_reads_none_of_it(browse, asked):
    place = make(browse("ghana"), asked)
    browse("denmark").get(place, status=404)
    browse("editor").get(f"/manual/clear?consultation={asked}", status=403)
    browse("denmark").get("/manual/clear?consultation=nothing22222", status=409)
