"""The manual as it lies in the repository: complete, sourced, linked and plain."""

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

MANUAL = Path(__file__).resolve().parents[2] / "manual"
BOOK = tomllib.loads((MANUAL / "manual.toml").read_text(encoding="utf-8"))
CHAPTERS = BOOK["chapters"]
ID_LINE = re.compile(r"^\{#[a-z2-7]{8}\}\n", re.MULTILINE)
FILES = {c["slug"]: (MANUAL / c["file"]).read_text(encoding="utf-8") for c in CHAPTERS}
TEXTS = {slug: ID_LINE.sub("", text) for slug, text in FILES.items()}
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table").use(footnote_plugin)
DEFINITION = re.compile(r"^\[\^([a-z0-9-]+)\]: (.+)$", re.MULTILINE)
REFERENCE = re.compile(r"\[\^([a-z0-9-]+)\](?!:)")
NUMBERS = [str(n) for n in range(1, 16)] + list("ABCD")

each_chapter = pytest.mark.parametrize("slug", TEXTS)


def body(slug: str) -> str:
    """Return the chapter without its footnote definitions."""
    return DEFINITION.sub("", TEXTS[slug])


def flat(tokens: list[Token]) -> list[Token]:
    """Return the tokens with the inline ones among them."""
    return [t for token in tokens for t in (token, *flat(token.children or []))]


def links(slug: str) -> list[str]:
    found = [
        str(t.attrs["href"]) for t in flat(MARKDOWN.parse(TEXTS[slug])) if t.type == "link_open"
    ]
    assert found or slug.startswith("model")
    return found


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_][\w’'.:/–-]*", text)


def prose(slug: str) -> list[str]:
    """Return the text of paragraphs, list items and notes; tables and headings left out."""
    tokens = MARKDOWN.parse(REFERENCE.sub("", body(slug)))
    return [
        "".join(
            c.content if c.type == "text" else " " * (c.type == "softbreak") for c in t.children
        )
        for before, t in pairwise(tokens)
        if t.type == "inline" and before.type == "paragraph_open" and t.children
    ]


def slugify(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def test_the_book_says_what_it_is():
    assert BOOK["title"]
    assert (BOOK["edition"], BOOK["label"], BOOK["language"]) == (1, "Edition 1", "en")
    assert BOOK["date"].isoformat() == "2026-11-23"


def test_every_block_and_chapter_has_its_lasting_id():
    ids = [line for text in FILES.values() for line in ID_LINE.findall(text)]
    assert len(ids) == len(set(ids))
    for slug, text in FILES.items():
        blocks = re.split(r"\n{2,}(?!\[\^)", text.strip())
        assert [b for b in blocks if not ID_LINE.match(b)] == [], slug
    assert len({c["id"] for c in CHAPTERS}) == len(CHAPTERS)


def test_chapters_and_files_agree():
    assert [c["number"] for c in CHAPTERS] == NUMBERS
    assert [c["kind"] for c in CHAPTERS] == ["chapter"] * 15 + ["annex"] * 4
    assert len(TEXTS) == len(CHAPTERS)
    assert all(slugify(c["slug"]) == c["slug"] for c in CHAPTERS)
    expected = [f"en/{n:02d}-{c['slug']}.md" for n, c in enumerate(CHAPTERS, 1)]
    assert [c["file"] for c in CHAPTERS] == expected
    on_disk = sorted(str(p.relative_to(MANUAL)) for p in (MANUAL / "en").iterdir())
    assert on_disk == expected


def test_every_chapter_says_for_whom_and_which_questions():
    for chapter in CHAPTERS:
        assert chapter["audience_line"].endswith(".")
        assert len(chapter["questions"]) >= 2
        assert all(q.endswith("?") for q in chapter["questions"])


def test_the_manual_is_long_enough():
    assert sum(len(words(body(slug))) for slug in TEXTS) >= 12_000


@each_chapter
def test_a_chapter_is_neither_thin_nor_endless(slug):
    assert 600 <= len(words(body(slug))) <= 1_400


@each_chapter
def test_footnotes_and_definitions_are_the_same(slug):
    defined = [label for label, _ in DEFINITION.findall(TEXTS[slug])]
    used = list(dict.fromkeys(REFERENCE.findall(body(slug))))
    assert defined == used
    assert all("](http" in text for _, text in DEFINITION.findall(TEXTS[slug]))


@each_chapter
def test_a_source_stands_right_after_the_block_that_uses_it_first(slug):
    seen: set[str] = set()
    blocks = re.split(r"\n{2,}", TEXTS[slug].strip())
    for block, after in zip(blocks, [*blocks[1:], ""], strict=True):
        if DEFINITION.match(block):
            continue
        new = [x for x in dict.fromkeys(REFERENCE.findall(block)) if x not in seen]
        assert [x for x, _ in DEFINITION.findall(after)] == new
        seen.update(new)


@pytest.mark.parametrize("slug", [c["slug"] for c in CHAPTERS if c["kind"] == "chapter"])
def test_a_chapter_has_three_sources(slug):
    assert len(DEFINITION.findall(TEXTS[slug])) >= 3


@each_chapter
def test_links_lead_somewhere(slug):
    terms = {slugify(t) for t in re.findall(r"^### (.+)$", TEXTS["glossary"], re.MULTILINE)}
    targets = {f"chapter:{s}" for s in TEXTS} | {f"term:{t}" for t in terms}
    astray = [
        x for x in links(slug) if x not in targets and not x.startswith(("http://", "https://"))
    ]
    assert astray == []


@each_chapter
def test_only_plain_markdown(slug):
    tokens = flat(MARKDOWN.parse(TEXTS[slug]))
    kinds = {t.type for t in tokens}
    assert kinds & {"html_block", "html_inline", "image", "fence", "code_block"} == set()
    assert {t.tag for t in tokens if t.type == "heading_open"} <= {"h2", "h3"}
    assert TEXTS[slug].startswith("## In short\n")


@each_chapter
def test_places_to_fill_in_are_escaped(slug):
    assert re.findall(r"(?<!\\)\[(?!\^)[^\]]*\](?!\()", TEXTS[slug]) == []


@each_chapter
def test_every_table_has_full_rows(slug):
    tables = re.findall(r"(?:^\|.+\|$\n?)+", TEXTS[slug], re.MULTILINE)
    assert len(tables) == sum(t.type == "table_open" for t in MARKDOWN.parse(TEXTS[slug]))
    for table in tables:
        assert len({line.count("|") for line in table.strip().splitlines()}) == 1


@each_chapter
def test_sentences_are_short(slug):
    sentences = [s for text in prose(slug) for s in re.split(r"(?<=[.!?])\s+", text) if words(s)]
    assert sum(len(words(s)) for s in sentences) / len(sentences) <= 22


def test_what_is_not_verified_says_so_in_one_way():
    notes = re.findall(r"^> \*\*Not verified\.\*\* ", "\n".join(TEXTS.values()), re.MULTILINE)
    assert len(notes) >= 10
    assert "unverified" not in "\n".join(TEXTS.values()).lower()
