"""A Word document as Markdown: what is taken over, what is told, what is refused."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.papers.reading.looks import DEEPEST, Looks
from app.papers.reading.marks import Piece, as_line
from app.papers.reading.parts import MOST_PART, NoWord, TooMuch, read
from app.papers.reading.text import from_word
from app.text.blocks import split
from app.text.markdown import to_html, to_text

WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
STYLES = (
    '<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:styleId="Own"><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
    '<w:style w:styleId="Zitat"><w:name w:val="Quote"/></w:style>'
)
NUMBERING = (
    '<w:abstractNum w:abstractNumId="5"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="3"/><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="7"><w:abstractNumId w:val="5"/></w:num>'
)
NOTES = '<w:footnote w:id="4"><w:p><w:r><w:t>A source.</w:t></w:r></w:p></w:footnote>'


def word(body: str, **more: bytes | str) -> bytes:
    """Return a document with this body; ``more`` are parts beside the usual ones."""
    names = f'xmlns:w="{WORDS}" xmlns:r="{OFFICE}"'
    link = '<Relationship Id="a1" TargetMode="External" Target="https://example.org/a_(b)"/>'
    parts = {
        "word/document.xml": f"<w:document {names}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {names}>{STYLES}</w:styles>",
        "word/numbering.xml": f"<w:numbering {names}>{NUMBERING}</w:numbering>",
        "word/footnotes.xml": f"<w:footnotes {names}>{NOTES}</w:footnotes>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}">{link}</Relationships>',
    }
    return zipped({**parts, **{k.replace("__", "/") + ".xml": v for k, v in more.items()}})


def zipped(parts) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


def p(inside: str, style: str = "", more: str = "") -> str:
    look = (f'<w:pStyle w:val="{style}"/>' if style else "") + more
    return f"<w:p><w:pPr>{look}</w:pPr>{inside}</w:p>"


def r(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def item(text: str, level: int) -> str:
    return p(r(text), more=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr>')


NOTE = '<w:r><w:footnoteReference w:id="4"/></w:r>'
TABLE = (
    f"<w:tbl><w:tr><w:tc>{p(r('Line'))}</w:tc><w:tc>{p(r('Who | what'))}</w:tc></w:tr>"
    f"<w:tr><w:tc>{p(r('Name'))}{p(r('and rank'))}</w:tc><w:tc>{p(r('The minister'))}</w:tc></w:tr>"
    "</w:tbl>"
)
BODY = (
    p(r("The title"), "berschrift1")
    + p(r("In short"), "berschrift2")
    + p(r("An office ") + r("begins ", "<w:b/>") + r("here.", "<w:i/>") + NOTE)
    + p(r("Details"), "Own")
    + item("One", 0)
    + item("Deeper", 1)
    + p(r("Deeper still") + NOTE, more='<w:numPr><w:ilvl w:val="1"/><w:numId w:val="7"/></w:numPr>')
    + item("Two", 0)
    + p(f'<w:hyperlink r:id="a1">{r("Read")}</w:hyperlink>' + r(" *not* marked: 1. [x] &lt;b&gt;"))
    + p(r("Said once."), "Zitat")
    + TABLE
    + p(r("- no list"))
)
TEXT = r"""## In short

An office **begins** *here.*[^n1]

[^n1]: A source.

### Details

- One

    3. Deeper
    4. Deeper still[^n1]
- Two

