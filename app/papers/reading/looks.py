"""How a document's own styles and lists are to be read: levels of headings, kinds of lists."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from app.papers.reading.parts import Element, Parts, W
from app.papers.reading.runs import number, value

DEEPEST = 8
_HEADING = re.compile(r"heading\s*([1-6])", re.IGNORECASE)
TITLE = "title"
_QUOTES = frozenset({"quote", "intense quote"})
_CONTENTS = "toc "
_LEFT_OUT = frozenset(
    {
        "front page",
        "frame of the file",
        "readers of the chapter",
        "number above",
        "contents title",
        "after table",
    }
)
"""Paragraphs of the portal's own documents that are no text of a chapter, by their styles."""
PREFORMATTED, RULE, CONTINUED = "preformatted", "rule", "list continue"
_BODY = 9
Kinds = Mapping[int, tuple[bool, int]]
"""For each level of a list whether it is numbered, and from which number."""


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph's place in a list; ``key`` tells lists apart, ``first`` its first number."""

    key: str
    level: int
    ordered: bool
    first: int


@dataclass(frozen=True, slots=True)
class Looks:
    """The styles of a document by name, the lists by number and level."""

    names: Mapping[str, str]
    outlines: Mapping[str, int]
    listed: Mapping[str, tuple[str, int]]
    kinds: Mapping[str, Kinds]

    @classmethod
    def of(cls, parts: Parts) -> "Looks":
        """Return the looks of a document."""
        styles = parts.others["styles"]
        every = [] if styles is None else list(styles.iter(f"{W}style"))
        names = {value(one, "styleId"): value(one.find(f"{W}name")).lower() for one in every}
        outlines = {
            value(one, "styleId"): number(value(one.find(f"{W}pPr/{W}outlineLvl")), _BODY)
            for one in every
        }
        listed = {value(one, "styleId"): found for one in every if (found := _numbered(one))}
        return cls(names, outlines, listed, _kinds(parts.others["numbering"]))

    def style(self, paragraph: Element) -> str:
        """Return the name of a paragraph's style in small letters."""
        key = value(paragraph.find(f"{W}pPr/{W}pStyle"))
        return self.names.get(key, key.lower())

    def level(self, paragraph: Element) -> int:
        """Return a heading's level from 1, 0 for text."""
        key, name = value(paragraph.find(f"{W}pPr/{W}pStyle")), self.style(paragraph)
        found = _HEADING.fullmatch(name)
        if found:
            return int(found[1])
        own = value(paragraph.find(f"{W}pPr/{W}outlineLvl"))
        outline = number(own, self.outlines.get(key, _BODY))
        return outline + 1 if outline < _BODY else 0

    def quoted(self, paragraph: Element) -> bool:
        """Tell whether a paragraph is a quotation."""
        return self.style(paragraph) in _QUOTES

    def left_out(self, paragraph: Element) -> bool:
        """Tell whether a paragraph is no text: the portal's own numbers, a table of contents."""
        name = self.style(paragraph)
        return name in _LEFT_OUT or name.startswith(_CONTENTS)

    def item(self, paragraph: Element) -> Item | None:
        """Return a paragraph's place in a list, None where it stands in none."""
        found = _numbered(paragraph) or self.listed.get(value(paragraph.find(f"{W}pPr/{W}pStyle")))
        if found is None or found[0] in {"", "0"} or self.level(paragraph):
            return None
        key, level = found
        ordered, first = self.kinds.get(key, {}).get(level, (False, 1))
        return Item(key, level, ordered, first)


def _numbered(element: Element) -> tuple[str, int] | None:
    mark = element.find(f"{W}pPr/{W}numPr")
    if mark is None:
        return None
    level = value(mark.find(f"{W}ilvl"))
    return value(mark.find(f"{W}numId")), min(number(level, 0), DEEPEST)


def _kinds(numbering: Element | None) -> Mapping[str, Kinds]:
    """Return for each list, and each level of it, whether it is numbered, and from which number.

    Lists share the levels of their shape: a document can claim any number of both.
    """
    if numbering is None:
        return {}
    shapes = {
        value(one, "abstractNumId"): _levels(one)
        for one in numbering.iterchildren(f"{W}abstractNum")
    }
    found: dict[str, Kinds] = {}
    for one in numbering.iterchildren(f"{W}num"):
        levels = shapes.get(value(one.find(f"{W}abstractNumId")), {})
        begins = {
            place: (levels[place][0], number(value(begin), 1))
            for override in one.iterchildren(f"{W}lvlOverride")
            if (place := number(value(override, "ilvl"), DEEPEST)) in levels
            and (begin := override.find(f"{W}startOverride")) is not None
        }
        found[value(one, "numId")] = {**levels, **begins} if begins else levels
    return found


def _levels(shape: Element) -> Kinds:
    """Return the levels of a list's shape, not more of them than a list can have."""
    return {
        place: (
            value(level.find(f"{W}numFmt")) not in {"bullet", "none", ""},
            number(value(level.find(f"{W}start")), 1),
        )
        for level in shape.iterchildren(f"{W}lvl")
        if (place := number(value(level, "ilvl"), DEEPEST)) <= DEEPEST
    }
