"""Translations as files: ``fr/translation.toml`` holds heads, a Markdown file each chapter's text.

Each block has the very ``{#id}`` line of the block it translates. ``translates`` lists the hash of
the text that each translates; where it gives none, that is the text as it stands now.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.core.errors import TooLarge
from app.manual import files
from app.manual.fitting import ensure_each_fits
from app.manual.folders import BOOK as SOURCE
from app.manual.folders import Unreadable, ensure_own, ensure_straight, text_of
from app.manual.toml import Value, written
from app.manual.translating.values import TARGETS, State
from app.text.blocks import Block, join, split
from app.text.safe_names import one_line

BOOK = "translation.toml"
HEADER = "# A translation of the manual; how it is kept stands in ../README.md.\n"
_TIE = re.compile("([a-z2-7]{8}) ([0-9a-f]{64})")
_HASH = re.compile("[0-9a-f]{64}")
_LONGEST = {"slug": 80, "title": 200, "audience_line": 500}


@dataclass(frozen=True, slots=True)
class Filed:
    """A chapter's translation as its files say it; ``source`` and ``ties`` may be unsaid."""

    slug: str
    file: str
    title: str
    readers: str
    questions: tuple[str, ...]
    state: str
    source: str
    ties: Mapping[str, str]
    blocks: tuple[Block, ...]


def read(folder: Path) -> Mapping[str, Sequence[Filed]]:
    """Return the translations that stand in the manual's folder, by language.

    Raises:
        Unreadable: when a file is missing or not what it should be, or costs more than it may.
    """
    return {code: _chapters(folder, code) for code in TARGETS if (folder / code / BOOK).exists()}


def _chapters(folder: Path, code: str) -> Sequence[Filed]:
    where = f"{code}/{BOOK}"
    try:
        book = tomllib.loads(text_of(folder, where))
    except tomllib.TOMLDecodeError as wrong:
        raise Unreadable(f"{where} is not written as it should be: {wrong}.") from None
    chapters = book.get("chapters", [])
    if not isinstance(chapters, list) or not all(isinstance(one, dict) for one in chapters):
        raise Unreadable(f"{where} lists no chapters. Each begins with a line [[chapters]].")
    if book.get("language") != code:
        raise Unreadable(f'{where} must say language = "{code}", as its folder does.')
    found = [_filed(folder, code, chapter) for chapter in chapters]
    files.ensure_once("slug", [one.slug for one in found])
    files.ensure_once("file", [one.file for one in found])
    return found


def _filed(folder: Path, code: str, chapter: Mapping[str, Any]) -> Filed:
    where = f"{code}/{BOOK}"
    words = {name: _word(where, chapter, name, most) for name, most in _LONGEST.items()}
    file = _word(where, chapter, "file", 200)
    ensure_own(code, file)
    questions, ties = (_lines(where, chapter, name) for name in ("questions", "translates"))
    state = chapter.get("state", State.DRAFT)
    if state not in set(State):
        raise Unreadable(f"{where}: the state of {words['slug']} is “draft” or “reviewed”.")
    source = chapter.get("head", "")
    if source and not (isinstance(source, str) and _HASH.fullmatch(source)):
        raise Unreadable(f"{where}: “head” of {words['slug']} is no hash. Take the line out.")
    return Filed(
        slug=words["slug"],
        file=file,
        title=one_line(words["title"]),
        readers=one_line(words["audience_line"]),
        questions=tuple(map(one_line, questions)),
        state=state,
        source=source,
        ties=dict(_ties(where, ties)),
        blocks=_blocks(folder, file),
    )


def _blocks(folder: Path, file: str) -> tuple[Block, ...]:
    try:
        found = split(text_of(folder, file))
        ensure_each_fits(found)
    except TooLarge as refusal:
        raise Unreadable(f"{file}: {refusal.sentence}") from None
    seen: set[str] = set()
    for block in found:
        start = " ".join(block.source.split())[:60]
        if block.id is None:
            raise Unreadable(f"{file}: the id of the paragraph it translates is missing: {start}")
        if block.id in seen:
            raise Unreadable(f"{file}: {block.id} is translated twice, the second time by: {start}")
        seen.add(block.id)
    return found


def _word(where: str, chapter: Mapping[str, Any], name: str, most: int) -> str:
    value = chapter.get(name)
    empty = name in files.MAY_BE_EMPTY
    if not isinstance(value, str) or not (value.strip() or empty) or "\0" in value:
        raise Unreadable(f"A chapter in {where} lacks “{name}”, or it is no text.")
    if len(value) > most:
        raise Unreadable(f"“{name}” in {where} has {len(value)} characters; at most {most} fit.")
    ensure_straight(value, f"“{name}” in {where}")
    return value


def _lines(where: str, chapter: Mapping[str, Any], name: str) -> Sequence[str]:
    found = chapter.get(name, [])
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise Unreadable(f"“{name}” in {where} is a list of texts.")
    if any("\0" in one for one in found):
        raise Unreadable(f"“{name}” in {where} holds a sign that is no text.")
    ensure_straight("".join(found), f"“{name}” in {where}")
    return found


def _ties(where: str, lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        found = _TIE.fullmatch(line)
        if found is None:
            raise Unreadable(f"{where}: “{line[:80]}” is no id and hash. Take the line out.")
        yield found[1], found[2]


def texts(folder: Path, said: Mapping[str, Sequence[Filed]]) -> dict[str, str]:
    """Return each file of the translations ``said`` by its name, and nothing for what goes.

    What goes are the texts that the folder lists of chapters and languages that are gone.

    Raises what ``read`` raises.
    """
    whole = (folder / SOURCE).exists()
    listed = {one.file for found in read(folder).values() for one in found} if whole else set()
    made = dict.fromkeys((*listed, *(f"{code}/{BOOK}" for code in TARGETS)), "")
    for code, chapters in said.items():
        made |= {one.file: join(one.blocks) for one in chapters}
        made[f"{code}/{BOOK}"] = written({"language": code}, map(_fields, chapters), HEADER)
    return made


def _fields(one: Filed) -> Mapping[str, Value]:
    ties = [f"{b.id} {one.ties[b.id or '']}" for b in one.blocks if b.id in one.ties]
    return {
        "slug": one.slug,
        "file": one.file,
        "state": one.state,
        "title": one.title,
        "audience_line": one.readers,
        "questions": one.questions,
        "head": one.source,
        "translates": ties,
    }