[Read](https://example.org/a_%28b%29) \*not\* marked: 1. \[x\] \<b>

> Said once.

| Line | Who \| what |
| --- | --- |
| Name and rank | The minister |

\- no list
"""


def test_headings_lists_tables_notes_and_links_are_taken_over():
    found = from_word(word(BODY), {})

    assert found.text == TEXT
    assert found.changed == found.text
    assert found.lines == [
        "The title of the document stands only here; write it above if it is new. (The title)"
    ]
    assert '<ol start="3"' in to_html(found.text, profile="document")
    kinds = ["heading", "paragraph", "heading", "list", "paragraph", "quote", "table", "paragraph"]
    assert [block.kind for block in split(found.text)] == kinds


def test_a_note_keeps_the_label_that_the_chapter_has_for_it():
    assert "[^letter]: A source." in from_word(word(BODY), {"A source.": "letter"}).text


def test_tracked_changes_are_told_and_not_made():
    body = p(
        r("The office ")
        + '<w:del w:author="A. Minister"><w:r><w:delText>may</w:delText></w:r></w:del>'
        + f'<w:ins w:author="A. Minister">{r("shall")}</w:ins>'
        + r(" answer.")
    )
    found = from_word(word(body + p(f"<w:ins>{r('New.')}</w:ins>")), {})

    assert found.text == "The office may answer.\n"
    assert found.changed == "The office shall answer.\n\nNew.\n"
    assert [(one.inserted, one.who, one.text) for one in found.tracked] == [
        (False, "A. Minister", "may"),
        (True, "A. Minister", "shall"),
        (True, "", "New."),
    ]


def test_lists_share_their_levels_whatever_a_document_claims():
    lists = "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="1"/></w:num>' for n in range(1_000)
    )
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:numFmt w:val="decimal"/></w:lvl>' for n in range(1_000)
    )
    own = (
        '<w:num w:numId="own"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="1">'
        '<w:startOverride w:val="4"/></w:lvlOverride></w:num>'
    )
    shape = f'<w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum>'
    names = f'xmlns:w="{WORDS}"'
    numbering = f"<w:numbering {names}>{shape}{lists}{own}</w:numbering>"
    kinds = dict(Looks.of(read(word("", word__numbering=numbering))).kinds)

    assert kinds.pop("own") == {n: (True, 4 if n == 1 else 1) for n in range(DEEPEST + 1)}
    assert len(kinds) == 1_000
    assert {id(one) for one in kinds.values()} == {id(kinds["0"])}
    assert kinds["0"] == dict.fromkeys(range(DEEPEST + 1), (True, 1))


def test_what_the_manual_does_not_have_is_told():
    comment = f'<w:comments xmlns:w="{WORDS}"><w:comment>{p(r("Why?"))}</w:comment></w:comments>'
    merged = TABLE.replace("<w:tc>", '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>', 1)
    nested = TABLE.replace("</w:tc>", f"{TABLE}</w:tc>", 1)
    stress = p(r("a") + r("“b”", "<w:b/>") + r("c"))
    maths = '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"/>'
    body = (
        p("<w:r><w:drawing/></w:r>" + r("Text."))
        + p(f'<w:hyperlink w:anchor="x">{r("there")}</w:hyperlink>{maths}')
        + f"<w:altChunk/>{merged}{nested}{stress}"
    )
    found = from_word(word(body, word__comments=comment), {})

    assert [line.partition(" (")[0] for line in found.lines] == [
        "Comments were not taken over.",
        "Formulas were left out.",
        "Links within the document, or to addresses of other kinds, became words.",
        "Joined cells of a table became single ones; look at that table.",
        "Parts of Word that the manual does not know were left out.",
        "Drawings and text boxes that are no picture were left out.",
        "Bold or slanted words that Markdown cannot mark became plain.",
        "A table within a table became text.",
    ]
    assert "a“b”c" in found.text


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", NoWord),
        (b"PK\x03\x04 broken", NoWord),
        (zipped({"word/other.xml": "<a/>"}), NoWord),
        (zipped({"word/document.xml": "<a/>"}), NoWord),
        (zipped({"word/document.xml": "<a"}), NoWord),
        (word('<!DOCTYPE a [<!ENTITY b "c">]>'), NoWord),
        (
            word("", word__comments='<?xml version="1.0"?><!DOCTYPE a SYSTEM "file:///x"><a/>'),
            NoWord,
        ),
        (word("", word__comments="<a/>".encode("utf-16")), NoWord),
        (word("", word__comments=b" " * (MOST_PART + 1)), TooMuch),
        (word("<w:p/>" * 400_001), TooMuch),
        (zipped({f"a{n}": "" for n in range(2_001)}), TooMuch),
        (b"x" * (10 * 2**20 + 1), TooMuch),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else f"{len(value)}",
)
def test_what_is_no_document_or_too_much_is_refused(content, refusal):
    with pytest.raises(refusal):
        read(content)


SIGNS = st.text(st.sampled_from("aé 国1.)-+*_`[]<>&;#|~\\{}=:!^\"'("), max_size=30)


@given(SIGNS)
def test_any_words_read_as_they_were_written(said):
    line = as_line([Piece(said)])

    assert to_text(line).split() == said.split()
    assert [block.kind for block in split(line)] == ["paragraph"] * bool(said.strip())
