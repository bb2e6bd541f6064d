"""What is put into a file: an edition, or one of its chapters, with where its links lead."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import Connection

from app.core.i18n import gettext
from app.manual import glossary, queries
from app.manual.citing import AUTHOR
from app.manual.figures import queries as figures
from app.manual.glossary import Term
from app.manual.opening import address
from app.manual.rules import TITLE
from app.manual.values import ChapterHead, ChapterText, EditionInfo
from app.papers.places import Place
from app.text.blocks import Block
from app.text.links import public

_NO_TEXT = ChapterText((), {})


@dataclass(frozen=True)
class Book:
    """Some chapters of an edition; ``base`` is where the portal is.

    ``pictures`` has those of the chapters that are there and whole, by their names.
    """

    edition: EditionInfo
    heads: Sequence[ChapterHead]
    texts: Mapping[str, ChapterText]
    terms: Mapping[str, Term]
    base: str
    pictures: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        """Whether it is the whole edition."""
        return len(self.texts) == len(self.heads)

    @cached_property
    def parts(self) -> Sequence[tuple[ChapterHead, ChapterText]]:
        """The chapters of the file with their texts, in order."""
        return [(h, self.texts[h.chapter_id]) for h in self.heads if h.chapter_id in self.texts]

    @property
    def title(self) -> str:
        """What the file is called; whoever calls speaks the language of the text."""
        return gettext(TITLE) if self.whole else self.parts[0][0].title

    @property
    def author(self) -> str:
        """Whose text it is."""
        return AUTHOR

    @property
    def address(self) -> str:
        """Where the text stands for good."""
        if self.whole:
            return f"{self.base}/manual/{self.edition.number}"
        return self._page(self.parts[0][0].slug)

    @property
    def stated(self) -> str:
        """Say which edition it is and from when."""
        day = self.edition.published_at.date().isoformat()
        number = self.edition.number
        return gettext("Edition %(number)s, published on %(day)s", number=number, day=day)

    @property
    def checked(self) -> str:
        """Say by what a copy is checked."""
        return gettext("SHA-256 of the text of the edition: %(hash)s", hash=self.edition.hash)

    @cached_property
    def _blocks(self) -> Mapping[str, str]:
        """In which chapter of the file each block stands."""
        return {b.id: head.slug for head, text in self.parts for b in text.blocks if b.id}

    def follow(self, href: str) -> Place | str | None:
        """Return where a link leads: to a place of the file, an address, or nowhere (None)."""
        kind, _, name = href.partition(":")
        if kind == "chapter":
            return self._chapter(name)
        if kind == "term":
            return self._term(name)
        if public(href) is None:
            return None
        if href.startswith("#"):
            slug = self._blocks.get(href[1:])
            return Place(slug, href[1:]) if slug else None
        return self.base + href if href.startswith("/") else href

    def _chapter(self, slug: str) -> Place | str | None:
        head = next((h for h in self.heads if h.slug == slug), None)
        if head is None:
            return None
        return Place(slug) if head.chapter_id in self.texts else self._page(slug)

    def _term(self, name: str) -> Place | str | None:
        term = self.terms.get(name)
        if term is None:
            return None
        if term.block_id in self._blocks:
            return Place(self._blocks[term.block_id], term.block_id)
        return f"{self._page(glossary.SLUG)}#{term.block_id}"

    def _page(self, slug: str) -> str:
        return self.base + address(self.edition.number, self.edition.language, slug)


def open_book(conn: Connection, edition: EditionInfo, chapter_id: str, base: str) -> Book:
    """Return an edition, or the chapter of it with that id, as a file would hold it."""
    heads = queries.heads(conn, edition.number)
    words = next((h.chapter_id for h in heads if h.slug == glossary.SLUG), "")
    wanted = {chapter_id} if chapter_id else {h.chapter_id for h in heads}
    texts = queries.texts(conn, edition.number, wanted | {words})
    terms = glossary.terms(texts.get(words, _NO_TEXT).blocks)
    mine = {key: texts[key] for key in wanted}
    pictures = pictures_of(conn, (block for text in mine.values() for block in text.blocks))
    return Book(edition, heads, mine, terms, base, pictures)


def pictures_of(conn: Connection, blocks: Iterable[Block]) -> Mapping[str, bytes]:
    """Return the pictures of figures that are there, by their names."""
    found = ((name, figures.content(conn, name)) for name in sorted(figures.named_in(blocks)))
    return {name: content for name, content in found if content}
