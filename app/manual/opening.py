"""Opening a chapter of an edition: what its page, its data and its references start from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from app.manual import glossary, queries
from app.manual.figures import queries as figures
from app.manual.glossary import Term
from app.manual.values import ChapterHead, ChapterText, EditionInfo
from app.text.blocks import Block


@dataclass(frozen=True, slots=True)
class Opened:
    """A chapter of an edition with what stands around it; ``words`` are the glossary's blocks.

    ``sizes`` has the pictures of its text that are there, and how many bytes each has.
    """

    edition: EditionInfo
    editions: Sequence[EditionInfo]
    heads: Sequence[ChapterHead]
    head: ChapterHead
    text: ChapterText
    terms: Mapping[str, Term]
    words: Sequence[Block] = ()
    sizes: Mapping[str, int] = field(default_factory=dict)


def address(number: int, language: str, slug: str) -> str:
    """Return the lasting address of a chapter of an edition."""
    return f"/manual/{number}/{language}/{slug}"


def open_chapter(
    conn: Connection, number: int, slug: str, *, alone: bool = False
) -> Opened | str | None:
    """Return the chapter, the name it has in this edition where ``slug`` is another, or None.

    ``alone`` leaves the other editions out: their number grows with the years.
    """
    editions = queries.edition_alone(conn, number) if alone else queries.editions(conn)
    edition = next((e for e in editions if e.number == number), None)
    if edition is None:
        return None
    heads = queries.heads(conn, number)
    head = next((h for h in heads if h.slug == slug), None)
    if head is None:
        wanted = queries.chapter_named(conn, slug)
        return next((h.slug for h in heads if h.chapter_id == wanted), None)
    words = next((h.chapter_id for h in heads if h.slug == glossary.SLUG), head.chapter_id)
    texts = queries.texts(conn, number, {head.chapter_id, words})
    blocks = texts[words].blocks
    text = texts[head.chapter_id]
    sizes = figures.sizes(conn, figures.named_in(text.blocks))
    return Opened(edition, editions, heads, head, text, glossary.terms(blocks), blocks, sizes)


def open_block(conn: Connection, number: int, block: str) -> tuple[Opened, Block] | None:
    """Return the chapter of an edition in which a block stands, and the block; None without."""
    home = queries.chapter_of_block(conn, block, (number,)) if number else None
    heads = queries.heads(conn, number) if home else ()
    slug = next((head.slug for head in heads if head.chapter_id == home), "")
    opened = open_chapter(conn, number, slug) if slug else None
    if not isinstance(opened, Opened):
        return None
    return opened, next(one for one in opened.text.blocks if one.id == block)
