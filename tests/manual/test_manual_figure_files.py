"""A figure in every file of an edition, and in a Word document that comes back."""

import io
import json
import shutil
import subprocess
import zipfile
from base64 import b64decode
from dataclasses import replace

import html5lib
import pikepdf
import pytest

from app.access.viewer import ANYONE
from app.files.examining import Patience
from app.manual import queries
from app.manual.exports import data, docx, epub, html_file, paper
from app.manual.figures import keeping
from app.manual.values import DRAFT
from app.manual.word import pictures, taking
from app.papers.reading.text import from_word
from app.text.figures import names, written
from tests.manual.test_manual_exports import EPUBCHECK, book, chapter, parsed, unpacked
from tests.manual_text.test_word import OFFICE, PACKAGE, p, r, word, zipped
from tests.support.paper import words_of
from tests.support.pictures import drawn, made, noise

PICTURE, MISSING = drawn(), drawn("blue")
FIGURE = written(PICTURE.name, 'A "map" of it', "UN & others", "Below *it*.[^1]")
SOURCE = f"{FIGURE}\n\n[^1]: A note.\n\n{written(MISSING.name, 'A plan', 'UN')}\n\nWords."


def illustrated():
    """Return a book of one chapter with a figure and with one whose picture is missing."""
    head, text = chapter(1, "one", SOURCE)
    pictures_ = {PICTURE.name: PICTURE.content}
    return replace(book(), heads=[head], texts={head.chapter_id: text}, pictures=pictures_)


def test_one_page_holds_its_pictures():
    page = html5lib.parse(html_file.write(illustrated()).decode(), namespaceHTMLElements=False)
    (image,) = page.iter("img")
    assert image.attrib["alt"] == 'A "map" of it'
    assert b64decode(image.attrib["src"].partition(",")[2]) == PICTURE.content
    assert "img-src data:" in page.find(".//meta[@http-equiv]").attrib["content"]
    assert "This picture is missing at present. It shows: A plan" in "".join(page.itertext())
    assert html_file.write(illustrated()) == html_file.write(illustrated())


def test_data_says_what_each_picture_is():
    (one,) = json.loads(data.write(illustrated()))["figures"]
    assert one["name"] == PICTURE.name
    assert one["sha256"] == PICTURE.sha256
    assert one["address"] == f"https://portal.example/manual/figures/{PICTURE.name}"
    assert (one["width"], one["height"], one["media"]) == (40, 20, "image/png")


def test_the_pdf_shows_it_tagged_and_with_its_words(tmp_path):
    content = paper.write(illustrated()).content
    said = words_of(content)
    assert "Below it." in said
    assert "Source: UN & others" in said
    assert "This picture is missing at present. It shows: A plan" in said
    (tmp_path / "a.pdf").write_bytes(content)
    with pikepdf.open(tmp_path / "a.pdf") as pdf:
        figures = [
            str(one.Alt)
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"
        ]
        images = [
            one
            for one in pdf.objects
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"
        ]
    assert figures == ['A "map" of it']
    assert [(int(one.Width), int(one.Height)) for one in images] == [(40, 20)]
    assert paper.write(illustrated()).content == content


@pytest.mark.skipif(
    not (EPUBCHECK.exists() and shutil.which("java")), reason="epubcheck is not installed"
)
def test_the_epub_is_sound(tmp_path):
    content = epub.write(illustrated())
    assert unpacked(content)[f"book/figures/{PICTURE.name}"] == PICTURE.content
    (tmp_path / "a.epub").write_bytes(content)
    done = subprocess.run(  # noqa: S603 - our own words
        ["java", "-jar", str(EPUBCHECK), str(tmp_path / "a.epub")],  # noqa: S607 - the machine's own
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "0 fatals / 0 errors / 0 warnings" in done.stdout + done.stderr


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_shows_the_picture_of_the_word_document(tmp_path):
    (tmp_path / "a.docx").write_bytes(docx.write(illustrated()))
    subprocess.run(  # noqa: S603 - our own words
        ["soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'home').as_uri()}",  # noqa: S607 - the machine's own
         "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "a.docx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    content = (tmp_path / "a.pdf").read_bytes()
    assert b"/Image" in content
    assert "Source: UN & others" in words_of(content)


class TestWord:
    def test_the_portals_own_document_comes_back_with_the_very_figure(self, manual):
        content = docx.write(illustrated())
        assert parsed(unpacked(content)["word/document.xml"]) is not None
        found = from_word(content, {"A note.": "1"})
        with manual.unit_of_work() as db:
            keeping.put(db, PICTURE)
            there = pictures.known(db.connection(), found)
            done = pictures.examined(found, there, Patience.new())
        assert not done.fresh
        text = pictures.placed(found, done).text
        assert text.partition("\n\n")[2].startswith(f"{FIGURE}\n\n[^1]: A note.")

    def test_a_strange_picture_is_taken_in_and_wants_its_words(self, manual):
        content = with_picture("image1.jpg", noise((300, 200), "JPEG"), "")
        with manual.unit_of_work() as db:
            found = taking.text_of(content, ())
            done = pictures.examined(found, {}, Patience.new())
            pictures.keep_all(db, ANYONE, done)
        text = pictures.placed(found, done).text
        (name,) = names(text)
        assert text == f'Before.\n\n![](figure:{name} "")\n\nAfter.\n'
        assert done.lines == [pictures.WANTED]

    def test_what_cannot_be_taken_is_left_out_and_told(self):
        content = with_picture("image1.emf", b"\x01\0\0\0 words", "A drawing")
        found = from_word(content, {})
        done = pictures.examined(found, {}, Patience.new())
        assert pictures.placed(found, done).text.split() == ["Before.", "After."]
        assert done.lines[0].startswith("A picture was left out. A figure is a picture")

    def test_the_editor_sees_it_in_the_form_and_cannot_save_it_so(self, manual, browse):
        content = with_picture("image1.png", made("green"), "")
        editor = browse("editor")
        page = editor.post(
            "/manual/edit/beginning/word",
            status=200,
            files={"file": ("a.docx", content)},
        )
        text = page.soup.select_one("#f-text").get_text().strip()
        assert pictures.WANTED in page.words("[aria-labelledby=h-word] li")
        form = page.soup.select_one("form[action='/manual/edit/beginning']")
        kept = {one["name"]: one["value"] for one in form.select("input[name]")}
        again = editor.post("/manual/edit/beginning", {**kept, "text": text}, status=422)
        assert "has no alternative text" in again.words(".problem li")[0]
        whole = text.replace("![](", "![A map](").replace(' "")', ' "UN")')
        editor.post("/manual/edit/beginning", {**kept, "text": whole})
        with manual.read() as conn:
            blocks = queries.chapter_text(conn, DRAFT, "chapterone22").blocks
        assert [block.kind for block in blocks] == ["paragraph", "figure", "paragraph"]


def with_picture(name, content, words):
    drawing = (
        '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
        f'wordprocessingDrawing"><wp:docPr id="1" name="x" descr="{words}"/><a:graphic'
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:blip r:embed="rId9"/>'
        "</a:graphic></wp:inline></w:drawing></w:r>"
    )
    relations = (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId9" Type="{OFFICE}/image"'
        f' Target="media/{name}"/></Relationships>'
    )
    whole = word(p(r("Before.")) + p(drawing) + p(r("After.")))
    with zipfile.ZipFile(io.BytesIO(whole)) as packed:
        parts = {one: packed.read(one) for one in packed.namelist()}
    parts |= {"word/_rels/document.xml.rels": relations.encode(), f"word/media/{name}": content}
    return zipped(parts)
