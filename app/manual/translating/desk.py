"""A chapter on the translator's desk: source and translation, paragraph by paragraph."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sqlalchemy import Connection, select

from app.manual import glossary, queries
from app.manual.translating import queries as translations
from app.manual.translating.terms import Agreed
from app.manual.translating.values import Heading, Said, Translation, head_hash
from app.manual.values import DRAFT, ChapterHead
from app.text.blocks import Block, content_hash


@dataclass(frozen=True)
class Desk:
    """A chapter of the draft with its translation; ``earlier`` has old source texts by hash."""

    language: str
    head: ChapterHead
    blocks: Sequence[Block]
    said: Translation
    terms: Mapping[str, Agreed]
    earlier: Mapping[str, str]

    @property
    def heading(self) -> Heading | None:
        """The head of the chapter in the language."""
        return self.said.heads.get(self.head.chapter_id)

    @cached_property
    def source(self) -> str:
        """The hash of the head as it is now."""
        return head_hash(self.head)

    def of(self, block: Block) -> Said | None:
        """Return the translation of a block."""
        return self.said.blocks.get(block.id or "")

    def stale(self, block: Block) -> bool:
        """Whether the translation of a block is of an earlier wording."""
        said = self.of(block)
        return said is not None and said.source_hash != content_hash(block.source)

    def before(self, block: Block) -> Block | None:
        """Return the block as it was when it was translated, None where that is not known."""
        said = self.of(block)
        text = self.earlier.get(said.source_hash) if said else None
        return replace(block, source=text) if text is not None else None


def open_desk(conn: Connection, language: str, slug: str) -> Desk | None:
    """Return a chapter of the draft on the desk of a language, None where there is none."""
    head = queries.draft_head(conn, slug)
    if head is None:
        return None
    words = queries.draft_head(conn, glossary.SLUG) or head
    texts = queries.texts(conn, DRAFT, {head.chapter_id, words.chapter_id})
    said = translations.drafted(conn, language).get(language, Translation())
    blocks = texts[head.chapter_id].blocks
    return Desk(
        language=language,
        head=head,
        blocks=blocks,
        said=said,
        terms=_terms(texts[words.chapter_id].blocks, said),
        earlier=_earlier(conn, blocks, said),
    )


def _terms(blocks: Sequence[Block], said: Translation) -> Mapping[str, Agreed]:
    """Return every term, with what the glossary calls it in the language where it is translated."""
    shown = [one.block for block in blocks if (one := said.blocks.get(block.id or ""))]
    names = {block.id for block in shown}
    found = glossary.terms(blocks)
    translated = glossary.terms_as(blocks, shown)
    return {
        name: Agreed(name, term.title, translated[name].title if term.block_id in names else "")
        for name, term in found.items()
    }


def _earlier(conn: Connection, blocks: Sequence[Block], said: Translation) -> Mapping[str, str]:
    """Return the source texts that stale translations are of, as far as they are kept."""
    pairs = ((block, said.blocks.get(block.id or "")) for block in blocks)
    wanted = {
        one.source_hash for b, one in pairs if one and one.source_hash != content_hash(b.source)
    }
    body = translations.body
    rows = conn.execute(select(body.c.hash, body.c.source).where(body.c.hash.in_(sorted(wanted))))
    return {row.hash: row.source for row in rows}
