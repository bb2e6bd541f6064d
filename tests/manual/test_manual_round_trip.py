"""A text that goes out and comes back through Word or LibreOffice: nothing else than was edited."""

import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.config import ROOT
from app.manual.clearing.coming import outgoing, read_back
from app.manual.clearing.paper import HOW, Section, write
from app.papers.carrying import carried, relinked
from app.papers.writing.framed import Frame
from app.text.blocks import split
from app.text.figures import written
from app.text.links import public
from tests.support.clearing import rewritten
from tests.support.pictures import drawn

CHAPTERS = sorted((ROOT / "manual" / "en").glob("*.md"))
WHERE = "https://portal.example"


def follow(href):
    kind, _, name = href.partition(":")
    if kind in {"chapter", "term"}:
        return f"{WHERE}/manual/1/en/{'glossary#' if kind == 'term' else ''}{name}"
    if public(href) is None or href.startswith("#"):
        return None
    return WHERE + href if href.startswith("/") else href


def wordings(path):
    return {str(one.id): one.source for one in split(path.read_text(encoding="utf-8"))}


def document(said, pictures=()):
    blocks = [block for name, text in said.items() for block in outgoing(name, text)]
    numbers = {name: f"1.{n}" for n, name in enumerate(said, 1)}
    return write(
        Frame(
            number="C-GHA-2026-001",
            marking="For clearance",
            deadline="1 March 2027",
            readers="Ministries",
            facts=["A chapter"],
            how=HOW,
            language="en",
            author="The Network",
            moment=datetime(2026, 11, 1, tzinfo=UTC),
            pictures={one.name: one.content for one in pictures},
        ),
        [Section("1 A chapter", blocks, numbers)],
        follow,
    )


def changed(returned):
    return {one.id: one.plain for one in returned.blocks if one.plain}


