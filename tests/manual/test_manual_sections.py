"""Section by section: two write at once, nothing is lost, every text stays, ids are kept."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.core import clock
from app.core.db import table
from app.manual import queries
from app.manual.editing import earlier, revisions, writing
from app.manual.editing.models import DraftRevision, Writing
from app.manual.values import DRAFT
from app.text.blocks import content_hash, join
from tests.house.test_every_query import counting

pytestmark = pytest.mark.usefixtures("manual")
LIST = "/manual/edit/beginning/sections"
SHORT, LETTER = f"{LIST}/h2aaaaaa", f"{LIST}/h2bbbbbb"
CHAPTER = "chapterone22"
OFFICE = "An office begins with a letter.[^letter]"


def blocks_of(database, chapter_id=CHAPTER):
    with database.read() as conn:
        return queries.chapter_text(conn, DRAFT, chapter_id).blocks


def said(database):
    return {block.id: block.source for block in blocks_of(database)}


def opened(client, path):
    """Return the form of a section as its page has it."""
    return sent_back(client.get(path))


def sent_back(page):
    fields = {one["name"]: one["value"] for one in page.soup.select("form input[type=hidden]")}
    typed = page.soup.select_one("textarea[name=text]").get_text().removeprefix("\n")
    return {**{name: fields[name] for name in ("version", "turn", "at_end")}, "text": typed}


def reworded(form, old, new, **more: str):
    assert form["text"].count(old) == 1
    return {**form, "text": form["text"].replace(old, new), **more}


def test_a_section_is_a_heading_and_what_follows(browse, database):
    before = said(database)
    editor = browse("editor")
    assert editor.get(LIST).words(".rows h3") == ["In short", "The letter"]
    form = opened(editor, LETTER)
    assert (
        form["text"]
        == "\n\n".join(before[name] for name in ("h2bbbbbb", "t2aaaaaa", "l2aaaaaa")) + "\n"
    )
    answer = editor.post(LETTER, reworded(form, "Send it.", "Send it today."))

    assert answer.location == f"{LIST}?said=saved"
    assert said(database) == {**before, "l2aaaaaa": "1. Write it.\n2. Send it today."}
    assert [b.id for b in blocks_of(database)] == [*before]
    assert editor.get(answer.location).words(".note.well p") == ["Saved in the draft."]


def test_what_stands_before_the_first_heading_is_edited_too(browse, rewrite, database):
    rewrite("## In short\n\n", "Before all.\n\n## In short\n\n")
    editor = browse("editor")
    assert editor.get(LIST).words(".rows h3") == [
        "Before the first heading",
        "In short",
        "The letter",
    ]
    editor.post(f"{LIST}/opening", reworded(opened(editor, f"{LIST}/opening"), "Before", "Above"))

    assert [*said(database).values()][:2] == ["Above all.", "## In short"]


def test_two_sections_are_saved_by_two_people_who_began_together(browse, database):
    one, other = browse("editor"), browse("editor")
    mine, theirs = opened(one, SHORT), opened(other, LETTER)
    other.post(LETTER, reworded(theirs, "Send it.", "Send it today."))
    one.post(SHORT, reworded(mine, "begins", "always begins"), status=303)

    found = said(database)
    assert "An office always begins" in found["p2aaaaaa"]
    assert found["l2aaaaaa"] == "1. Write it.\n2. Send it today."


def test_two_paragraphs_of_one_section_are_put_together(browse, database):
    one, other = browse("editor"), browse("editor")
    mine, theirs = opened(one, SHORT), opened(other, SHORT)
    theirs["text"] = theirs["text"].replace("is away", "is ill") + "\nThey add this sentence."
    other.post(SHORT, theirs)
    one.post(SHORT, reworded(mine, "begins", "always begins"), status=303)

    found = said(database)
    assert [*found][:3] == ["h2aaaaaa", "p2aaaaaa", "p2bbbbbb"]
    assert "always begins" in found["p2aaaaaa"]
    assert "is ill" in found["p2bbbbbb"]
    assert [*found.values()][3].endswith("They add this sentence.")


def test_a_paragraph_that_both_changed_shows_both_texts_and_a_redline(browse, database):
    one, other = browse("editor"), browse("editor")
    mine, theirs = opened(one, SHORT), opened(other, SHORT)
    other.post(SHORT, reworded(theirs, "begins with", "starts with"))
    page = one.post(
        SHORT,
        reworded(reworded(mine, "begins with", "opens with"), "is away", "is ill"),
        status=409,
    )

    assert page.words("#h-two") == ["1 paragraph that both of you changed"]
    assert "An office starts with" in page.soup.find("textarea", id="theirs-1").get_text()
    assert "An office opens with" in page.soup.find("textarea", id="mine-1").get_text()
    assert ["starts" in d for d in page.words("#two-1 del")] == [True]
    assert "starts with" in said(database)["p2aaaaaa"]
    assert "is away" in said(database)["p2bbbbbb"]
    one.post(SHORT, sent_back(page), status=303)
    assert "opens with" in said(database)["p2aaaaaa"]
    assert "is ill" in said(database)["p2bbbbbb"]
    assert [*said(database)][:4] == ["h2aaaaaa", "p2aaaaaa", "p2bbbbbb", "h2bbbbbb"]


def test_what_one_took_out_and_the_other_changed_stays_until_somebody_says_so(browse, database):
    one, other = browse("editor"), browse("editor")
    mine, theirs = opened(one, SHORT), opened(other, SHORT)
    other.post(SHORT, reworded(theirs, "is away", "is ill"))
    gone = said(database)["p2bbbbbb"].replace("is ill", "is away")
    page = one.post(SHORT, reworded(mine, gone, ""), status=409)

    assert "is ill" in page.soup.find("textarea", id="theirs-1").get_text()
    assert "is ill" in sent_back(page)["text"]
    one.post(SHORT, {**sent_back(page), "text": mine["text"].replace(gone, "")}, status=303)
    assert "p2bbbbbb" not in said(database)


def test_a_section_that_is_gone_keeps_its_writers_text(browse, database, filled):
    one = browse("editor")
    mine = reworded(opened(one, LETTER), "Send it.", "Send it today.")
    text_ = filled()["text"].split("\n\n## The letter")[0]
    browse("editor").post("/manual/edit/beginning", filled(text=text_))
    page = one.post(LETTER, mine, status=409)

    assert "no longer in the chapter" in page.words("#f-text-e")[0]
    assert sent_back(page) == {**mine, "version": "2", "at_end": "yes"}
    one.post(LETTER, sent_back(page), status=303)
    assert [*said(database).values()][-1] == "1. Write it.\n2. Send it today."


def test_an_old_form_whose_state_nobody_knows_replaces_nothing_silently(browse, database):
    editor = browse("editor")
    before = said(database)
    form = reworded(opened(editor, LETTER), "Send it.", "Send it today.", version="77")
    page = editor.post(LETTER, form, status=409)

    assert page.words("#h-two") == ["1 paragraph that both of you changed"]
    assert said(database) == before


def test_every_state_is_kept_and_never_changed(browse, database):
    editor = browse("editor")
    editor.post(LETTER, reworded(opened(editor, LETTER), "Send it.", "Send it today."))
    kept = table(DraftRevision)
    with database.read() as conn:
        rows = conn.execute(select(kept).where(kept.c.chapter_id == CHAPTER)).all()
    assert sorted(row.version for row in rows) == [1, 2]
    assert [row.hash for row in rows] == [revisions.hash_of(row.blocks) for row in rows]
    for act in (
        "UPDATE manual_draft_revision SET version = 9",
        "DELETE FROM manual_draft_revision",
    ):
        with pytest.raises(DBAPIError, match="never changed"), database.unit_of_work() as db:
            db.execute(text(act))


def test_an_earlier_text_is_shown_and_restored_with_the_ids_it_had(browse, database):
    editor = browse("editor")
    before = blocks_of(database)
    new = opened(editor, LETTER)
    new["text"] = "## The letter\n\nOnly this now."
    editor.post(LETTER, new)
    page = editor.get(f"{LETTER}/history")

    assert len(page.soup.select("main ol.list > li")) == 2
    assert "as it is saved now" in page.words("main ol.list h2")[0]
    assert page.words("main li:first-child .small") == ["1 new, 2 removed"]
    editor.post(LETTER, opened(editor, page.soup.select_one("main ol.list .btn")["href"]))
    assert blocks_of(database) == before
    assert len(editor.get(f"{LETTER}/history").soup.select("main ol.list > li")) == 3


def test_a_section_has_no_end_of_texts_and_shows_the_newest(browse, monkeypatch):
    monkeypatch.setattr(earlier, "MOST", 2)
    editor = browse("editor")
    for old, new in (("Send it.", "Send it 1."), ("it 1.", "it 2."), ("it 2.", "it 3.")):
        editor.post(LETTER, reworded(opened(editor, LETTER), old, new))
    page = editor.get(f"{LETTER}/history")

    assert page.words("main ol.list li .small") == ["1 reworded", "1 reworded"]
    assert [words.split()[1] for words in page.words("main ol.list li ins")] == ["3", "2"]


@pytest.mark.parametrize("most", [0, 20])
def test_what_is_typed_costs_no_look_at_every_state(browse, database, monkeypatch, most):
    monkeypatch.setattr(revisions, "MOST_ASKED", most)
    editor = browse("editor")
    before = blocks_of(database)
    form = opened(editor, LETTER)
    with counting(database.engine) as sent:
        editor.post(LETTER, reworded(form, "Send it.", "Send me.", do="preview"), status=200)
    assert sum("FROM manual_draft_revision" in one for one in sent) == 2
    editor.post(LETTER, {**form, "text": "## The letter\n\nOnly this now."})
    with database.read() as conn:
        said_ = {content_hash(block.source): block.id for block in before}
        assert revisions.earlier_names(conn, CHAPTER, [*said_, "none"]) == said_


def test_a_section_that_was_taken_out_is_restored_at_the_end(browse, database, filled):
    text_ = filled()["text"].split("\n\n## The letter")[0]
    editor = browse("editor")
    before = blocks_of(database)
    editor.post("/manual/edit/beginning", filled(text=text_))
    editor.get(LETTER, status=404)
    page = editor.get(f"{LETTER}/history")
    assert page.words("main li:first-child p:not(.small)")[0] == "The section was taken out."
    editor.post(LETTER, opened(editor, page.soup.select_one("main ol.list .btn")["href"]))

    assert blocks_of(database) == before


def test_who_writes_here_is_said_for_ten_minutes_and_stops_nobody(
    browse, database, monkeypatch, cast
):
    one, other = browse("editor"), browse("administrator")
    with database.unit_of_work() as db:
        writing.mark(db, cast["administrator"].viewer, writing.Place(CHAPTER, "h2aaaaaa", 1))
    other.get(SHORT, status=403)
    says = "is editing this section, since"
    assert [says in words for words in one.get(SHORT).words("#shown > .note p")] == [True]
    assert one.get(LETTER).soup.select("#shown > .note") == []
    assert one.get(LIST).words(".rows .meta span") == [
        "24 words", "Someone is editing this section", "25 words",
    ]  # fmt: skip
    one.post(SHORT, reworded(opened(one, SHORT), "begins", "always begins"), status=303)
    later = clock.now() + timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert one.get(SHORT).soup.select("#shown > .note") == []
    with database.unit_of_work() as db:
        writing.sweep(db)
    with database.read() as conn:
        assert conn.execute(select(table(Writing))).all() == []


def test_the_own_window_is_nobody_else(browse, database):
    editor = browse("editor")
    form = opened(editor, SHORT)
    page = editor.post(SHORT, reworded(form, "begins", "opens", do="preview"), status=200)

    assert page.soup.select("#shown > .note") == []
    assert (
        page.words("#shown ins")[0].startswith("inserted") or "opens" in page.words("#shown ins")[0]
    )
    assert "opens" not in join(blocks_of(database))


def test_a_text_kept_for_later_is_handed_back_to_its_writer_alone(browse, database, cast):
    editor = browse("editor")
    form = reworded(opened(editor, SHORT), "begins", "opens", do="keep")
    answer = editor.post(SHORT, form)
    assert editor.get(answer.location).words(".note.well p") == [
        "Kept for you. Nobody else reads it, and it is not in the draft."
    ]
    page = editor.get(SHORT)
    assert "was kept and not saved" in page.words(".note.wants p")[0]
    assert "begins" in sent_back(page)["text"]
    taken = opened(editor, f"{SHORT}?kept=1")
    assert (taken["text"].strip(), taken["turn"]) == (form["text"].strip(), "1")
    with database.read() as conn:
        other = cast["administrator"].viewer
        assert writing.aside(conn, other, CHAPTER, "h2aaaaaa") is None
    editor.post(SHORT, {**taken, "text": f"{taken['text']}\nMore.", "do": "keep"})
    stale = editor.post(SHORT, {**taken, "text": "Older.", "do": "keep"}, status=409)
    assert stale.words("#f-text-e")[0].startswith("Another window of yours")
    assert sent_back(stale)["text"].strip() == "Older."
    editor.post(SHORT, opened(editor, f"{SHORT}?kept=1"), status=303)
    assert "An office opens" in said(database)["p2aaaaaa"]
    assert editor.get(SHORT).soup.select(".note.wants") == []


def test_saving_in_one_window_leaves_what_another_kept(browse, database):
    editor = browse("editor")
    one, other = opened(editor, SHORT), opened(editor, SHORT)
    editor.post(SHORT, {**other, "text": f"{other['text']}\nOther.", "do": "keep"})
    editor.post(SHORT, reworded(one, "begins", "always begins"), status=303)

    left = opened(editor, f"{SHORT}?kept=1")
    assert left["text"].endswith("Other.")
    editor.post(SHORT, left, status=303)
    assert [*said(database).values()][3] == "Other."
    assert "always begins" in said(database)["p2aaaaaa"]
    assert editor.get(SHORT).soup.select(".note.wants") == []


def test_a_kept_text_is_thrown_away_on_word(browse, database):
    editor = browse("editor")
    editor.post(SHORT, {**opened(editor, SHORT), "text": "Mine.", "do": "keep"})
    seen = editor.get(SHORT).soup.select_one(".note.wants input[name=turn]")["value"]
    taken = opened(editor, f"{SHORT}?kept=1")
    editor.post(SHORT, {**taken, "text": "Mine, and more.", "do": "keep"})
    late = editor.post(SHORT, {"do": "drop", "turn": seen}, status=409)
    assert late.words("#f-text-e")[0].startswith("Another window of yours has kept another text")
    assert sent_back(late)["text"].strip() == "Mine, and more."
    editor.post(SHORT, {"do": "drop"}, status=409)

    seen = editor.get(SHORT).soup.select_one(".note.wants input[name=turn]")["value"]
    assert sent_back(late)["turn"] == seen
    editor.post(SHORT, {"do": "drop", "turn": seen})
    editor.post(SHORT, {"do": "drop", "turn": seen})
    assert editor.get(SHORT).soup.select(".note.wants") == []
    assert OFFICE in join(blocks_of(database))


@pytest.mark.parametrize(
    ("typed", "status", "says"),
    [
        ("", 422, "Write the text of the section, or take the section out of the whole chapter."),
        ("x" * 200_001, 422, "Shorten this to 200000 characters. It has 200001 now."),
        (
            "[" * 5_000,
            422,
            "This text has too many nested marks or table cells. Split it into parts.",
        ),
        (
            "One.\n\nPay \u202e001.",
            422,
            ("Line 3 holds an invisible sign that turns the direction of writing. Take it out, or"
            " write the line anew."),
        ),
        (
            "{#p2aaaaaa}\nOne.\n\n{#p2aaaaaa}\nTwo.",
            422,
            "The mark {#p2aaaaaa} stands twice. Take one of the two lines out.",
        ),
        (
            "A <b>bold</b> word.",
            200,
            ("HTML is shown as it is written and does nothing here: <b>, </b>. Write it as"
            " Markdown, or take it out."),
        ),
        (
            "Note.[^a]\n\n[^a]: See [^b].\n\n[^b]: See [^a].",
            200,
            "These notes lead to each other in a circle: a, b. Take one of the references out.",
        ),
    ],
)  # fmt: skip
def test_bad_input_gets_a_sentence_and_no_text_is_lost(browse, database, typed, status, says):
    before = blocks_of(database)
    editor = browse("editor")
    form = {**opened(editor, SHORT), "text": typed, "do": "preview"}
    page = editor.post(SHORT, form, status=status)

    found = page.words("#f-text-e") if status == 422 else page.words("#shown .note.wants li")
    assert found[-1:] == [says]
    assert sent_back(page)["text"].rstrip("\n") == typed
    assert blocks_of(database) == before


def test_a_mark_of_another_paragraph_moves_nothing(browse, database):
    editor = browse("editor")
    editor.post(
        SHORT, {**opened(editor, SHORT), "text": "{#l2aaaaaa}\nMine now.\n\n{#p2cccccc}\nToo."}
    )

    found = said(database)
    assert found["l2aaaaaa"] == "1. Write it.\n2. Send it."
    assert [b.id for b in blocks_of(database, "chaptertwo22")] == [
        "h2cccccc",
        "p2cccccc",
        "p2dddddd",
    ]


@pytest.mark.parametrize("who", ["ghana", "administrator", "stranger"])
@pytest.mark.parametrize("path", [LIST, SHORT, f"{SHORT}/history"])
def test_only_editors_see_sections(browse, who, path):
    browse(who).get(path, status=403)
    if path == SHORT:
        browse(who).post(path, {"text": "Mine."}, status=403)


@pytest.mark.parametrize(
    "path", [f"{LIST}/none", f"{LIST}/none/history", "/manual/edit/none/sections"]
)
def test_what_is_not_there_is_missing(browse, path):
    browse("editor").get(path, status=404)


def kept(client, form, status=200, **patch: object):
    """Send what the page's script sends, and return what it is told."""
    sent = {"version": form["version"], "turn": form["turn"], **patch}
    return client.post(f"{SHORT}/aside", sent, status=status).json()


