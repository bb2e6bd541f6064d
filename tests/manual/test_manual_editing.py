"""Editing: only editors, nothing lost, ids kept, of two who save one wins."""

from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from app.audit.models import AuditRecord
from app.core.db import table
from app.manual import queries as manual_queries
from app.manual.values import DRAFT

pytestmark = pytest.mark.usefixtures("manual")
EDIT = "/manual/edit/beginning"
BEGINNING_ID = "chapterone22"


def blocks_of(database, chapter_id=BEGINNING_ID):
    with database.read() as conn:
        return manual_queries.chapter_text(conn, DRAFT, chapter_id).blocks


def ids_of(database, chapter_id=BEGINNING_ID):
    return [block.id for block in blocks_of(database, chapter_id)]


EDITORS_PAGES = ["/manual/edit", EDIT, "/manual/publish", "/manual/compare/1/draft"]


@pytest.mark.parametrize("path", EDITORS_PAGES)
def test_only_editors_see_the_draft(browse, path):
    signed_out = browse().get(path, status=303)
    assert signed_out.location == f"/sign-in?{urlencode({'next': path})}"
    for who in ("ghana", "administrator", "stranger"):
        said = browse(who).get(path, status=403).words(".refusal .lede")
        assert said in (
            ["Only the Secretariat's editors change the manual."],
            ["Only the Secretariat's editors publish an edition."],
        )
    browse("editor").get(path)


@pytest.mark.parametrize("who", ["ghana", "administrator"])
def test_only_editors_save(browse, filled, database, who):
    before = blocks_of(database)
    browse(who).post(EDIT, filled(text="Mine now."), status=403)
    browse(who).post("/manual/publish", {"note": "Mine", "weight": "minor"}, status=403)

    assert blocks_of(database) == before


def test_the_draft_shows_what_differs_from_the_current_edition(browse, rewrite):
    assert "The draft says what edition 1 says." in browse("editor").get("/manual/edit").text
    rewrite("Send it.", "Send it today.")
    page = browse("editor").get("/manual/edit")

    assert page.words(".rows h3") == ["1 Beginning", "2 Going on", "A Glossary"]
    states = page.words(".rows .meta")
    assert states == ["1 reworded", "as in the current edition", "as in the current edition"]


def test_a_chapter_opens_as_text_without_ids_with_preview(browse):
    page = browse("editor").get(EDIT)
    text = page.soup.find("textarea", {"name": "text"}).get_text()

    assert "{#" not in text
    assert text.strip().startswith("## In short\n\nAn office begins with a letter.[^letter]")
    assert page.words("#shown .band h2")[0] == "§In short"
    assert page.words("#shown .tools .small") == ["text unchanged"]


def test_saving_keeps_the_ids_of_what_was_reworded_and_moved(browse, database, filled):
    before = ids_of(database)
    form = filled()
    first, second = "An office begins with a letter.", "An [alternate](term:alternate) answers"
    text = form["text"].replace(first, "An office always begins with a letter.")
    text = text.replace(
        "## The letter", "A paragraph that nobody knew before this day.\n\n## The letter"
    )
    moved = [part for part in text.split("\n\n") if part.startswith(second)]
    text = "\n\n".join(part for part in text.split("\n\n") if part not in moved)
    answer = browse("editor").post(EDIT, {**form, "text": f"{text}\n\n{moved[0]}"})

    assert answer.location == f"{EDIT}?saved=1"
    after = ids_of(database)
    fresh = [one for one in after if one not in before]
    assert len(fresh) == 1
    assert after == [
        "h2aaaaaa", "p2aaaaaa", fresh[0], "h2bbbbbb", "t2aaaaaa", "l2aaaaaa", "p2bbbbbb",
    ]  # fmt: skip
    page = browse("editor").get(f"{EDIT}?saved=1")
    assert page.words(".note.well p") == ["Saved in the draft. To all chapters of the draft"]
    assert page.words("#shown .tools .small") == ["1 reworded, 1 moved, 1 new"]
    with database.read() as conn:
        record = table(AuditRecord)
        events = conn.execute(
            select(record.c.event, record.c.detail).where(record.c.subject == BEGINNING_ID)
        ).all()
        blocks = conn.execute(
            select(record.c.subject).where(record.c.event == "manual:block:changed")
        ).scalars()
        assert sorted(blocks) == sorted(["p2aaaaaa", fresh[0]])
    assert ("manual:chapter:changed", '{"version": 2}') in [tuple(e) for e in events]


def test_a_paragraph_that_comes_back_is_the_one_it_was(browse, database, filled):
    form = filled()
    gone = form["text"].replace("1. Write it.\n2. Send it.", "")
    browse("editor").post(EDIT, {**form, "text": gone})
    assert "l2aaaaaa" not in ids_of(database)
    browse("editor").post(EDIT, filled(text=form["text"]))

    assert ids_of(database) == [
        "h2aaaaaa", "p2aaaaaa", "p2bbbbbb", "h2bbbbbb", "t2aaaaaa", "l2aaaaaa",
    ]  # fmt: skip
    assert "The draft says what edition 1 says." in browse("editor").get("/manual/edit").text