def through_libreoffice(folder: Path, paths):
    out = folder / "out"
    subprocess.run(  # noqa: S603 - our own words
        ["soffice", "--headless", f"-env:UserInstallation={(folder / 'home').as_uri()}",  # noqa: S607 - the machine's own
         "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(out), *map(str, paths)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return {path.name: (out / path.name).read_bytes() for path in paths}


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_every_chapter_comes_back_unedited_as_it_went_out(path):
    said = wordings(path)
    sent = document(said)
    assert document(said) == sent
    returned = read_back(said, sent, sent)
    assert returned.marked
    assert not returned.changes


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_saves_chapters_anew_and_nothing_changes(tmp_path):
    sent = {}
    for path in CHAPTERS[:8]:
        sent[path] = tmp_path / f"{path.stem}.docx"
        sent[path].write_bytes(document(wordings(path)))
    saved = through_libreoffice(tmp_path, list(sent.values()))
    for path, place in sent.items():
        said = wordings(path)
        returned = read_back(said, place.read_bytes(), saved[place.name])
        assert returned.marked
        assert changed(returned) == {}, path.stem
        own = document(said)
        name, words = next(
            (name, text) for name, text in said.items() if text.startswith("You") or "." in text
        )
        first = next(word for word in words.split() if word.isalpha() and len(word) > 4)
        edited = rewritten(
            saved[place.name], lambda text, word=first: text.replace(word, f"{word}ZZ", 1)
        )
        came = changed(read_back(said, own, edited))
        assert all("ZZ" in one.text for one in came.values()), (name, came)


RED, BLUE = drawn(), drawn("blue", (60, 20))
ILLUSTRATED = {
    "p2aaaaa2": "A paragraph before.",
    "f2aaaaa2": written(
        RED.name, "A map & more", "UN Photo", "Where it *is*.[^a]\n\n[^a]: A note."
    ),
    "f2bbbbb2": written(BLUE.name, "A second map", "Ours"),
    "h2aaaaa2": "## A heading",
    "f2ccccc2": written(RED.name, "The map again", "UN Photo"),
    "l2aaaaa2": "- A point\n- Another",
}


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_saves_figures_anew_and_nothing_changes(tmp_path):
    sent = document(ILLUSTRATED, (RED, BLUE))
    assert not read_back(ILLUSTRATED, sent, sent).changes
    place = tmp_path / "figures.docx"
    place.write_bytes(sent)
    saved = through_libreoffice(tmp_path, [place])[place.name]
    returned = read_back(ILLUSTRATED, sent, saved)
    assert changed(returned) == {}
    edited = rewritten(saved, lambda text: text.replace("A second map", "A third map"))
    came = changed(read_back(ILLUSTRATED, sent, edited))
    assert {name: one.text for name, one in came.items()} == {
        "f2bbbbb2": written(BLUE.name, "A third map", "Ours")
    }


WORD = st.text(alphabet="abcdefghijklmnop", min_size=4, max_size=9)
PARAGRAPH = st.lists(WORD, min_size=3, max_size=12).map(" ".join)
TEXT = st.lists(PARAGRAPH, min_size=2, max_size=8, unique=True)


@settings(max_examples=40, deadline=None)
@given(TEXT, st.data())
def test_an_edited_paragraph_comes_back_as_that_paragraph_alone(paragraphs, data):
    said = {f"b2aaaa{chr(97 + n)}2": text for n, text in enumerate(paragraphs)}
    sent = document(said)
    assert not read_back(said, sent, sent).changes
    which = data.draw(st.sampled_from(list(said)))
    new = f"{said[which]} wholly new words"
    edited = rewritten(
        sent,
        lambda text: text.replace(f">{said[which]}</w:t>", f">{new}</w:t>", 1),
    )
    came = changed(read_back(said, sent, edited))
    assert {name: one.text for name, one in came.items()} == {which: new}
    returned = read_back(said, sent, edited)
    assert not returned.tracked


@given(st.text(max_size=60), st.text(max_size=60))
def test_what_nobody_touched_stays_as_it_is_written(own, shown):
    assert carried(own, shown, shown) == own
    assert carried(shown, shown, written) == written


def test_links_that_word_shows_as_words_stay():
    written = "See [Going on](chapter:going-on) and the [alternate](term:alternate) there."
    shown = "See [Going on](https://x.example/1) and the [alternate](https://x.example/2) there."
    assert relinked(shown, "See Going on and the alternate there.") == shown
    came = relinked(shown, "See Going on and the new alternate there.")
    assert carried(written, shown, came) == (
        "See [Going on](chapter:going-on) and the new [alternate](term:alternate) there."
    )


class TestShapes:
    SAID: ClassVar[dict[str, str]] = {
        "b2aaaaa2": "The first paragraph says what an office is for.",
        "c2aaaaa2": "The second paragraph says who holds the office, and for how long a time.",
        "d2aaaaa2": "The third paragraph ends the chapter with a proposal.",
    }

    def came(self, change):
        sent = document(self.SAID)
        return changed(read_back(self.SAID, sent, rewritten(sent, change)))

    def test_two_that_were_put_together(self):
        first, second, _ = self.SAID.values()

        def join(text):
            start = text.index(first) + len(first)
            stop = text.index(second)
            marks = '<w:bookmarkStart w:id="90" w:name="c2aaaaa2"/><w:bookmarkEnd w:id="90"/>'
            joined = f' </w:t></w:r>{marks}<w:r><w:t xml:space="preserve">'
            return text[:start] + joined + text[stop:]

        came = self.came(join)
        assert came["b2aaaaa2"].text == f"{first} {second}"
        assert (came["c2aaaaa2"].text, came["c2aaaaa2"].into) == ("", "b2aaaaa2")
        assert set(came) == {"b2aaaaa2", "c2aaaaa2"}

    def test_one_that_was_split(self):
        def cut(text):
            return text.replace(
                "who holds the office, and",
                'who holds the office,</w:t></w:r></w:p><w:p><w:r><w:t xml:space="preserve">and',
            )

        came = self.came(cut)
        assert set(came) == {"c2aaaaa2"}
        assert came["c2aaaaa2"].split
        assert came["c2aaaaa2"].text.count("\n\n") == 1

    def test_one_that_was_added_after_another(self):
        def put(text):
            end = text.index("</w:p>", text.index("The second")) + len("</w:p>")
            return text[:end] + "<w:p><w:r><w:t>Quite other words.</w:t></w:r></w:p>" + text[end:]

        came = self.came(put)
        assert set(came) == {"c2aaaaa2"}
        assert came["c2aaaaa2"].added
        assert came["c2aaaaa2"].text.endswith("\n\nQuite other words.")

    def test_one_that_was_moved(self):
        def move(text):
            start = text.rindex("<w:p>", 0, text.index("b2aaaaa2"))
            stop = text.index("</w:p>", start) + len("</w:p>")
            end = text.index("<w:sectPr")
            return text[:start] + text[stop:end] + text[start:stop] + text[end:]

        came = self.came(move)
        assert [(name, one.moved, one.text) for name, one in came.items()] == [
            ("b2aaaaa2", True, self.SAID["b2aaaaa2"])
        ]

    def test_one_that_was_emptied(self):
        gone = self.SAID["c2aaaaa2"]
        came = self.came(lambda text: text.replace(gone, ""))
        assert [(name, one.text, one.into) for name, one in came.items()] == [("c2aaaaa2", "", "")]

    def test_a_document_without_its_marks(self):
        def bare(text):
            return text.replace('w:name="', 'w:name="x').replace("ends the chapter", "closes it")

        sent = document(self.SAID)
        returned = read_back(self.SAID, sent, rewritten(sent, bare))
        assert not returned.marked
        assert list(changed(returned)) == ["d2aaaaa2"]
