"""Clearance: a text goes out as Word, comes back as redlines, and only what is ticked is kept."""

import io
import re
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core import clock, i18n
from app.core.db import table
from app.manual.clearing import reminding
from app.manual.clearing.models import Clearance
from app.manual.figures import keeping
from app.manual.suggesting.models import Suggestion
from app.text.figures import written
from tests.support.clearing import back, document, kept, rewritten
from tests.support.pictures import drawn

pytestmark = pytest.mark.usefixtures("manual")
LETTER, ALTERNATE = "p2aaaaaa", "p2bbbbbb"
BEGAN, NOW = "An office begins with a letter.", "An office begins with two letters."


def worded(text):
    assert BEGAN[:-1] in text
    return text.replace("begins with a letter.", "begins with two letters.")


def make(visitor, **typed: object):
    page = visitor.get("/manual/clear?chapter=beginning")
    what = page.soup.select_one("select[name=what] option[selected]")["value"]
    said = {
        "what": what, "own": "yes", "marking": "For clearance", "readers": "Ministry of Justice",
        "deadline": (clock.today() + timedelta(days=10)).isoformat(), "language": "en",
    }  # fmt: skip
    answer = visitor.post("/manual/clear", {**said, **typed})
    return re.match(r"/manual/clearances/[^?]+", answer.location)[0]


def taking(page, *ticks, **typed: object):
    return {
        **kept(page), "take": list(ticks), "reason": "The ministry says so.", "stance": "expert",
        "readers": "all", "language": "en", **typed,
    }  # fmt: skip


def put_in(page):
    return page.words("h3 ~ div ins")


def offers(page):
    found = page.soup.select("label.pick:has(input[name=take])")
    return [one.get_text().strip() for one in found]


def suggested(database):
    rows = table(Suggestion)
    with database.read() as conn:
        said = select(rows.c.block_id, rows.c.proposed, rows.c.reason, rows.c.stance)
        found = conn.execute(said.order_by(rows.c.at, rows.c.block_id))
        return [tuple(row) for row in found]


def test_a_chapter_goes_out_comes_back_and_what_is_ticked_is_suggested(browse, database):
    ghana = browse("ghana")
    place = make(ghana)
    page = ghana.get(place)
    year = clock.today().year
    assert page.words("h1") == [f"C-GHA-{year}-001: Beginning"]
    content = document(ghana, place)
    assert document(ghana, place) == content
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        header = packed.read("word/header1.xml").decode()
        said = packed.read("word/document.xml").decode()
    assert f"C-GHA-{year}-001 · For clearance · Answer by" in header
    assert "Readers: Ministry of Justice" in header
    assert "This is not a decision and not a position." in said

    page = back(ghana, place, rewritten(content, worded))
    assert suggested(database) == []
    assert page.words("h3") == ["¶ 1.1: An office begins with a letter."]
    assert put_in(page) == ["inserted: two letters end of insertion"]
    ghana.post(f"{place}/take", taking(page, LETTER))

    assert suggested(database) == [
        (
            LETTER,
            f"{NOW}[^letter]\n\n[^letter]: A source, [page](https://example.org/letter).\n",
            "The ministry says so.",
            "expert",
        )
    ]
    again = back(ghana, place, rewritten(content, worded))
    assert "Your office suggests exactly this already." in again.text
    assert again.soup.select("input[name=take]") == []


def test_what_is_unedited_has_no_change(browse):
    ghana = browse("ghana")
    place = make(ghana)
    page = back(ghana, place, document(ghana, place))
    assert page.words(".empty h2") == ["Nothing was changed"]


