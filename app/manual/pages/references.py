"""Where a link of a chapter can lead: its paragraphs, the words of the glossary, chapters."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from app.manual import glossary, queries
from app.manual.actions.publishing import numbers_of
from app.manual.values import DRAFT, ChapterHead
from app.text.blocks import Block
from app.text.markdown import to_words

MOST_SHOWN = 60
References = Mapping[str, Sequence[tuple[str, str]]]
"""By kind: the address that a link has, and the words that a list shows."""


def references(conn: Connection, head: ChapterHead, blocks: Sequence[Block]) -> References:
    """Return where a link of this chapter can lead."""
    heads = queries.heads(conn, DRAFT)
    words = next((one.chapter_id for one in heads if one.slug == glossary.SLUG), "")
    terms = glossary.terms(queries.chapter_text(conn, DRAFT, words).blocks)
    numbers = numbers_of(head.number, blocks)
    return {
        "paragraph": [
            (f"#{block.id}", f"{numbers.get(str(block.id), '§')} {_short(block)}")
            for block in blocks
        ],
        "term": [(f"term:{term.slug}", term.title) for term in terms.values()],
        "chapter": [(f"chapter:{one.slug}", f"{one.number} {one.title}") for one in heads],
    }


def _short(block: Block) -> str:
    return " ".join(to_words(block.source).split())[:MOST_SHOWN]
