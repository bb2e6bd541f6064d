"""Ids for what has none in the manual's files, and for translations what they translate."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from app.core.ids import new_id
from app.manual.files import Filed, read, write
from app.manual.translating import filing
from app.text import blocks


def name(folder: Path) -> tuple[int, int]:
    """Write an id before every block, and for every chapter, that has none, and every tie unsaid.

    Returns how many ids and how many ties were written, all of them or nothing.
    Done once, on the text in the repository, every installation has the same permalinks.

    Raises what ``files.read``, of the source and of translations, and ``exchange`` raise.
    """
    book, chapters = read(folder)
    taken = set().union(*(filed.ids for filed in chapters))
    named = [_named(filed, taken) for filed in chapters]
    texts, ties = filing.tied(folder, named)
    write(folder, {key: value for key, value in book.items() if key != "chapters"}, named, texts)
    return _fresh_ids(chapters, named), ties


def _fresh_ids(before: Sequence[Filed], after: Sequence[Filed]) -> int:
    return sum(
        one != other
        for old, new in zip(before, after, strict=True)
        for one, other in zip((old.head, *old.blocks), (new.head, *new.blocks), strict=True)
    )


def _named(filed: Filed, taken: set[str]) -> Filed:
    head = replace(filed.head, chapter_id=filed.head.chapter_id or new_id())
    named = tuple(replace(block, id=block.id or _fresh(taken)) for block in filed.blocks)
    return Filed(head, filed.file, named)


def _fresh(taken: set[str]) -> str:
    while (made := blocks.new_id()) in taken:
        pass
    taken.add(made)
    return made
