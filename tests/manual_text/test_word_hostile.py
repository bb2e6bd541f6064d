"""Word documents written to deceive or to hold a worker, and changes that hide in them."""

import io
import random
import zipfile

import pytest

from app.core.errors import Refusal
from app.manual.word.taking import text_of
from app.papers.reading.parts import NoWord, Program, TooMuch, read
from app.papers.reading.text import from_word
from tests.manual_text.test_word import BODY, NOTE, PACKAGE, TABLE, WORDS, item, p, r, word, zipped

MARK = '<w:rPr><w:{0} w:author="A. Minister"/></w:rPr>'
NO_SUCH = "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"


def deep(mark: str, times: int, inside: str) -> str:
    return f"<w:{mark}>" * times + inside + f"</w:{mark}>" * times


def packed(how: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as file:
        file.writestr("word/document.xml", b" " * 100_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (packed(zipfile.ZIP_DEFLATED), TooMuch),
        (packed(zipfile.ZIP_BZIP2), NoWord),
        (packed(zipfile.ZIP_LZMA), NoWord),
        (zipped({"word/document.xml": "<a/>", "word/vbaProject.bin": "x"}), Program),
        (word(p(r("x")) * 20_001), TooMuch),
        (word(p(r("x" * 1_000_000))), TooMuch),
        (word(p(deep("smartTag", 60, r("x")))), TooMuch),
        (word(p(deep("ins", 200, r("x"))) + p(deep("del", 200, r("x")))), TooMuch),
        (word(p(NOTE * 2_001)), TooMuch),
        (
            word(
                "<w:tbl>"
                f"<w:tr>{'<w:tc/>' * 2_000}<w:tc>{p(r('x'))}</w:tc></w:tr>"
                + f"<w:tr><w:tc>{p(r('x'))}</w:tc></w:tr>" * 2_000
                + "</w:tbl>"
            ),
            TooMuch,
        ),
    ],
    ids=[
        "deflate",
        "bzip2",
        "lzma",
        "macros",
        "paragraphs",
        "words",
        "deep",
        "nested",
        "notes",
        "cells",
    ],
)
def test_what_would_hold_a_worker_or_run_is_refused(content, refusal):
    with pytest.raises(refusal) as refused:
        text_of(content, [])
    assert type(refused.value) is refusal


def test_a_document_as_large_as_may_be_is_read_and_one_byte_more_is_not():
    whole = word(BODY)
    room = 10 * 2**20 - len(whole)
    assert from_word(bytes(room) + whole, {}).text == from_word(whole, {}).text
    with pytest.raises(TooMuch):
        read(bytes(room + 1) + whole)


def test_any_damage_is_refused_in_a_sentence_or_read():
    whole, chance = word(BODY), random.Random(20261130)  # noqa: S311 - damage
    refused = 0
    for n in range(400):
        damaged = bytearray(whole[: chance.randrange(len(whole))] if n % 4 == 0 else whole)
        for _ in range(1 + n % 3 if damaged else 0):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            text_of(bytes(damaged), [])
        except Refusal:
            refused += 1
    assert 0 < refused <= 400


def test_nothing_outside_is_asked_and_only_web_addresses_lead_out():
    kinds = (
        "https://a.example/x?y=1&amp;copy;",
        "file:///etc/passwd",
        "javascript:x",
        "//b.example",
    )
    relations = "".join(
        f'<Relationship Id="o{n}" TargetMode="External" Target="{target}"/>'
        for n, target in enumerate(kinds)
    )
    body = p("".join(f'<w:hyperlink r:id="o{n}">{r(f"w{n} ")}</w:hyperlink>' for n in range(4)))
    body += p(
        '<w:r><w:pict/><w:instrText>INCLUDEPICTURE "https://c.example/a.png"</w:instrText></w:r>'
    )
    body += p('<w:r><w:instrText>HYPERLINK "https://d.example"</w:instrText></w:r>' + r("there"))
    relations = f'<Relationships xmlns="{PACKAGE}">{relations}</Relationships>'
    more = dict.fromkeys(
        ("word/_rels/document.xml.rels", "word/_rels/settings.xml.rels"), relations
    )
    with zipfile.ZipFile(io.BytesIO(word(body))) as made:
        parts = {n: made.read(n) for n in made.namelist()} | more
    found = from_word(zipped(parts), {})

    assert found.text == "[w0](https://a.example/x?y=1&amp;copy;) w1 w2 w3\n\nthere\n"
    assert found.lines == [
        "Links within the document, or to addresses of other kinds, became words. (w1, w2, w3)",
        "Drawings and text boxes that are no picture were left out.",
    ]