def test_the_script_keeps_what_changed_and_overwrites_nothing(browse, database, cast):
    editor = browse("editor")
    before, form = blocks_of(database), opened(editor, SHORT)
    whole = {"put": "An 😀 office.", "length": 12, "whole": "yes"}
    assert kept(editor, form, **whole)["turn"] == 1
    form["turn"] = "1"
    said_ = kept(editor, form, **{"from": 3, "until": 4, "put": "old\r\nx", "length": 16})
    assert said_ == {
        "turn": 2, "says": "What you typed is kept for you. Nobody else reads it until you save.",
    }  # fmt: skip
    for wrong in (
        {"from": 3, "until": 4, "put": "y", "length": 15},
        {"from": 90, "until": 99, "put": "y", "length": 17},
        {"from": 4, "until": 3, "put": "y", "length": 16},
    ):
        assert kept(editor, {**form, "turn": "2"}, 409, **wrong).keys() == {"says"}
    assert kept(editor, form, 409, **whole)["says"].startswith("Another window of yours")
    long = {"put": "x" * 200_001, "length": 200_001, "whole": "yes"}
    assert kept(editor, {**form, "turn": "2"}, 422, **long)["says"].startswith("Shorten this")
    full = {"from": 0, "until": 0, "put": "x" * 199_999, "length": 200_015}
    assert "Shorten it" in kept(editor, {**form, "turn": "2"}, 413, **full)["says"]
    with database.read() as conn:
        found = writing.aside(conn, cast["editor"].viewer, CHAPTER, "h2aaaaaa")
    assert found is not None
    assert (found.turn, found.source) == (2, "An old\nx office.")
    assert blocks_of(database) == before
    editor.post(f"{LIST}/none/aside", whole, status=404)
    browse("ghana").post(f"{SHORT}/aside", whole, status=403)


def test_the_page_offers_where_a_link_can_lead(browse):
    page = browse("editor").get(SHORT).soup
    values = {
        one["id"]: [option["value"] for option in one.select("option")]
        for one in page.select("select[data-refer]")
    }
    assert values == {
        "refer-paragraph": ["", *(f"#{b}" for b in (
            "h2aaaaaa", "p2aaaaaa", "p2bbbbbb", "h2bbbbbb", "t2aaaaaa", "l2aaaaaa",
        ))],
        "refer-term": ["", "term:alternate"],
        "refer-chapter": ["", "chapter:beginning", "chapter:going-on", "chapter:glossary"],
    }  # fmt: skip
    assert page.select_one("#editor-tools").has_attr("hidden")
