"""The manual as files: ``manual.toml`` holds the chapters' heads, a Markdown file each its text.

A line ``{#b7k2x9qa}`` before a block is its id.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.core.config import ROOT
from app.core.ids import new_id
from app.manual.toml import Value, written
from app.manual.values import ChapterHead
from app.text import blocks
from app.text.blocks import Block, join, split

FOLDER = ROOT / "manual"
BOOK = "manual.toml"


@dataclass(frozen=True, slots=True)
class Filed:
    """A chapter as its files say it; ids are empty where the files do not say them."""

    head: ChapterHead
    file: str
    blocks: tuple[Block, ...]

    @property
    def ids(self) -> set[str]:
        """The block ids that the file says."""
        return {block.id for block in self.blocks if block.id}


def read(folder: Path) -> tuple[Mapping[str, Any], Sequence[Filed]]:
    """Return the book's fields and its chapters.

    Raises:
        OSError, ValueError, KeyError: when a file is missing or not what it should be.
        TextTooLong, TextTooIntricate: when a chapter costs more than a text may.
    """
    book = tomllib.loads((folder / BOOK).read_text(encoding="utf-8"))
    return book, [_filed(folder, n, chapter) for n, chapter in enumerate(book["chapters"])]


def _filed(folder: Path, position: int, chapter: Mapping[str, Any]) -> Filed:
    file = (folder / chapter["file"]).resolve()
    if not file.is_relative_to(folder.resolve()):
        raise ValueError(f"{chapter['file']} lies outside the manual's folder.")
    head = ChapterHead(
        chapter_id=chapter.get("id", ""),
        position=position,
        number=chapter["number"],
        kind=chapter["kind"],
        slug=chapter["slug"],
        title=_line(chapter["title"]),
        readers=_line(chapter["audience_line"]),
        questions=tuple(map(_line, chapter["questions"])),
    )
    return Filed(head, chapter["file"], split(file.read_text(encoding="utf-8")))


def _line(text: str) -> str:
    """Return the text on one line: a head has no other."""
    return " ".join(text.split())


def write(folder: Path, book: Mapping[str, Value], chapters: Sequence[Filed]) -> None:
    """Write the book's fields and its chapters; files of chapters that are gone are removed."""
    for gone in _listed(folder) - {filed.file for filed in chapters}:
        (folder / gone).unlink(missing_ok=True)
    for filed in chapters:
        file = folder / filed.file
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(join(filed.blocks), encoding="utf-8", newline="\n")
    tables = (_fields(filed) for filed in chapters)
    (folder / BOOK).write_text(written(book, tables), encoding="utf-8", newline="\n")


def _listed(folder: Path) -> set[str]:
    """Return the chapters' files that stand in ``folder`` already."""
    return {filed.file for filed in read(folder)[1]} if (folder / BOOK).exists() else set()


def _fields(filed: Filed) -> Mapping[str, Value]:
    head = filed.head
    return {
        "id": head.chapter_id,
        "slug": head.slug,
        "number": head.number,
        "kind": head.kind,
        "file": filed.file,
        "title": head.title,
        "audience_line": head.readers,
        "questions": head.questions,
    }


def name(folder: Path = FOLDER) -> int:
    """Write an id before every block, and for every chapter, that has none; return how many.

    Done once, on the text in the repository, every installation has the same permalinks.
    """
    book, chapters = read(folder)
    taken = set().union(*(filed.ids for filed in chapters))
    named = [_named(filed, taken) for filed in chapters]
    write(folder, {key: value for key, value in book.items() if key != "chapters"}, named)
    return sum(
        one != other
        for old, new in zip(chapters, named, strict=True)
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