def test_numbers_that_no_document_needs_are_left_aside():
    huge = "9" * 5_000
    numbered = f'<w:numPr><w:ilvl w:val="{huge}"/><w:numId w:val="7"/></w:numPr>'
    body = p(r("Text."), more=f'<w:outlineLvl w:val="{huge}"/>') + p(r("One"), more=numbered)
    assert from_word(word(body), {}).text == "Text.\n\n- One\n"


def test_changes_of_blocks_rows_ends_and_looks_are_told_and_not_made():
    row = f"<w:tr><w:trPr><w:{{0}} w:author='B'/></w:trPr><w:tc>{p(r('{1}'))}</w:tc></w:tr>"
    body = (
        p(r("One."), more=MARK.format("ins"))
        + p(r(" Two."), more=MARK.format("del"))
        + p(r(" Three."))
        + f'<w:ins w:author="C">{p(r("New block."))}</w:ins>'
        + f'<w:del w:author="C">{p(r("Old block."))}</w:del>'
        + f"<w:tbl><w:tr><w:tc>{p(r('Head'))}</w:tc></w:tr>"
        + row.format("ins", "new")
        + row.format("del", "old")
        + "</w:tbl>"
        + p(
            r("Was a heading."),
            "Zitat",
            '<w:pPrChange><w:pPr><w:pStyle w:val="berschrift2"/></w:pPr></w:pPrChange>',
        )
        + p(r("now bold", "<w:b/><w:rPrChange><w:rPr/></w:rPrChange>"))
    )
    found = from_word(word(body), {})

    assert found.text == (
        "One. Two.\n\nThree.\n\nOld block.\n\n| Head |\n| --- |\n| old |\n\n"
        "## Was a heading.\n\nnow bold\n"
    )
    assert found.changed == (
        "One.\n\nTwo. Three.\n\nNew block.\n\n| Head |\n| --- |\n| new |\n\n"
        "> Was a heading.\n\n**now bold**\n"
    )
    assert found.lines == ["Tracked changes of the look alone were not made."]
    assert [(one.inserted, one.who, one.text) for one in found.tracked] == [
        (True, "C", "New block."),
        (False, "C", "Old block."),
        (True, "B", "new"),
        (False, "B", "old"),
        (True, "A. Minister", "¶"),
        (False, "A. Minister", "¶"),
    ]


def test_changes_within_a_note_are_told_and_long_ones_by_their_beginning():
    long = "x" * 600
    change = f'<w:ins w:author="{long}">{r(long)}</w:ins>'
    note = f'<w:footnote w:id="4">{p(r("Page ") + change + r("1."))}</w:footnote>'
    notes = f'<w:footnotes xmlns:w="{WORDS}">{note}</w:footnotes>'
    found = from_word(word(p(r("Said.") + NOTE), word__footnotes=notes), {})

    assert found.text == "Said.[^n1]\n\n[^n1]: Page 1.\n"
    assert found.changed == f"Said.[^n1]\n\n[^n1]: Page {long}1.\n"
    assert [(one.who, one.text) for one in found.tracked] == [("x" * 100, "x" * 500 + "…")]


def test_lists_within_lists_and_tables_within_tables():
    levels = item("A", 0) + item("B", 1) + item("C", 2) + item("D", 1) + item("E", 0)
    inner = TABLE.replace("Name", "Inner")
    nested = TABLE.replace("</w:tc>", f"{inner}</w:tc>", 1)
    found = from_word(word(levels + nested), {})

    assert found.text == (
        "- A\n\n    3. B\n        - C\n    4. D\n- E\n\n"
        "| Line Line Who \\| what Inner and rank The minister | Who \\| what |\n| --- | --- |\n"
        "| Name and rank | The minister |\n"
    )
    assert found.lines == ["A table within a table became text."]


def test_nothing_is_left_out_in_silence():
    ruby = f"<w:r><w:ruby><w:rt>{r('guó')}</w:rt><w:rubyBase>{r('国')}</w:rubyBase></w:ruby></w:r>"
    quiet = "<w:bookmarkStart/><w:bookmarkEnd/><w:proofErr/><w:commentRangeStart/>"
    quiet += "<w:r><w:fldChar/><w:lastRenderedPageBreak/><w:commentReference/></w:r>"
    plain = from_word(word(p(r("in ") + ruby + quiet)), {})
    assert (plain.text, plain.lines) == ("in 国\n", [])

    other = "Parts of Word that the manual does not know were left out."
    for lost in ('<w:r><w:sym w:char="F0E0"/></w:r>', "<w:subDoc/>"):
        assert from_word(word(p(r("a") + lost)), {}).lines == [other]
