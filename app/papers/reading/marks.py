"""Text as Markdown: what would read as a mark is written so that it reads as itself."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from app.text.links import public

_SIGNS = re.compile(r"[\\`*_\[\]<|]|&(?=#?\w+;)")
_STARTS = re.compile(r"^(\s*)(?:([#>+=~{:-])|(\d{1,9})(?=[.)]))", re.MULTILINE)
_ENTITY = re.compile(r"&(?=#?\w+;)")
_IN_TARGET = {ord(sign): f"%{ord(sign):X}" for sign in "()<>"}
_SPACES = re.compile(r"[^\S\n]+")
NEW_LINE = "\n"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text under the same marks; ``raw`` is Markdown already."""

    text: str
    strong: bool = False
    slanted: bool = False
    code: bool = False
    href: str = ""
    raw: bool = False


def escaped(text: str) -> str:
    """Return ``text`` so that Markdown shows exactly its signs, anywhere within a line."""
    return _SIGNS.sub(lambda found: "\\" + found[0], text)


def as_line(pieces: Iterable[Piece]) -> str:
    """Return pieces as the Markdown of one paragraph."""
    written = "".join(_linked(href, group) for href, group in _by_link(pieces))
    lines = [line.strip() for line in _SPACES.sub(" ", written).split(NEW_LINE)]
    whole = "\\\n".join(line for line in lines if line)
    return _STARTS.sub(_guarded, whole)


def _guarded(found: re.Match[str]) -> str:
    space, sign, number = found.groups()
    return f"{space}{number}\\" if number else f"{space}\\{sign}"


def plain(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Return the pieces without stress."""
    return tuple(replace(piece, strong=False, slanted=False, code=False) for piece in pieces)


def _by_link(pieces: Iterable[Piece]) -> Iterator[tuple[str, list[Piece]]]:
    for href, group in groupby(pieces, key=lambda piece: piece.href):
        yield href, list(group)


def _linked(href: str, group: Iterable[Piece]) -> str:
    inside = "".join(_marked(piece) for piece in _joined(group))
    if not href or not inside.strip() or public(href) is None:
        return inside
    target = _ENTITY.sub("&amp;", href.translate(_IN_TARGET))
    before, words, after = _cut(inside)
    return f"{before}[{words}]({target}){after}"


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Join neighbours of the same look; spaces between them take the look of both."""
    for look, group in groupby(pieces, key=lambda piece: replace(piece, text="")):
        yield replace(look, text="".join(piece.text for piece in group))


def _marked(piece: Piece) -> str:
    if piece.raw or not piece.text.strip():
        return piece.text
    before, words, after = _cut(piece.text)
    if piece.code and "`" not in words:
        return f"{before}`{words}`{after}"
    marks = ("**" if piece.strong else "") + ("*" if piece.slanted else "")
    lines = [f"{marks}{escaped(line.strip())}{marks[::-1]}" if line.strip() else ""
             for line in words.split(NEW_LINE)]  # fmt: skip
    return before + (NEW_LINE.join(lines) if marks else escaped(words)) + after


def _cut(text: str) -> tuple[str, str, str]:
    """Return the space around a text apart from it: marks have to touch words."""
    words = text.strip()
    begin = len(text) - len(text.lstrip())
    return text[:begin], words, text[begin + len(words) :]
