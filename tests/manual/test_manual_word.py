"""A chapter from Word: read into the form with a report, saved by nobody but the editor."""

from argparse import Namespace

import pytest

from app.manual import commands, queries
from app.manual.exports import docx
from app.manual.exports.book import open_book
from app.manual.values import DRAFT
from app.papers.reading.text import from_word
from app.text.blocks import split
from tests.manual.conftest import BEGINNING
from tests.manual_text.test_word import BODY, p, r, word, zipped

pytestmark = pytest.mark.usefixtures("manual")
PAGE = "/manual/edit/beginning/word"
CHANGED = p(
    r("An office begins with ")
    + f'<w:del w:author="A. Minister">{r("a letter")}</w:del>'
    + f'<w:ins w:author="A. Minister">{r("two letters")}</w:ins>'
    + r(".")
)


def sent(content):
    return {"files": {"file": ("chapter.docx", content)}}


def source(database):
    with database.read() as conn:
        blocks = queries.chapter_text(conn, DRAFT, "chapterone22").blocks
    return [(block.id, block.source) for block in blocks]


def test_a_document_is_read_into_the_form_and_saved_from_there(browse, database):
    before = source(database)
    editor = browse("editor")
    page = editor.post(PAGE, status=200, **sent(word(BODY)))

    assert source(database) == before
    assert page.words("#h-word") == ["Read from the Word document"]
    text = page.soup.select_one("#f-text").get_text()
    assert text.startswith("## In short\n\nAn office **begins** *here.*[^n1]")
    form = page.soup.select_one("form[action='/manual/edit/beginning']")
    kept = {one["name"]: one["value"] for one in form.select("input[name]")}
    questions = form.select_one("textarea[name=questions]").get_text().strip()
    editor.post("/manual/edit/beginning", {**kept, "questions": questions, "text": text.strip()})
    after = source(database)
    assert after[0] == ("h2aaaaaa", "## In short")
    assert [said for _, said in after] == [block.source for block in split(text)]


def test_tracked_changes_are_shown_to_the_editor_and_not_made(browse):
    page = browse("editor").post(PAGE, status=200, **sent(word(CHANGED)))

    assert page.words("[aria-labelledby=h-word] ul.small li") == [
        "A. Minister took out: “a letter”",
        "A. Minister put in: “two letters”",
    ]
    assert page.soup.select_one("#f-text").get_text().strip() == "An office begins with a letter."
    changed = page.soup.select_one("#word-changed").get_text().strip()
    assert changed == "An office begins with two letters."
    assert page.soup.select_one("[aria-labelledby=h-word] ins") is not None


def test_what_cannot_be_read_is_said_beside_the_field(browse, database):
    before = source(database)
    editor = browse("editor")
    for content, said in (
        (b"PK nothing", "This is no Word document that can be read."),
        (word('<!DOCTYPE a [<!ENTITY b "c">]>'), "This is no Word document that can be read."),
        (
            zipped({"word/document.xml": "<a/>", "word/vbaProject.bin": "x"}),
            "This document carries",
        ),
        (word(""), "This document has no text that the manual could take."),
        (word(p(r("word " * 50_000))), "This document is larger than a chapter can be."),
    ):
        page = editor.post(PAGE, status=422, **sent(content))
        assert page.words("#f-file-e")[0].startswith(said)
    assert editor.post(PAGE, status=422).words("#f-file-e") == ["Choose the Word document."]
    editor.get("/manual/edit/nothing/word", status=404)
    editor.post("/manual/edit/nothing/word", status=404, **sent(word(BODY)))
    assert source(database) == before


def test_the_portals_own_document_comes_back_without_its_frame(manual):
    with manual.read() as conn:
        edition = queries.current(conn)
        book = open_book(conn, edition, "chapterone22", "https://portal.example")
    found = from_word(docx.write(book), {"A source, page.": "letter"})

    lead = "https://portal.example/manual/1/en"
    text = BEGINNING.replace("(term:alternate)", f"({lead}/glossary#h2eeeeee)")
    text = text.replace("(chapter:going-on)", f"({lead}/going-on)")
    said = [block.source for block in split(text)]
    assert [block.source for block in split(found.text)] == said


def test_the_command_takes_a_document_as_a_whole_or_not_at_all(manual, tmp_path):
    before = source(manual)
    file = tmp_path / "chapter.docx"

    def told(chapter="beginning", *, dry=False):
        said: list[str] = []
        given = Namespace(file=str(file), chapter=chapter, dry_run=dry)
        return said, commands.from_word(manual, given, said.append)

    assert told() == ([], f"{file} cannot be read: No such file or directory. Nothing was changed.")
    file.write_bytes(word(CHANGED))
    assert told("no") == ([], "The draft has no chapter no. Nothing was changed.")
    lines = [
        "Not made: A. Minister took out “a letter”",
        "Not made: A. Minister put in “two letters”",
    ]
    assert told(dry=True) == ([*lines, "1 chapters would change in the draft"], None)
    assert source(manual) == before
    assert told() == ([*lines, "1 chapters changed in the draft"], None)
    assert [text for _, text in source(manual)] == ["An office begins with a letter."]
    file.write_bytes(b"PK")
    assert told()[1].endswith("and send it again. Nothing was changed.")
    file.write_bytes(word(p(r("a\u202eb"))))
    assert told()[1].startswith("Line 1 of its text holds an invisible sign")