def test_tracked_changes_count_only_when_the_office_says_so(browse, database):
    def tracked(text):
        found = re.search(r"<w:r><w:t[^>]*>An office begins with a letter\.</w:t></w:r>", text)[0]
        by = 'w:author="A. Minister" w:id="9"'
        made = found.replace("a letter", "two letters")
        gone = found.replace("w:t", "w:delText")
        return text.replace(found, f"<w:del {by}>{gone}</w:del><w:ins {by}>{made}</w:ins>")

    ghana = browse("ghana")
    place = make(ghana)
    page = back(ghana, place, rewritten(document(ghana, place), tracked))
    assert page.words("h4") == ["With its tracked changes"]
    assert page.words("details li")[-2:] == [
        f"A. Minister took out: “{BEGAN}”",
        f"A. Minister put in: “{NOW}”",
    ]
    ticks = [one["value"] for one in page.soup.select("input[name=take]")]
    assert ticks == [f"{LETTER}:tracked"]
    ghana.post(f"{place}/take", taking(page, *ticks))
    assert suggested(database)[0][1].startswith(NOW)


def test_comments_removed_joined_and_split_paragraphs_are_shown(browse, database):
    comments = (
        '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:comment w:id="4" w:author="Legal"><w:p><w:r><w:t>Who signs?</w:t></w:r></w:p>'
        "</w:comment></w:comments>"
    )

    def edited(text):
        mark = '<w:commentRangeStart w:id="4"/><w:commentRangeEnd w:id="4"/>'
        text = text.replace(f'w:name="{LETTER}"/>', f'w:name="{LETTER}"/>{mark}', 1)
        first = text.index("<w:p>", text.rindex("</w:p>", 0, text.index(ALTERNATE)))
        stop = text.index("</w:p>", first) + len("</w:p>")
        return text[:first] + text[stop:]

    ghana = browse("ghana")
    place = make(ghana)
    page = back(ghana, place, rewritten(document(ghana, place), edited, comments=comments))
    assert page.words("h3") == [
        "¶ 1.1: An office begins with a letter.",
        "¶ 1.2: An alternate answers when the holder is away. See Going on.",
    ]
    assert page.words("h4") == ["Comments in the file", "As it stands in the file"]
    assert "Legal: Who signs?" in page.words("li")
    assert "This paragraph was taken out." in page.text
    ticks = [one["value"] for one in page.soup.select("input[name=take]")]
    assert ticks == [ALTERNATE]
    assert offers(page) == ["Suggest that this paragraph goes"]
    ghana.post(f"{place}/take", taking(page, ALTERNATE, reason="The ministry has none."))
    assert asked(database) == [(ALTERNATE, "remove", "")]
    again = back(ghana, place, rewritten(document(ghana, place), edited, comments=comments))
    assert "Your office suggests exactly this already." in again.text


def asked(database):
    rows = table(Suggestion)
    with database.read() as conn:
        found = conn.execute(
            select(rows.c.block_id, rows.c.asks, rows.c.proposed).order_by(rows.c.at)
        )
        return [tuple(row) for row in found]


def test_paragraphs_added_in_word_are_suggested_after_the_one_before_them(browse, database):
    def edited(text):
        start = text.index("<w:p>", text.rindex("</w:p>", 0, text.index(ALTERNATE)))
        new = "<w:p><w:r><w:t>A letter is short.</w:t></w:r></w:p>"
        return text[:start] + new + text[start:]

    ghana = browse("ghana")
    place = make(ghana)
    content = document(ghana, place)
    page = back(ghana, place, rewritten(content, edited))
    assert page.words("h3") == ["¶ 1.1: An office begins with a letter."]
    assert "its own words are as they were" in page.text
    assert offers(page) == ["Suggest these paragraphs after it"]
    ghana.post(f"{place}/take", taking(page, LETTER))
    assert asked(database) == [(LETTER, "add", "A letter is short.\n")]

    both = back(ghana, place, rewritten(content, lambda text: worded(edited(text))))
    assert page.words("h3") == ["¶ 1.1: An office begins with a letter."]
    assert "They belong to its new wording." in both.text
    assert offers(both) == ["Suggest this wording"]