def test_an_id_of_another_chapter_cannot_be_taken(browse, database, filled):
    form = filled()
    text = form["text"] + "\n\n{#p2cccccc}\nStolen, and long enough to be its own paragraph."
    browse("editor").post(EDIT, {**form, "text": text})

    assert "p2cccccc" not in ids_of(database)
    assert "p2cccccc" in ids_of(database, "chaptertwo22")


def test_saving_what_is_saved_changes_nothing(browse, filled):
    form = filled()
    browse("editor").post(EDIT, form)

    assert filled() == form


def test_a_preview_saves_nothing_and_is_a_part_of_the_page(browse, database, filled):
    before = blocks_of(database)
    form = filled(text=filled()["text"].replace("Send it.", "Send it by hand."), do="preview")
    whole = browse("editor").post(EDIT, form, status=200)
    part = browse("editor").post(
        EDIT, form, status=200, headers={"HX-Request": "true", "HX-Target": "div#shown"}
    )

    shown, _, menu = part.text.partition("<div data-hx-swap-oob=")
    assert shown.strip() in whole.text
    assert menu.startswith('"innerHTML:#menu">')
    assert whole.words("#shown .band #l2aaaaaa li") == ["Write it.", "Send it by hand."]
    assert part.soup.select("form") == []
    assert blocks_of(database) == before


def test_a_clash_keeps_both_texts_and_shows_the_difference(browse, database, filled):
    mine = filled(text=filled()["text"].replace("Send it.", "Send it in March."))
    theirs = filled(text=filled()["text"].replace("Send it.", "Send it in April."))
    browse("editor").post(EDIT, theirs)
    page = browse("editor").post(EDIT, mine, status=409)

    soup = page.soup
    assert "Send it in March." in soup.find("textarea", {"name": "text"}).get_text()
    assert "Send it in April." in soup.find("textarea", id="theirs").get_text()
    assert [t.get_text().split()[1] for t in soup.select("details[open] del")] == ["April"]
    assert soup.find("input", {"name": "version"})["value"] == "2"
    assert "Send it in April." in [b.source for b in blocks_of(database)][-1]
    browse("editor").post(EDIT, {**mine, "version": "2"})
    assert "Send it in March." in [b.source for b in blocks_of(database)][-1]


def test_raw_html_shows_as_text(browse, rewrite, publish):
    rewrite("Send it.", 'Send <script>alert(1)</script><img src=x onerror="y">.')
    publish()
    page = browse().get("/manual/2/en/beginning")

    assert page.soup.select(".read script, .read img") == []
    assert '<script>alert(1)</script><img src=x onerror="y">' in page.words(".read li")[1]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Write the text of the chapter."),
        ("x" * 200_001, "Shorten this to 200000 characters. It has 200001 now."),
        ("[" * 5_000, "This text has too many nested marks or table cells. Split it into parts."),
    ],
)
def test_a_text_that_cannot_be_taken_is_kept_with_a_sentence(browse, database, filled, text, says):
    before = blocks_of(database)
    page = browse("editor").post(EDIT, filled(text=text), status=422)

    assert page.words("#f-text-e") == [says]
    kept = page.soup.find("textarea", {"name": "text"}).get_text()
    assert kept.removeprefix("\n") == text
    assert blocks_of(database) == before


def test_what_is_unfinished_is_pointed_out(browse, filled):
    text = "## In short\n\nA note[^gone] and a [word](term:).\n\n[^alone]: Nobody."
    page = browse("editor").post(EDIT, filled(text=text, do="preview"), status=200)

    assert page.words("#shown .note li") == [
        "This note has no text yet: gone",
        "This note is written but nothing refers to it: alone",
        "These links lead nowhere: term:",
    ]


def test_a_new_title_shows_in_words(browse, filled):
    browse("editor").post(EDIT, filled(title="The beginning"))
    page = browse("editor").get("/manual/compare/1/draft?chapter=beginning")

    assert page.words("#words li") == ["Title“Beginning” became “The beginning”."]


def test_an_unknown_chapter_is_missing(browse, filled):
    browse("editor").get("/manual/edit/nothing", status=404)
    browse("editor").post("/manual/edit/nothing", filled(), status=404)


def test_editing_costs_the_same_whatever_was_changed(browse, rewrite, queries):
    client = browse("editor")
    for again in range(2):
        with queries(11):
            client.get("/manual/edit")
        with queries(8):
            client.get(EDIT)
        rewrite("Send it", f"Send it {again} times")


def test_signs_that_turn_the_writing_are_refused_and_the_text_comes_back(browse, filled, database):
    before = blocks_of(database)
    typed = "A first line.\n\nPay \u202e001 and not more."
    page = browse("editor").post(EDIT, filled(text=typed), status=422)

    assert page.words("#f-text-e") == [
        (
            "Line 3 holds an invisible sign that turns the direction of writing."
            " Take it out, or write the line anew."
        )
    ]
    assert page.soup.select_one("textarea[name=text]").text.strip() == typed
    assert blocks_of(database) == before
    arabic = "A first line.\n\nالاسم\u200f (2005)."
    browse("editor").post(EDIT, filled(text=arabic))
    assert [block.source for block in blocks_of(database)] == arabic.split("\n\n")
