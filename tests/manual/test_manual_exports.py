"""A file of the manual: all text is there, it is sound by its own format's rules, and lasting."""

import io
import json
import re
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import html5lib
import pikepdf
import pytest

from app.manual import glossary
from app.manual.exports import data, docx, epub, html_file, paper
from app.manual.exports.book import Book
from app.manual.values import ChapterHead, ChapterText, EditionInfo
from app.text.blocks import Block, split
from app.text.chapter import render_chapter
from tests.support.paper import read_out, words_of

HASH = "ab" * 32
AT = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
EPUBCHECK = Path("/usr/share/java/epubcheck.jar")
ONE = """\
{#h2aaaaaa}
## First <script>alert(1)</script> & so on

{#p2aaaaaa}
Words with **strong**, *stress*, `co<de>`, a note[^a] and once more[^a]. See [Two](chapter:two)
or a [word](term:word), [out](https://example.org/?a=1&b=2), [here](/practices), [gone](chapter:no).

[^a]: A note with [a link](https://example.org/note).

{#p2bbbbbb}
ف هذا نص عربي قصير. [back](#p2aaaaaa) \N{GRINNING FACE}

{#t2aaaaaa}
| Head & more | Other[^b] |
| --- | --- |
| a > "b" |  |

[^b]: Another.

    With two paragraphs.

{#l2aaaaaa}
4. Four

   more of it
   - inside
     1. deep
5. Five

{#q2aaaaaa}
> **Not verified.** Nobody knows \x01\x0b\ufffe ]]> .

{#c2aaaaaa}
```
if a < b:  # #import "x"
```

{#r2aaaaaa}
---

{#h2bbbbbb}
#### Too deep
"""
TWO = """\
{#p2cccccc}
The second says 中文 too, \\ $x$ #read("/etc/passwd").
"""
WORDS = """\
{#h2eeeeee}
### Word

{#p2eeeeee}
What it means.
"""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def chapter(number: int, slug: str, source: str) -> tuple[ChapterHead, ChapterText]:
    name = f"chapter{number}aaaa"
    head = ChapterHead(
        name, number, str(number), "chapter", slug, f"On {slug} & <b>", "For all.", ()
    )
    blocks = split(source)
    made = render_chapter(blocks, number=str(number), link=lambda _kind, _name: None)
    return head, ChapterText(tuple(blocks), made.numbers)


def book(*only: str) -> Book:
    """Return the small manual, or some chapters of it."""
    every = [
        chapter(1, "one", ONE), chapter(2, "two", TWO), chapter(3, glossary.SLUG, WORDS),
    ]  # fmt: skip
    edition = EditionInfo(2, "i", "Edition 2", "en", AT, "Note.", "major", HASH)
    texts = {head.chapter_id: text for head, text in every if not only or head.slug in only}
    terms = glossary.terms(every[2][1].blocks)
    return Book(edition, [head for head, _ in every], texts, terms, "https://portal.example")


def parsed(content: bytes | str) -> ET.Element:
    return ET.fromstring(content)  # noqa: S314 - what we wrote ourselves


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.testzip() is None
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        return {entry.filename: packed.read(entry) for entry in packed.infolist()}


def test_every_kind_is_the_same_bytes_each_time():
    for write in (data.write, docx.write, epub.write, html_file.write):
        assert write(book()) == write(book())