def test_what_an_office_proposes_to_remove_and_to_add_goes_out_and_back(browse, database):
    ghana = browse("ghana")
    for block, asks, wording in (
        (LETTER, "add", "A letter is short."),
        (ALTERNATE, "remove", ""),
    ):
        form = ghana.get(f"/manual/suggest/{block}?asks={asks}").soup
        seen = form.select_one("input[name=seen]")["value"]
        said = {"asks": asks, "seen": seen, "wording": wording, "reason": "So."}
        ghana.post(f"/manual/suggest/{block}", said, status=303)
    place = make(ghana)
    content = document(ghana, place)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        text = packed.read("word/document.xml").decode()
    assert "The office proposes that the next paragraph is taken out:" in text
    assert "A letter is short." in text
    assert back(ghana, place, content).words(".empty h2") == ["Nothing was changed"]
    shorter = rewritten(content, lambda said: said.replace("is short", "is very short"))
    page = back(ghana, place, shorter)
    ghana.post(f"{place}/take", taking(page, LETTER))
    assert asked(database)[-1] == (LETTER, "add", "A letter is very short.\n")


def test_suggestions_alone_go_out_and_come_back_on_top_of_what_they_say(browse, database):
    ghana = browse("ghana")
    first = ghana.get(f"/manual/suggest/{ALTERNATE}")
    seen = first.soup.select_one("input[name=seen]")["value"]
    ghana.post(
        f"/manual/suggest/{ALTERNATE}",
        {"seen": seen, "wording": "A deputy answers.", "reason": "Shorter.", "stance": "expert",
         "readers": "all", "language": "en"},
    )  # fmt: skip
    form = ghana.get("/manual/clear?suggestions=own")
    chosen = [one["value"] for one in form.soup.select("input[name=chosen]")]
    place = make(ghana, what="suggestions", chosen=chosen)
    assert ghana.get(place).words("h1")[0].endswith(": Suggestions of the office")
    content = document(ghana, place)
    assert back(ghana, place, content).words(".empty h2") == ["Nothing was changed"]
    page = back(
        ghana,
        place,
        rewritten(
            content, lambda text: text.replace("A deputy answers", "A deputy always answers")
        ),
    )
    assert put_in(page) == ["inserted: always end of insertion"]
    ghana.post(f"{place}/take", taking(page, ALTERNATE, stance="position"))
    assert [row[1] for row in suggested(database)] == [
        "A deputy answers.\n",
        "A deputy always answers.\n",
    ]


class TestBadInput:
    def test_what_cannot_go_out_is_said(self, browse):
        ghana = browse("ghana")
        past = (clock.today() - timedelta(days=1)).isoformat()
        page = ghana.post(
            "/manual/clear",
            {"what": "", "marking": "", "readers": "", "deadline": past},
            status=422,
        )
        assert len(page.soup.select(".err")) == 4
        far = (clock.today() + timedelta(days=400)).isoformat()
        ghana.post("/manual/clear", {"what": "suggestions", "deadline": far}, status=422)

    def test_what_is_no_document_is_said_beside_the_field(self, browse):
        ghana = browse("ghana")
        place = make(ghana)
        page = back(ghana, place, b"PK nothing", status=422)
        assert "This is no Word document that can be read." in page.words("#f-file-e")[0]
        ghana.post(f"{place}/back", status=422, files={"other": ("a.docx", b"x")})
        assert ghana.get(place).words(".meta .st") == ["Out for clearance"]

    def test_a_form_that_no_page_of_ours_held_is_refused(self, browse, database):
        ghana = browse("ghana")
        place = make(ghana)
        for came in ("", "[]", "{}", '{"blocks":[1]}', "[" * 5000):
            ghana.post(f"{place}/take", {"came": came, "take": LETTER}, status=400)
        assert suggested(database) == []

    def test_nothing_ticked_and_no_reason_keep_the_page(self, browse, database):
        ghana = browse("ghana")
        place = make(ghana)
        page = back(ghana, place, rewritten(document(ghana, place), worded))
        again = ghana.post(f"{place}/take", taking(page, reason=""), status=422)
        assert "Tick at least one paragraph" in again.text
        again = ghana.post(f"{place}/take", taking(again, LETTER, reason=""), status=422)
        assert again.soup.select_one("input[name=take]").has_attr("checked")
        assert suggested(database) == []
        ghana.post(f"{place}/take", taking(again, LETTER, **{f"why-{LETTER}": "So.", "reason": ""}))
        assert suggested(database)[0][2] == "So."


