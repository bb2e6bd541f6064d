# ruff: noqa: E501, ISC004 - payloads and expected HTML stand on one line
"""A chapter as its readers see it: numbers, sections, notes, terms, tables, notices."""

import sys
import time
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from app.text.blocks import Block, split
from app.text.chapter import Chapter, Section, render_chapter
from app.text.labels import ChapterWords
from app.text.limits import TextTooIntricate
from tests.text.samples import manual

SOURCE = """Before any heading.[^a]

[^a]: Note **a**, see [terms](term:office).

## The *office*

{#b7k2x2qa}
A [Focal Point](term:focal-point) reads [chapter 3](chapter:first) and [more](chapter:gone).[^b][^a]

[^b]: Note b.

    Two paragraphs.

{#h7k2x2qa}
### Below

{#c7k2x2qa}
- one[^z]
- two

> **Not verified.** It is widely assumed.

> **Not verified.** Two

> > **Not verified.** parts.

> Said by somebody.

| A | B |
|---|---|
| 1 | 2 |

---

```
code
```

## The office

[^unused]: Nobody points here.
"""


def link(scheme: str, slug: str) -> str | None:
    return None if slug == "gone" else f"/{scheme}/{slug}"


def rendered(source: str = SOURCE, **more: Any) -> Chapter:
    return render_chapter(split(source), number="2", link=link, icons="/i.svg", **more)


def test_the_whole_chapter():
    chapter = rendered()
    pn = '<a class="pn" href="#{0}" aria-label="Address of paragraph {1}">{1}</a>'
    assert str(chapter.html).split("\n") == [
        f'<p id="p2.1">{pn.format("p2.1", "2.1")}Before any heading.<sup id="r1"><a href="#n1" aria-label="Note 1">1</a></sup></p>',
        '<h2 id="s-the-office"><a class="pn" href="#s-the-office" aria-label="Address of this section: The office">§</a>The <em>office</em></h2>',
        f'<p id="b7k2x2qa">{pn.format("b7k2x2qa", "2.2")}A <a class="term" href="/term/focal-point">Focal Point</a> reads <a href="/chapter/first">chapter 3</a> and more.'
        '<sup id="r2"><a href="#n2" aria-label="Note 2">2</a></sup><sup id="r1-2"><a href="#n1" aria-label="Note 1">1</a></sup></p>',
        '<h3 id="h7k2x2qa"><a class="pn" href="#h7k2x2qa" aria-label="Address of this section: Below">§</a>Below</h3>',
        f'<div id="c7k2x2qa">{pn.format("c7k2x2qa", "2.3")}<ul><li>one[^z]</li>', "<li>two</li>", "</ul>", "</div>",
        f'<div id="p2.4">{pn.format("p2.4", "2.4")}<div class="note"><svg class="i" aria-hidden="true"><use href="/i.svg#info"/></svg>'
        "<p><strong>Not verified.</strong> It is widely assumed.</p>", "</div></div>",
        f'<div id="p2.5">{pn.format("p2.5", "2.5")}<div class="note"><svg class="i" aria-hidden="true"><use href="/i.svg#info"/></svg>'
        "<p><strong>Not verified.</strong> Two</p>", "</div></div>",
        f'<div id="p2.6">{pn.format("p2.6", "2.6")}<blockquote><blockquote><p><strong>Not verified.</strong> parts.</p>', "</blockquote>", "</blockquote>", "</div>",
        f'<div id="p2.7">{pn.format("p2.7", "2.7")}<blockquote><p>Said by somebody.</p>', "</blockquote>", "</div>",
        f'<div id="p2.8">{pn.format("p2.8", "2.8")}<div class="tables"><table role="table"><thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">A</th><th role="columnheader" scope="col">B</th></tr></thead>'
        '<tbody role="rowgroup"><tr role="row"><th role="rowheader" scope="row">1</th><td role="cell" data-l="B"><span>2</span></td></tr>', "</tbody></table></div>", "</div>",
        "<hr>",
        f'<div id="p2.9">{pn.format("p2.9", "2.9")}<pre><code>code</code></pre>', "</div>",
        '<h2 id="s-the-office-2"><a class="pn" href="#s-the-office-2" aria-label="Address of this section: The office">§</a>The office</h2>',
        "",
    ]  # fmt: skip
    assert str(chapter.notes_html).split("\n") == [
        '<section class="notes part" aria-labelledby="h-n"><h2 id="h-n">Sources</h2><ol>',
        '<li id="n1">Note <strong>a</strong>, see <a class="term" href="/term/office">terms</a>. <a href="#r1" aria-label="Back to text, note 1">Back</a> <a href="#r1-2" aria-label="Back to text, note 1, place 2">2</a></li>',
        '<li id="n2"><p>Note b.</p>', "<p>Two paragraphs.</p>",
        ' <a href="#r2" aria-label="Back to text, note 2">Back</a></li>', "</ol></section>", "",
    ]  # fmt: skip


