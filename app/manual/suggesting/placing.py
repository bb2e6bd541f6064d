"""Where a paragraph stands: in the current edition for its readers, in the draft for editors."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from app.manual import queries
from app.manual.values import DRAFT, ChapterHead, EditionInfo
from app.text.blocks import Block, content_hash


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph in a state of the manual, with the chapter around it."""

    head: ChapterHead
    blocks: tuple[Block, ...]
    block: Block
    number: str

    @property
    def hash(self) -> str:
        """The hash of what the paragraph says."""
        return content_hash(self.block.source)


def in_edition(conn: Connection, edition: EditionInfo | None, block_id: str) -> Place | None:
    """Return where a paragraph stands in an edition, None where it does not."""
    return _in(conn, edition.number, block_id) if edition else None


def in_draft(conn: Connection, block_id: str) -> Place | None:
    """Return where a paragraph stands in the draft, None where it does not."""
    return _in(conn, DRAFT, block_id)


def _in(conn: Connection, state: int, block_id: str) -> Place | None:
    home = queries.chapter_of_block(conn, block_id, (state,))
    head = next((one for one in queries.heads(conn, state) if one.chapter_id == home), None)
    if home is None or head is None:
        return None
    text = queries.chapter_text(conn, state, home)
    block = next(one for one in text.blocks if one.id == block_id)
    return Place(head, text.blocks, block, text.numbers.get(block_id, ""))


def put(blocks: Sequence[Block], block_id: str, pieces: Sequence[Block]) -> tuple[Block, ...]:
    """Return a chapter in which a paragraph says something else."""
    parts = [pieces if old.id == block_id else (old,) for old in blocks]
    return tuple(block for part in parts for block in part)
