"""What changed in each language between two states of the manual: no language changes unseen."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from app.manual import queries
from app.manual.translating.freezing import said_of
from app.manual.translating.values import Heading, Said, Translation
from app.manual.values import ChapterHead, ChapterText
from app.text.blocks import Block
from app.text.redline import Redline, compare
from app.text.spans import Span, words
from app.text.tokens import count_words

NOTHING = Translation()


@dataclass(frozen=True, slots=True)
class Line:
    """What stands above a chapter, in two states; ``field`` is a name of ``Heading``."""

    chapter: ChapterHead
    field: str
    spans: tuple[Span, ...]

    @property
    def words(self) -> int:
        """How many words were put in and taken out."""
        return sum(count_words(span.text) for span in self.spans if span.op != "keep")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph in two states; ``tied`` where its words are the same and its source is not."""

    chapter: ChapterHead
    redline: Redline
    tied: bool

    @property
    def words(self) -> int:
        """How many words were put in and taken out."""
        return self.redline.summary.words_inserted + self.redline.summary.words_deleted


@dataclass(frozen=True, slots=True)
class LanguageChange:
    """All that differs in a language, in reading order, and the share of its words."""

    language: str
    lines: Sequence[Line]
    paragraphs: Sequence[Paragraph]
    share: float

    @property
    def count(self) -> int:
        """How many paragraphs, and heads of chapters, differ."""
        return len(self.paragraphs) + len({line.chapter.chapter_id for line in self.lines})


def between(conn: Connection, old: int, new: int) -> Sequence[LanguageChange]:
    """Return the languages that differ from ``old`` to ``new`` (editions, or ``DRAFT``)."""
    before_heads, before_texts, before = _state(conn, old)
    heads, texts, after = _state(conn, new)
    chapters = {head.chapter_id: head for head in (*before_heads, *heads)}
    places = {
        block.id or "": head
        for found, said in ((before_heads, before_texts), (heads, texts))
        for head in found
        for block in said[head.chapter_id].blocks
    }
    found = (
        _change(code, before.get(code, NOTHING), after.get(code, NOTHING), chapters, places)
        for code in sorted({*before, *after})
    )
    return [one for one in found if one.count]


def _state(
    conn: Connection, number: int
) -> tuple[Sequence[ChapterHead], Mapping[str, ChapterText], Mapping[str, Translation]]:
    heads = queries.heads(conn, number)
    texts = queries.texts(conn, number, (head.chapter_id for head in heads))
    return heads, texts, said_of(conn, number, heads, texts)


def _change(
    code: str,
    old: Translation,
    new: Translation,
    chapters: Mapping[str, ChapterHead],
    places: Mapping[str, ChapterHead],
) -> LanguageChange:
    lines = [
        line
        for key, head in chapters.items()
        for line in _lines(head, old.heads.get(key), new.heads.get(key))
    ]
    paragraphs = [
        _paragraph(head, old.blocks.get(name), new.blocks.get(name))
        for name, head in places.items()
        if old.blocks.get(name) != new.blocks.get(name)
    ]
    changed = sum(line.words for line in lines) + sum(one.words for one in paragraphs)
    return LanguageChange(code, lines, paragraphs, changed / max(1, _total(old) + _total(new)))


def _lines(head: ChapterHead, old: Heading | None, new: Heading | None) -> Iterator[Line]:
    before, after = _said(old), _said(new)
    for name in after:
        if before[name] != after[name]:
            yield Line(head, name, words(before[name], after[name]))
    if old and new and before == after and old.source != new.source:
        yield Line(head, "title", words(new.title, new.title))


def _said(one: Heading | None) -> Mapping[str, str]:
    """Return what a head says to its readers, line by line."""
    if one is None:
        return dict.fromkeys(("title", "readers", "questions", "state"), "")
    questions = "\n".join(one.questions)
    return {
        "title": one.title, "readers": one.readers, "questions": questions, "state": one.state,
    }  # fmt: skip


def _paragraph(head: ChapterHead, old: Said | None, new: Said | None) -> Paragraph:
    before, after = _blocks(old), _blocks(new)
    return Paragraph(head, compare(before, after), tied=before == after)


def _blocks(said: Said | None) -> Sequence[Block]:
    return [said.block] if said else []


def _total(said: Translation) -> int:
    """Return how many words a translation has."""
    blocks = sum(count_words(one.block.source) for one in said.blocks.values())
    heads = (" ".join([o.title, o.readers, *o.questions]) for o in said.heads.values())
    return blocks + sum(map(count_words, heads))
