"""The manual as files: ``manual.toml`` holds the chapters' heads, a Markdown file each its text.

A line ``{#b7k2x9qa}`` before a block is its id.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.core.config import ROOT
from app.core.errors import TooLarge
from app.manual.fitting import ensure_each_fits
from app.manual.folders import BOOK, Unreadable, ensure_own, ensure_straight, exchange, text_of
from app.manual.rules import LANGUAGE
from app.manual.toml import Value, written
from app.manual.values import ChapterHead
from app.text.blocks import Block, join, split
from app.text.safe_names import one_line

FOLDER = ROOT / "manual"
SLUG = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")
RESERVED = frozenset({"files", "sections", "whole"})
"""Where a chapter's name stands in an address, these words lead elsewhere."""
CHAPTER_ID = re.compile("[a-z2-9]{12}")
LONGEST = {
    "number": 8,
    "kind": 16,
    "slug": 80,
    "title": 200,
    "audience_line": 500,
}


MAY_BE_EMPTY = {"audience_line"}


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
        Unreadable: when a file is missing or not what it should be, or costs more than it may.
    """
    try:
        book = tomllib.loads(text_of(folder, BOOK))
    except tomllib.TOMLDecodeError as wrong:
        raise Unreadable(f"{BOOK} is not written as it should be: {wrong}.") from None
    chapters = book.get("chapters")
    if not isinstance(chapters, list) or not all(isinstance(one, dict) for one in chapters):
        raise Unreadable(f"{BOOK} lists no chapters. Each begins with a line [[chapters]].")
    for name in ("id", "slug", "file"):
        ensure_once(name, [str(one[name]) for one in chapters if one.get(name)])
    return book, [_filed(folder, n, chapter) for n, chapter in enumerate(chapters)]


def ensure_once(name: str, values: Sequence[str]) -> None:
    """Refuse a value that two chapters have.

    Raises:
        Unreadable: there is one.
    """
    twice = [value for value, times in Counter(values).items() if times > 1]
    if twice:
        raise Unreadable(f"Two chapters have the {name} “{twice[0]}”. Give one of them another.")


def _filed(folder: Path, position: int, chapter: Mapping[str, Any]) -> Filed:
    file = _word(chapter, "file", position)
    ensure_own(LANGUAGE, file)
    words = {name: _word(chapter, name, position) for name in LONGEST}
    questions = chapter.get("questions")
    if not isinstance(questions, list) or not all(isinstance(one, str) for one in questions):
        raise Unreadable(f"Chapter {position + 1} in {BOOK} needs a list of questions.")
    ensure_straight("".join(questions), f"A question of chapter {position + 1} in {BOOK}")
    if words["slug"] in RESERVED:
        raise Unreadable(f"The slug “{words['slug']}” is a word of the manual’s own addresses.")
    if SLUG.fullmatch(words["slug"]) is None:
        raise Unreadable(f"The slug “{words['slug']}” is no address: use a-z, 0-9 and hyphens.")
    head = ChapterHead(
        chapter_id=_chapter_id(chapter),
        position=position,
        number=words["number"],
        kind=words["kind"],
        slug=words["slug"],
        title=one_line(words["title"]),
        readers=one_line(words["audience_line"]),
        questions=tuple(map(one_line, questions)),
    )
    try:
        blocks = split(text_of(folder, file))
        ensure_each_fits(blocks)
    except TooLarge as refusal:
        raise Unreadable(f"{file}: {refusal.sentence}") from None
    return Filed(head, file, blocks)


def _word(chapter: Mapping[str, Any], name: str, position: int) -> str:
    """Return a field of a chapter, which fits the database."""
    value, most = chapter.get(name), LONGEST.get(name, 200)
    if not isinstance(value, str) or not (value.strip() or name in MAY_BE_EMPTY) or "\0" in value:
        raise Unreadable(f"Chapter {position + 1} in {BOOK} lacks “{name}”, or it is no text.")
    ensure_straight(value, f"“{name}” of chapter {position + 1} in {BOOK}")
    if len(value) > most:
        said = f"“{name}” of chapter {position + 1} in {BOOK} has {len(value)} characters"
        raise Unreadable(f"{said}; at most {most} fit.")
    return value


def _chapter_id(chapter: Mapping[str, Any]) -> str:
    """Return the id that the file gives the chapter, nothing where it gives none."""
    given = chapter.get("id", "")
    if given and (not isinstance(given, str) or CHAPTER_ID.fullmatch(given) is None):
        raise Unreadable(f"“{given}” is no id of a chapter. Take the line out to get one.")
    return str(given)


def write(
    folder: Path,
    book: Mapping[str, Value],
    chapters: Sequence[Filed],
    beside: Mapping[str, str | bytes] | None = None,
) -> None:
    """Write the book's fields, its chapters and what stands ``beside`` them, all or nothing.

    Files of chapters that are gone go, and so does what has nothing to say beside them.
    """
    further = beside or {}
    gone = _listed(folder) - {filed.file for filed in chapters}
    gone |= {name for name, text in further.items() if not text}
    texts: dict[str, str | bytes] = {filed.file: join(filed.blocks) for filed in chapters}
    texts |= {name: text for name, text in further.items() if text}
    exchange(folder, {**texts, BOOK: written(book, map(_fields, chapters))}, gone)


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
