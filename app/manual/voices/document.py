"""The text of a consultation as a Word document, for a guest who reads and writes on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from sqlalchemy import Connection

from app.core.i18n import N_, gettext, use_language
from app.manual import glossary
from app.manual.consulting import frozen
from app.manual.consulting.values import Consultation
from app.manual.exports import docx
from app.manual.exports.book import Book, pictures_of
from app.manual.rules import LANGUAGE, Weight
from app.manual.values import DRAFT, ChapterHead, ChapterText, EditionInfo
from app.papers.writing import parts
from app.text.blocks import Block
from app.text.chapter import render_chapter
from app.text.labels import ChapterWords

FILE = "consultation.docx"
KIND = parts.KIND
STATED = N_("A draft as it was on %(day)s, to be commented on until %(until)s; no advice yet")


@dataclass(frozen=True, kw_only=True)
class ConsultedBook(Book):
    """What is consulted on, as a file holds it; ``at`` is where the guest comes in."""

    one: Consultation
    at: str

    @property
    def title(self) -> str:
        """What the file is called."""
        return self.one.title

    @property
    def address(self) -> str:
        """Where the guest reads it and answers."""
        return self.base + self.at

    @property
    def stated(self) -> str:
        """Say what text it is."""
        day, until = self.one.at.date().isoformat(), self.one.until.isoformat()
        return gettext(STATED, day=day, until=until)

    @property
    def checked(self) -> str:
        """Say by what a copy is checked."""
        return gettext("SHA-256 of the text that is consulted on: %(hash)s", hash=self.one.hash)

    def _page(self, slug: str) -> str:
        return f"{self.base}/manual/current/{LANGUAGE}/{slug}"


def write(conn: Connection, one: Consultation, base: str, at: str) -> bytes:
    """Return the document, in the language of the text."""
    heads, texts = frozen.heads(conn, one.matter.id), frozen.texts(conn, one.matter.id)
    words = next((texts[head.chapter_id] for head in heads if head.slug == glossary.SLUG), ())
    with use_language(LANGUAGE):
        book = ConsultedBook(
            edition=_info(one),
            heads=heads,
            texts={head.chapter_id: _text(head, texts[head.chapter_id]) for head in heads},
            terms=glossary.terms(words),
            base=base,
            pictures=pictures_of(conn, chain.from_iterable(texts.values())),
            one=one,
            at=at,
        )
        return docx.write(book)


def _info(one: Consultation) -> EditionInfo:
    return EditionInfo(
        DRAFT, one.matter.id, "", LANGUAGE, one.at, one.asked, Weight.MAJOR, one.hash
    )


def _text(head: ChapterHead, blocks: Sequence[Block]) -> ChapterText:
    """Return a chapter with the numbers that its paragraphs have on the portal's page of it."""
    made = render_chapter(
        blocks,
        number=head.number,
        link=lambda _kind, _name: None,
        words=ChapterWords.spoken(gettext),
        prefix="text-",
    )
    return ChapterText(tuple(blocks), made.numbers)
