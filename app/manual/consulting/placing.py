"""Where a paragraph stands in the text of a consultation, with the number that it has there."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from app.manual.consulting import frozen
from app.manual.suggesting.placing import Place
from app.manual.values import ChapterHead
from app.text.blocks import Block
from app.text.chapter import render_chapter


def numbers_of(conn: Connection, consultation_id: str, chapter_id: str) -> Mapping[str, str]:
    """Return the number of each paragraph of a chapter that is consulted on."""
    head, blocks = _chapter(conn, consultation_id, chapter_id)
    return _numbers(head, blocks) if head else {}


def place_of(
    conn: Connection, consultation_id: str, chapter_id: str, block_id: str
) -> Place | None:
    """Return where a paragraph stands in the text of a consultation, None where it does not."""
    head, blocks = _chapter(conn, consultation_id, chapter_id)
    block = next((one for one in blocks if one.id == block_id), None)
    if head is None or block is None:
        return None
    return Place(head, blocks, block, _numbers(head, blocks).get(block_id, ""))


def _numbers(head: ChapterHead, blocks: Sequence[Block]) -> Mapping[str, str]:
    return render_chapter(blocks, number=head.number, link=nowhere).numbers


def nowhere(_kind: str, _name: str) -> None:
    """Lead nowhere: numbers do not depend on it."""


def _chapter(
    conn: Connection, consultation_id: str, chapter_id: str
) -> tuple[ChapterHead | None, tuple[Block, ...]]:
    heads = frozen.heads(conn, consultation_id)
    head = next((one for one in heads if one.chapter_id == chapter_id), None)
    return head, tuple(frozen.texts(conn, consultation_id).get(chapter_id, ()))
