"""What changed in the manual since a person last read it, paragraph by paragraph."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, bindparam, or_, select

from app.core.db import table
from app.manual.following.marks import Marks
from app.manual.models import EditionBlock

block = table(EditionBlock)

_NOW = (
    select(block.c.chapter_id, block.c.block_id, block.c.body_hash, block.c.number)
    .where(
        block.c.edition == bindparam("edition"),
        block.c.chapter_id.in_(bindparam("chapters", expanding=True)),
    )
    .order_by(block.c.chapter_id, block.c.position)
)
_STILL = select(block.c.block_id).where(
    block.c.edition == bindparam("edition"),
    block.c.block_id.in_(bindparam("blocks", expanding=True)),
)


@dataclass(frozen=True, slots=True)
class BlockNews:
    """A paragraph that the reader has not seen as it is now.

    ``since`` is the edition in which it was read; ``new`` says that it never was.
    """

    block_id: str
    number: str
    since: int
    new: bool


@dataclass(frozen=True, slots=True)
class ChapterNews:
    """What changed in a chapter since it was read in the edition ``since``."""

    since: int
    changed: Sequence[BlockNews]
    gone: int

    @property
    def count(self) -> int:
        """How many paragraphs are new, reworded or gone."""
        return len(self.changed) + self.gone


@dataclass(frozen=True, slots=True)
class _Seen:
    """A paragraph as it was read: in which chapter and edition, and with which words."""

    chapter_id: str
    edition: int
    body_hash: str


def news(
    conn: Connection, marks: Marks, edition: int, chapters: Collection[str]
) -> Mapping[str, ChapterNews]:
    """Return what changed up to ``edition`` in those of ``chapters`` that were read before it.

    A paragraph that moved here from another chapter that was read is nothing new by that.
    """
    bases = _bases(marks, edition)
    wanted = sorted(bases.keys() & set(chapters))
    if not wanted:
        return {}
    seen = _seen(conn, bases)
    now: dict[str, list[Any]] = {key: [] for key in wanted}
    for row in conn.execute(_NOW, {"edition": edition, "chapters": wanted}):
        now[row.chapter_id].append(row)
    gone = _gone(conn, edition, wanted, seen)
    return {
        key: ChapterNews(
            bases[key],
            [found for row in now[key] if (found := _news_of(row, seen, bases[key]))],
            sum(one.chapter_id == key for one in gone),
        )
        for key in wanted
    }


def _bases(marks: Marks, edition: int) -> Mapping[str, int]:
    found = {key: mark.base(edition) for key, mark in marks.chapters.items()}
    return {key: base for key, base in found.items() if base is not None}


def _seen(conn: Connection, bases: Mapping[str, int]) -> Mapping[str, _Seen]:
    """Return every paragraph that was read, by its id, as it was read last."""
    read = [and_(block.c.edition == of, block.c.chapter_id == key) for key, of in bases.items()]
    rows = conn.execute(
        select(block.c.block_id, block.c.chapter_id, block.c.edition, block.c.body_hash)
        .where(or_(*read))
        .order_by(block.c.edition)
    )
    return {row.block_id: _Seen(row.chapter_id, row.edition, row.body_hash) for row in rows}


def _news_of(row: Any, seen: Mapping[str, _Seen], since: int) -> BlockNews | None:
    was = seen.get(row.block_id)
    if was is None:
        return BlockNews(row.block_id, row.number, since, new=True)
    if was.body_hash == row.body_hash:
        return None
    return BlockNews(row.block_id, row.number, was.edition, new=False)


def _gone(
    conn: Connection, edition: int, chapters: Sequence[str], seen: Mapping[str, _Seen]
) -> Sequence[_Seen]:
    """Return the paragraphs that were read in these chapters and stand nowhere any more."""
    own = {key: one for key, one in seen.items() if one.chapter_id in chapters}
    asked = {"edition": edition, "blocks": sorted(own)}
    still = set(conn.execute(_STILL, asked).scalars())
    return [one for key, one in own.items() if key not in still]