class TestEpub:
    """By its own rules: container, package, contents, pages."""

    def test_it_is_a_sound_book(self):
        content = epub.write(book())
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            first = packed.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        files = unpacked(content)
        assert files["mimetype"] == b"application/epub+zip"
        place = parsed(files["META-INF/container.xml"]).find(".//{*}rootfile")
        assert place is not None
        package = parsed(files[place.attrib["full-path"]])
        items = {one.attrib["id"]: one.attrib for one in package.iterfind(".//{*}item")}
        assert {f"book/{one['href']}" for one in items.values()} | {
            "mimetype", "META-INF/container.xml", "book/package.opf",
        } == set(files)  # fmt: skip
        spine = [one.attrib["idref"] for one in package.iterfind(".//{*}itemref")]
        assert spine == ["i-title", "i-c-one", "i-c-two", "i-c-glossary"]
        assert [one["href"] for one in items.values() if one.get("properties") == "nav"] == [
            "nav.xhtml"
        ]
        assert package.findtext(".//{*}meta[@property='dcterms:modified']") == (
            "2027-03-01T09:30:00Z"
        )

    def test_every_link_leads_somewhere(self):
        pages = {
            name.removeprefix("book/"): parsed(content)
            for name, content in unpacked(epub.write(book())).items()
            if name.endswith(".xhtml")
        }
        ids = {name: [e.attrib["id"] for e in page.iter() if "id" in e.attrib]
               for name, page in pages.items()}  # fmt: skip
        assert all(len(found) == len(set(found)) for found in ids.values())
        outside = set()
        for name, page in pages.items():
            for link in page.iter("{http://www.w3.org/1999/xhtml}a"):
                file, _, at = link.attrib["href"].partition("#")
                if file.startswith("https:"):
                    outside.add(link.attrib["href"])
                else:
                    assert not at or at in ids[file or name], link.attrib
        assert outside == {
            "https://portal.example/manual/2", "https://example.org/?a=1&b=2",
            "https://portal.example/practices", "https://example.org/note",
        }  # fmt: skip
        one = pages["c-one.xhtml"]
        assert "gone" in "".join(one.itertext())
        assert not list(one.iter("{http://www.w3.org/1999/xhtml}script"))

    @pytest.mark.skipif(
        not (EPUBCHECK.exists() and shutil.which("java")), reason="epubcheck is not installed"
    )
    def test_epubcheck_finds_nothing(self, tmp_path):
        file = tmp_path / "manual.epub"
        file.write_bytes(epub.write(book()))
        done = subprocess.run(  # noqa: S603 - our own words
            ["java", "-jar", str(EPUBCHECK), str(file)],  # noqa: S607 - the machine's own
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert "0 fatals / 0 errors / 0 warnings" in done.stdout + done.stderr


class TestDocx:
    """Each part agrees with the others."""

    def test_what_is_referred_to_is_there(self):
        files = unpacked(docx.write(book()))
        parts = {name: parsed(content) for name, content in files.items()}
        types = {
            one.attrib["PartName"] for one in parts["[Content_Types].xml"].iterfind("{*}Override")
        }
        assert types == {f"/{name}" for name in files if name.endswith(".xml")} - {
            "/[Content_Types].xml"
        }
        styles = {one.attrib[f"{W}styleId"] for one in parts["word/styles.xml"].iter(f"{W}style")}
        lists = {one.attrib[f"{W}numId"] for one in parts["word/numbering.xml"].iter(f"{W}num")}
        notes = {one.attrib[f"{W}id"] for one in parts["word/footnotes.xml"].iter(f"{W}footnote")}
        body = parts["word/document.xml"]
        places = [one.attrib[f"{W}name"] for one in body.iter(f"{W}bookmarkStart")]
        assert len(places) == len(set(places))
        for name in ("word/document.xml", "word/footnotes.xml"):
            part = parts[name]
            known = parts[name.replace("word/", "word/_rels/") + ".rels"]
            relations = {one.attrib["Id"] for one in known}
            for kind in ("pStyle", "rStyle", "tblStyle"):
                assert {e.attrib[f"{W}val"] for e in part.iter(f"{W}{kind}")} <= styles
            assert {e.attrib[f"{W}val"] for e in part.iter(f"{W}numId")} <= lists
            used = {value for e in part.iter() for key, value in e.attrib.items()
                    if key == f"{R}id"}  # fmt: skip
            assert used <= relations
            anchors = {e.attrib[f"{W}anchor"] for e in part.iter() if f"{W}anchor" in e.attrib}
            assert anchors <= set(places)
        called = [one.attrib[f"{W}id"] for one in body.iter(f"{W}footnoteReference")]
        assert (called, notes) == (["2", "3"], {"0", "1", "2", "3"})

    def test_headings_lists_tables_and_both_directions(self):
        body = parsed(unpacked(docx.write(book()))["word/document.xml"])
        styles = [e.attrib[f"{W}val"] for e in body.iter(f"{W}pStyle")]

        assert [s for s in styles if s.startswith("Heading")] == [
            "Heading1", "Heading2", "Heading4", "Heading1", "Heading1", "Heading3",
        ]  # fmt: skip
        assert len(list(body.iter(f"{W}tbl"))) == 1
        levels = [e.attrib[f"{W}val"] for e in body.iter(f"{W}ilvl")]
        assert levels == ["0", "1", "2", "0"]
        assert len(list(body.iter(f"{W}bidi"))) == 1
        said = "".join(e.text or "" for e in body.iter(f"{W}t"))
        assert "Words with strong, stress, co<de>, a note and once more1." in said
        assert "\x01" not in said

    @pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
    def test_libreoffice_opens_it(self, tmp_path):
        (tmp_path / "manual.docx").write_bytes(docx.write(book()))
        subprocess.run(  # noqa: S603 - our own words
            ["soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'home').as_uri()}",  # noqa: S607 - the machine's own
             "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "manual.docx")],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        said = words_of((tmp_path / "manual.pdf").read_bytes())
        assert "1 On one & <b>" in said
        assert "A note with a link." in said
        assert "The second says 中文 too" in said


def test_one_page_needs_no_network_and_runs_nothing():
    page = html5lib.parse(html_file.write(book()).decode(), namespaceHTMLElements=False)

    ids = [e.attrib["id"] for e in page.iter() if "id" in e.attrib]
    links = [e.attrib["href"] for e in page.iter("a")]
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in links if link.startswith("#")} <= set(ids)
    assert {"script", "img", "link", "svg", "iframe"} & {str(e.tag) for e in page.iter()} == set()
    policy = page.find(".//meta[@http-equiv]")
    assert policy is not None
    assert policy.attrib["content"].startswith("default-src 'none'")
    assert f"SHA-256 of the text of the edition: {HASH}" in "".join(page.itertext())


def test_a_single_chapter_leads_to_the_portal_for_the_rest():
    said = html_file.write(book("two")).decode()
    one = html_file.write(book("one")).decode()

    assert "https://portal.example/manual/2/en/two" in said
    assert '<a href="https://portal.example/manual/2/en/two">Two</a>' in one
    assert 'href="https://portal.example/manual/2/en/glossary#h2eeeeee"' in one
    assert "<nav>" not in one


def test_data_has_every_block_with_its_number_and_hash():
    said = json.loads(data.write(book()))

    assert (said["edition"]["hash"], said["address"]) == (HASH, "https://portal.example/manual/2")
    blocks = [Block(b["id"], b["kind"], b["text"]) for c in said["chapters"] for b in c["blocks"]]
    assert blocks == [block for _, text in book().parts for block in text.blocks]
    assert [b["number"] for b in said["chapters"][0]["blocks"]][:4] == [None, "1.1", "1.2", "1.3"]


class TestPaper:
    """The PDF."""

    def test_it_is_tagged_and_says_where_everything_is(self):
        made = paper.write(book())
        assert paper.write(book()).content == made.content
        with pikepdf.open(io.BytesIO(made.content)) as pdf:
            with pdf.open_metadata() as said:
                assert said["pdfuaid:part"] == "1"
            tags = {
                str(one.S)
                for one in pdf.objects
                if isinstance(one, pikepdf.Dictionary) and "/S" in one
            }
            assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/L", "/Note", "/TOC", "/Link"} <= tags
            pages = len(pdf.pages)
        each = read_out(made.content).split("\f")[:pages]
        assert all("Manual for R2P Focal Points, edition 2" in page for page in each)
        assert all(f"sha256:{HASH}" in page for page in each)
        said = words_of(made.content)
        assert re.search(r"On two & <b> [. \u2060]*4 ", said)
        assert "See Two (page 4) or a word (page 5)" in said
        assert 'The second says 中文 too, \\ $x$ #read("/etc/passwd").' in said
        assert 'if a < b: # #import "x"' in said

    def test_a_sign_without_a_shape_is_named(self):
        made = paper.write(book("one"))

        assert made.missing == ["U+FFFE", "U+1F600"]
        assert (
            "These signs have no shape in the fonts of this document: U+FFFE, U+1F600"
            in words_of(made.content)
        )
