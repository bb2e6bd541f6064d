"""Pages of Markdown that somebody else wrote, as files that ``portal manual import`` reads."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from app.core.errors import TooLarge
from app.manual.files import LONGEST, RESERVED
from app.manual.folders import BOOK
from app.manual.rules import MOST_CHAPTER
from app.text.blocks import split
from app.text.limits import check
from app.text.markdown import to_text
from app.text.safe_names import TURNING

_BEFORE = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_TITLE = re.compile(r"^#{1,2} +(.+?)[ #]*$", re.MULTILINE)
_HEADING = re.compile(r"^(?=#{1,6} )", re.MULTILINE)
_FENCE = re.compile(r"^ {0,3}(```|~~~)", re.MULTILINE)
_NO_NAME = re.compile(r"[^a-z0-9]+")
_LONGEST_NAME = 70


class Chapter(NamedTuple):
    """A chapter of the manual: its address, its title and its text."""

    slug: str
    title: str
    text: str


def chapters(pages: Mapping[str, str]) -> Iterator[Chapter]:
    """Give each page as a chapter, or as several where it is larger than one may be."""
    for name, text in pages.items():
        plain = _BEFORE.sub("", text.translate({ord(sign): None for sign in TURNING}))
        found = _TITLE.search(plain)
        title = " ".join(to_text(found[1]).split()) if found else ""
        title = (title or Path(name).name)[: LONGEST["title"]]
        slug = _NO_NAME.sub("-", name.lower())[:_LONGEST_NAME].strip("-")
        slug = f"{slug}-page" if slug in RESERVED else slug
        for n, part in enumerate(parts(plain), 1):
            if part.strip():
                yield Chapter(
                    *((f"{slug}-{n}", f"{title} ({n})") if n > 1 else (slug, title)), part
                )


def parts(text: str) -> Iterator[str]:
    """Give a text whole, or cut at the headings next to its middle until each part may be taken.

    Raises:
        TextTooLong, TextTooIntricate: a part without a heading is more than may be taken.
    """
    try:
        check(text, MOST_CHAPTER)
        split(text)
    except TooLarge:
        places = [n for n in cuts(text) if n]
        if not places:
            raise
        middle = min(places, key=lambda place: abs(place - len(text) // 2))
        yield from parts(text[:middle])
        yield from parts(text[middle:])
    else:
        yield text


def cuts(text: str) -> list[int]:
    """Return where headings begin that stand in no code."""
    fences = [found.start() for found in _FENCE.finditer(text)]
    inside = list(zip(fences[::2], fences[1::2], strict=False))
    heads = (found.start() for found in _HEADING.finditer(text))
    return [n for n in heads if not any(start < n < end for start, end in inside)]


def write(folder: Path, manual: Mapping[str, Chapter]) -> None:
    """Write chapters by their addresses as the files of a manual, their texts as they are."""
    (folder / "en").mkdir(parents=True, exist_ok=True)
    lines = ['title = "Outside"', 'language = "en"', "date = 2026-11-23"]
    for n, one in enumerate(manual.values(), 1):
        file = f"en/{one.slug}.md"
        (folder / file).write_text(one.text, encoding="utf-8", newline="\n")
        said = {"slug": one.slug, "number": str(n), "kind": "chapter", "file": file,
                "title": one.title, "audience_line": "", "questions": []}  # fmt: skip
        lines += ["[[chapters]]", *(f"{key} = {json.dumps(value)}" for key, value in said.items())]
    (folder / BOOK).write_text("\n".join(lines) + "\n", encoding="utf-8")