def test_what_the_rest_of_the_portal_needs():
    chapter = rendered()
    assert chapter.sections == (
        Section("s-the-office", "The office", 2), Section("h7k2x2qa", "Below", 3),
        Section("s-the-office-2", "The office", 2),
    )  # fmt: skip
    assert chapter.numbers == {"b7k2x2qa": "2.2", "c7k2x2qa": "2.3"}
    assert [(note.number, note.label, str(note.html)) for note in chapter.notes] == [
        (1, "a", 'Note <strong>a</strong>, see <a class="term" href="/term/office">terms</a>.'),
        (2, "b", "<p>Note b.</p>\n<p>Two paragraphs.</p>\n"),
    ]
    assert chapter.words == 38
    assert chapter.unresolved == ("chapter:gone",)
    assert chapter.undefined == ("z",)
    assert chapter.unused == ("unused",)


def test_words_of_another_language_and_a_prefix():
    words = ChapterWords(paragraph="Absatz %(number)s", not_verified="Ungeprüft.", sources="Quellen", note="Nr. %(number)s")  # fmt: skip
    chapter = rendered(
        "> **Ungeprüft.** Ja.\n>\n> Nein.\n\nText[^1]\n\n[^1]: x\n\n> **Not verified.**",
        words=words, prefix="c2-",
    )  # fmt: skip
    assert '<div class="note"><svg' in chapter.html
    assert chapter.html.count('class="note"') == 1
    assert "<div><p><strong>Ungeprüft.</strong> Ja.</p>\n<p>Nein.</p>\n</div></div>" in chapter.html
    assert 'aria-label="Absatz 2.1"' in chapter.html
    assert 'id="c2-r1"><a href="#c2-n1" aria-label="Nr. 1"' in chapter.html
    assert chapter.notes_html.startswith(
        '<section class="notes part" aria-labelledby="c2-h-n"><h2 id="c2-h-n">Quellen</h2>'
    )


def test_blocks_of_unusual_form():
    blocks = [Block("b7k2x2qa", "paragraph", "one\n\ntwo"), Block(None, "notes", "[^a]: x")]
    chapter = render_chapter(blocks, number="A", link=link)
    assert chapter.html == (
        '<div id="b7k2x2qa"><a class="pn" href="#b7k2x2qa" aria-label="Address of paragraph A.1">'
        "A.1</a><p>one</p>\n<p>two</p>\n</div>\n"
    )
    assert chapter.notes_html == ""
    assert render_chapter([], number="1", link=link).html == ""
    quote = render_chapter([Block(None, "quote", ">")], number="1", link=link)
    assert "<blockquote></blockquote>" in quote.html
    high = render_chapter(split("# High"), number="1", link=link)
    assert high.sections == (Section("s-high", "High", 2),)


def test_an_intricate_chapter_is_refused():
    blocks = [Block(None, "paragraph", "[a]" * 9000)] * 2
    with pytest.raises(TextTooIntricate):
        render_chapter(blocks, number="1", link=link)


def test_ids_are_unique_and_every_address_has_its_place():
    folder = Path(__file__).parents[2] / "manual" / "en"
    for number, path in enumerate(sorted(folder.glob("*.md")), 1):
        chapter = render_chapter(split(path.read_text("utf-8")), number=str(number), link=link)
        soup = BeautifulSoup(chapter.html + chapter.notes_html, "html5lib")
        ids = [element["id"] for element in soup.find_all(id=True)]
        assert len(set(ids)) == len(ids)
        inside = [str(a["href"])[1:] for a in soup.find_all("a") if str(a["href"]).startswith("#")]
        assert set(inside) <= set(ids)
        assert (chapter.undefined, chapter.unused) == ((), ())


def test_a_chapter_of_usual_length_is_rendered_in_time():
    blocks, _ = manual(blocks=110)
    began = time.process_time()
    render_chapter(blocks, number="1", link=link)
    assert time.process_time() - began < (0.25 if sys.gettrace() is None else 2.5)
