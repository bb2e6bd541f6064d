"""Opening a chapter of an edition: what its page, its data and its references start from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from app.manual import glossary, queries
from app.manual.glossary import Term
from app.manual.values import ChapterHead, ChapterText, EditionInfo


@dataclass(frozen=True, slots=True)
class Opened:
    """A chapter of an edition with what stands around it."""

    edition: EditionInfo
    editions: Sequence[EditionInfo]
    heads: Sequence[ChapterHead]
    head: ChapterHead
    text: ChapterText
    terms: Mapping[str, Term]


def address(number: int, language: str, slug: str) -> str:
    """Return the lasting address of a chapter of an edition."""
    return f"/manual/{number}/{language}/{slug}"


def open_chapter(conn: Connection, number: int, slug: str) -> Opened | str | None:
    """Return the chapter, the name it has in this edition where ``slug`` is another, or None."""
    editions = queries.editions(conn)
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
    return Opened(
        edition, editions, heads, head, texts[head.chapter_id], glossary.terms(texts[words].blocks)
    )
