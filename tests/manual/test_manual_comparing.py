"""Comparing: exactly what changed, in numbers, in the text and in words."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.access.viewer import ANYONE
from app.core.i18n import use_language
from app.manual import changes
from app.manual import queries as manual_queries
from app.manual.actions import publish, save_chapter
from app.manual.actions.drafting import every_id
from app.manual.actions.publishing import whole_draft
from app.manual.rules import Weight
from app.manual.values import DRAFT, Release, Written
from app.manual.wording import share_words
from app.text.blocks import content_hash, split

pytestmark = pytest.mark.usefixtures("manual")


def test_the_overview_counts_and_the_redline_shows_exactly_the_change(browse, rewrite, publish):
    rewrite("An office begins with a letter.", "An office begins with a short letter.")
    publish("Letters are short.")
    page = browse().get("/manual/compare/1/2")

    assert page.words("h1") == ["What changed from Edition 1 to Edition 2"]
    assert page.words(".head .aud") == ["Public"]
    draft = browse("editor").get("/manual/compare/1/draft")
    assert draft.words(".head .aud") == ["Secretariat"]
    assert page.words(".rows h3") == ["1 Beginning"]
    assert page.words(".rows .meta") == ["1 reworded"]
    assert page.words(".facts dd") == ["Letters are short."]
    chapter = browse().get(page.soup.select_one(".rows a")["href"])
    assert chapter.words("#words li p") == [
        "Paragraph 1.1 reworded",
        "Inserted: “short”.",
    ]
    assert chapter.words("#redline .read ins") == ["inserted: short end of insertion"]
    assert chapter.words("#redline .read del") == []


def test_moved_new_and_removed_paragraphs_are_found(browse, filled, publish):
    form = filled()
    text = form["text"].replace("## The letter\n\n", "")
    letter, lines = (
        "| Line | Who |\n| --- | --- |\n| Name | The minister |",
        "1. Write it.\n2. Send it.",
    )
    text = text.replace(f"{letter}\n\n{lines}", f"{lines}\n\n{letter}\n\nIt ends with an answer.")
    browse("editor").post("/manual/edit/beginning", {**form, "text": text})
    publish()
    page = browse().get("/manual/compare/1/2?chapter=beginning")

    assert page.words("#words li .tag") == [
        "Heading removed",
        "Paragraph 1.3 moved, was 1.4",
        "Paragraph 1.5 is new",
    ]
    turned = browse().get("/manual/compare/2/1?chapter=beginning")
    assert "Paragraph 1.5 removed" in turned.words("#words li .tag")


def test_two_equal_editions_say_so(browse):
    whole = browse().get("/manual/compare/1/1")
    assert whole.words(".lede") == ["Nothing: both say the same."]
    assert [a["href"] for a in whole.soup.select("main p.part-s a")] == ["/manual"]
    page = browse().get("/manual/compare/1/1?chapter=beginning")
    assert page.words(".empty h2") == ["Nothing changed in this chapter"]
    assert [a["href"] for a in page.soup.select(".empty a")] == ["/manual"]


@pytest.mark.parametrize(
    "path",
    [
        "/manual/compare/1/2",
        "/manual/compare/1/x",
        "/manual/compare/0/1",
        "/manual/compare/1/1?chapter=no",
    ],
)
def test_what_does_not_exist_cannot_be_compared(browse, path):
    browse("editor").get(path, status=404)


def test_the_overview_reads_only_what_differs(browse, rewrite, publish, queries):
    rewrite("Send it.", "Send it today.")
    publish()
    client = browse()
    with queries(7):
        client.get("/manual/compare/1/2")
    rewrite("One goes on", "Everybody goes on", "going-on")
    publish()
    with queries(7):
        client.get("/manual/compare/1/3")


PARAGRAPHS = st.sampled_from(
    [
        "An office begins with a letter.",
        "A new paragraph about alternates.",
        "Another *paragraph*, with a [link](https://example.org/).",
        "## A heading",
        "- one\n- two",
        "| a | b |\n| --- | --- |\n| c | d |",
        "> **Not verified.** Nobody knows.",
        "中文段落。",
        "A note.[^n]\n\n[^n]: Its source.",
    ]
)
EDITS = st.lists(st.lists(PARAGRAPHS, min_size=1, max_size=6), min_size=1, max_size=3)


@given(edits=EDITS)
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_edits_published_compare_back_to_both_texts(manual, edits):
    for edit in edits:
        with manual.unit_of_work() as db:
            last = manual_queries.current(db.connection())
            known = every_id(db.connection())
            heads = manual_queries.heads(db.connection(), DRAFT)
            head = next(h for h in heads if h.slug == "beginning")
            written = Written(
                head.version, head.title, head.readers, head.questions, "\n\n".join(edit)
            )
            save_chapter(db, ANYONE, head.chapter_id, written)
            draft = whole_draft(db.connection())
            old = manual_queries.chapter_text(db.connection(), last.number, head.chapter_id)
            new = draft.texts[head.chapter_id]
            said = [block.source for block in split("\n\n".join(edit))]
            assert [block.source for block in new.blocks] == said
            assert {b.id for b in new.blocks} - known == every_id(db.connection()) - known
            if draft.hash == last.hash:
                continue
            made = publish(
                db, ANYONE, Release(draft.hash, "Edited.", Weight.MAJOR, after=last.number)
            )
        with manual.read() as conn:
            change = changes.of_chapter(conn, last.number, made.number, head.chapter_id)
            assert sides(change) == ([b.source for b in old.blocks], said)
            frozen = manual_queries.placed(conn, made.number)[head.chapter_id]
            assert [p.body_hash for p in frozen] == [content_hash(source) for source in said]
            assert changes.between(conn, made.number, DRAFT).nothing


def sides(change):
    """Return the old and the new text as the redline's spans tell them."""
    old, new = {}, {}
    for one in change.redline.changes:
        if one.old is not None:
            old[one.old_place] = "".join(s.text for s in one.spans if s.op != "insert")
        if one.new is not None:
            new[one.new_place] = "".join(s.text for s in one.spans if s.op != "delete")
    return [old[n] for n in sorted(old)], [new[n] for n in sorted(new)]


@pytest.mark.parametrize(
    ("share", "language", "said"),
    [
        (0.0, "en", "0.0\xa0%"),
        (0.0001, "en", "less than 0.1\xa0%"),
        (0.0254, "en", "2.5\xa0%"),
        (0.0254, "fr", "2,5\xa0%"),
    ],
)
def test_a_share_is_said_in_the_readers_figures(share, language, said):
    with use_language(language):
        assert share_words(share) == said


def test_an_edition_has_a_title_and_an_address_for_other_rooms(cast, manual):
    with manual.read() as conn:
        item_id = manual_queries.current(conn).item_id
        for who in ("ghana", "editor"):
            found = manual_queries.titles(conn, cast[who].viewer, [item_id, "nothing"])
            assert found == {item_id: ("Manual, edition 1", "/manual/1")}
