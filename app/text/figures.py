"""Figures: a picture at the start of a paragraph, with the words in its place and its source.

``![words](figure:<hash>-<width>x<height>.png "source")``, and below it the caption if there is one.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from markdown_it.token import Token
from markupsafe import escape

from app.text.labels import FigureWords

SCHEME = "figure:"
ADDRESS_OF = "/manual/figures/"
"""Where pictures are sent from; nothing else may be shown as one."""
NAME = re.compile(r"([0-9a-f]{32})-([1-9]\d{0,3})x([1-9]\d{0,3})\.(png|jpg)")
_NAMED = re.compile(rf"{SCHEME}({NAME.pattern})")
_BREAKS = frozenset({"softbreak", "hardbreak"})
_UNSAFE = re.compile(r'[\\\[\]`*_<>&"|]')
_SPACES = re.compile(r"\s+")


class Picture(NamedTuple):
    """Where a picture is, and how large it is in words (or nothing)."""

    src: str
    size: str = ""


Show = Callable[[str], Picture | None]
"""Finds a picture by its name, None where it is missing."""


@dataclass(frozen=True, slots=True)
class Gallery:
    """Where pictures are, and what is said around them; without ``show`` only words are shown.

    A picture has a link to it ``alone`` where it can be fetched.
    """

    show: Show | None = None
    alone: bool = True
    words: FigureWords = field(default_factory=FigureWords)


class Begun(NamedTuple):
    """What a figure says, and the tokens of its caption."""

    name: str
    alt: Sequence[Token]
    source: str
    caption: Sequence[Token]


def begun(tokens: Sequence[Token]) -> Begun | None:
    """Return the figure that a paragraph begins with, None where it begins otherwise."""
    first = tokens[0] if tokens else None
    found = _NAMED.fullmatch(_address(first)) if first and first.type == "image" else None
    if first is None or found is None:
        return None
    rest = 1
    while rest < len(tokens) and _is_space(tokens[rest]):
        rest += 1
    source = _SPACES.sub(" ", str(first.attrGet("title") or "")).strip()
    return Begun(found[1], first.children or (), source, tokens[rest:])


def _is_space(token: Token) -> bool:
    return token.type in _BREAKS or (token.type == "text" and not token.content.strip())


def _address(token: Token) -> str:
    return str(token.attrGet("src") or "")


def addressed(tokens: Sequence[Token]) -> Iterator[str]:
    """Give the address of every picture in some tokens that is meant to be a figure."""
    for token in tokens:
        if token.type == "image" and _address(token).startswith(SCHEME):
            yield _address(token)
        yield from addressed(token.children or ())


def names(source: str) -> frozenset[str]:
    """Return the names of pictures that a text could show."""
    return frozenset(found[1] for found in _NAMED.finditer(source)) if SCHEME in source else _NONE


_NONE: frozenset[str] = frozenset()


def size_of(name: str) -> tuple[int, int]:
    """Return width and height of a picture, which its name says.

    Raises:
        ValueError: it is no name of a picture.
    """
    found = NAME.fullmatch(name)
    if found is None:
        raise ValueError(name)
    return int(found[2]), int(found[3])


def written(name: str, alt: str, source: str, caption: str = "") -> str:
    """Return a figure as Markdown; ``alt`` and ``source`` are plain words, ``caption`` Markdown."""
    below = f"\n{caption}" if caption else ""
    return f'![{_plain(alt)}]({SCHEME}{name} "{_plain(source)}"){below}'


def _plain(words: str) -> str:
    """Return words so that Markdown shows exactly their signs, on one line."""
    return _UNSAFE.sub(lambda sign: f"\\{sign[0]}", _SPACES.sub(" ", words).strip())


def image(name: str, alt: str, picture: Picture) -> str:
    """Return the element that shows a picture; its place is kept while it comes."""
    width, height = size_of(name)
    return (
        f'<img src="{escape(picture.src)}" alt="{escape(alt)}" width="{width}" height="{height}"'
        ' loading="lazy" decoding="async">'
    )