class TestWho:
    def test_the_same_member_alone_sees_it(self, browse):
        ghana = browse("ghana")
        place = make(ghana)
        browse("denmark").get(place, status=404)
        browse("denmark").get(f"{place}/file", status=404)
        found = browse("denmark").get("/manual/clearances")
        assert found.words(".empty h2") == ["No text is out for clearance"]
        browse("editor").get(place, status=403)
        browse("nobody").get(place, status=303)

    def test_what_is_closed_takes_nothing_more(self, browse, database):
        ghana = browse("ghana")
        place = make(ghana)
        content = document(ghana, place)
        page = back(ghana, place, rewritten(content, worded))
        assert ghana.get(place).words(".meta .st") == ["Came back"]
        assert place in {one["href"] for one in ghana.get("/home").soup.select("a")}
        ghana.post(f"{place}/close")
        assert place not in {one["href"] for one in ghana.get("/home").soup.select("a")}
        ghana.post(f"{place}/close", status=409)
        back(ghana, place, content, status=409)
        answer = ghana.post(f"{place}/take", taking(page, LETTER), status=409)
        assert "This clearance is closed" in answer.text
        assert suggested(database) == []
        assert document(ghana, place) == content


def test_a_newer_edition_is_said_per_paragraph(browse, database, rewrite, publish):
    ghana = browse("ghana")
    place = make(ghana)
    content = document(ghana, place)
    page = back(ghana, place, rewritten(content, worded))
    rewrite(BEGAN, "An office starts with a letter.")
    publish()
    late = ghana.post(f"{place}/take", taking(page, LETTER), status=409)
    assert "Another edition of the manual was published" in late.text
    assert "The current edition words this paragraph differently" in late.text
    ghana.post(f"{place}/take", taking(late, LETTER))
    rows = table(Suggestion)
    with database.read() as conn:
        assert conn.execute(select(rows.c.edition, rows.c.block_id)).all() == [(1, LETTER)]


def test_the_office_is_reminded_once_three_days_before(browse, portal):
    ghana = browse("ghana")
    make(ghana, deadline=(clock.today() + timedelta(days=4)).isoformat())
    assert reminding.remind_due(portal) == 0
    place = make(ghana, deadline=(clock.today() + timedelta(days=3)).isoformat())
    assert reminding.remind_due(portal) == 1
    assert reminding.remind_due(portal) == 0
    rows = table(Clearance)
    with portal.db.read() as conn:
        assert conn.execute(select(rows.c.reminded_on).order_by(rows.c.at)).scalars().all() == [
            None,
            clock.today(),
        ]
    assert place


def test_the_first_page_speaks_a_language_of_the_portal(browse):
    page = browse("ghana").get("/manual/clear?chapter=beginning")
    offered = [one["value"] for one in page.soup.select("[name=language] option")]
    assert offered == list(i18n.languages()) == ["en", "fr"]


FIGURE = written(drawn().name, "A map of the office", "UN Photo", "Where it is.")


@pytest.fixture
def figured(browse, database, cast, rewrite, publish):
    """Ghana, and a clearance whose chapter has a figure."""
    with database.unit_of_work() as db:
        keeping.keep(db, cast["editor"].viewer, drawn())
    rewrite("2. Send it.", f"2. Send it.\n\n{FIGURE}\n\nThe end of it.")
    publish()
    ghana = browse("ghana")
    return ghana, make(ghana)


def without(text, *words):
    """Return a document without the paragraphs that have some words."""
    for word in words:
        at = text.index(word)
        start, stop = text.rindex("<w:p>", 0, at), text.index("</w:p>", at) + len("</w:p>")
        text = text[:start] + text[stop:]
    return text


def test_a_figure_goes_out_with_its_picture_and_comes_back_as_it_went(figured):
    ghana, place = figured
    content = document(ghana, place)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.read(f"word/media/{drawn().name}") == drawn().content
        text = packed.read("word/document.xml").decode()
    assert 'descr="A map of the office"' in text
    assert "Source: UN Photo" in text
    assert back(ghana, place, content).words(".empty h2") == ["Nothing was changed"]
    page = back(ghana, place, rewritten(content, worded))
    assert page.words("h3") == ["¶ 1.1: An office begins with a letter."]


def test_what_is_said_of_a_figure_is_suggested_with_the_picture_of_the_manual(figured, database):
    ghana, place = figured

    def edited(text):
        return text.replace("Where it is.", "Where the office is.").replace(
            "A map of the office", "A map of the new office"
        )

    page = back(ghana, place, rewritten(document(ghana, place), edited))
    [tick] = [one["value"] for one in page.soup.select("input[name=take]")]
    assert page.soup.select_one(f"img[src$='{drawn().name}']")
    ghana.post(f"{place}/take", taking(page, tick))
    assert suggested(database)[0][1] == (
        written(drawn().name, "A map of the new office", "UN Photo", "Where the office is.") + "\n"
    )


def test_another_picture_in_its_place_is_said_and_not_taken(figured, database):
    ghana, place = figured
    content = document(ghana, place)

    def swapped(change):
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(out, "w") as made:
            for name in packed.namelist():
                said = packed.read(name)
                said = drawn("blue").content if name.startswith("word/media/") else said
                said = change(said.decode()).encode() if name == "word/document.xml" else said
                made.writestr(name, said)
        return out.getvalue()

    page = back(ghana, place, swapped(lambda text: text))
    assert page.words("h3") == ["¶ 1.5: A map of the office Where it is. UN Photo"]
    assert "Its picture came back as another file" in page.words("section .note p")[0]
    assert "The picture of the figure was replaced." in page.text
    assert drawn("blue").name not in str(page.soup.select("img"))
    assert offers(page) == []
    more = back(ghana, place, swapped(lambda text: text.replace("Where it", "Where the office")))
    assert offers(more) == ["Suggest this wording"]
    [tick] = [one["value"] for one in more.soup.select("input[name=take]")]
    ghana.post(f"{place}/take", taking(more, tick))
    assert suggested(database)[0][1] == f"{FIGURE}\n".replace("Where it", "Where the office")


@pytest.mark.parametrize("below", [(), ("Where it is.", "Source: UN Photo")])
def test_a_figure_that_was_taken_out_goes_with_the_lines_below_it(figured, database, below):
    ghana, place = figured
    content = document(ghana, place)
    gone = rewritten(content, lambda text: without(text, "<w:drawing>", *below))
    page = back(ghana, place, gone)
    assert page.words("h3") == ["¶ 1.5: A map of the office Where it is. UN Photo"]
    assert offers(page) == ["Suggest that this paragraph goes"]
    assert ("Lines below a picture" in page.text) == (not below)
    [tick] = [one["value"] for one in page.soup.select("input[name=take]")]
    ghana.post(f"{place}/take", taking(page, tick))
    assert asked(database)[0][1:] == ("remove", "")


def test_a_picture_that_was_put_in_is_said_and_left_out(figured, database):
    ghana, place = figured
    content = document(ghana, place)

    def more(text):
        at = text.index("<w:drawing>")
        start, stop = text.rindex("<w:p>", 0, at), text.index("</w:p>", at) + len("</w:p>")
        other = text[start:stop].replace('r:embed="f1"', 'r:embed="f9"')
        return text.replace(
            "The end of it.</w:t></w:r></w:p>", "The end of it.</w:t></w:r></w:p>" + other
        )

    relation = (
        b'<Relationship Id="f9" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/image" Target="media/new.png"/></Relationships>'
    )
    out, edited = io.BytesIO(), rewritten(content, more)
    with zipfile.ZipFile(io.BytesIO(edited)) as packed, zipfile.ZipFile(out, "w") as made:
        for name in packed.namelist():
            related = name == "word/_rels/document.xml.rels"
            said = packed.read(name)
            said = said.replace(b"</Relationships>", relation) if related else said
            made.writestr(name, said)
        made.writestr("word/media/new.png", drawn("green").content)
    page = back(ghana, place, out.getvalue())
    assert page.words("h3") == ["¶ 1.6: The end of it."]
    assert "A picture was put in that the manual does not have." in page.text
    assert offers(page) == []
    assert suggested(database) == []
