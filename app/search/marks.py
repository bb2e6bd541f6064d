"""Highlights: the words of a query marked in the original text, and the snippet around them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from markupsafe import Markup

from app.search.folding import folded
from app.text.query import Query
from app.text.scripts import is_cjk

LENGTH = 240
BEFORE = 70
MORE = "…"


@dataclass(frozen=True, slots=True)
class Needles:
    """What to look for: ``pattern`` marks whole words; ``starts`` finds them quickly, roughly."""

    pattern: re.Pattern[str] | None
    starts: Sequence[str]

    @classmethod
    def of(cls, query: Query) -> "Needles":
        """Return the needles of ``query``."""
        sought = dict.fromkeys(_sought(query))
        return cls(_pattern(list(sought)), [_start(one) for one in sought])

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return the places to mark in a folded text, joined where they touch."""
        joined: list[tuple[int, int]] = []
        found = self.pattern.finditer(f" {text} ") if self.pattern else ()
        for match in found:
            start, end = match.start(match.lastindex or 0) - 1, match.end() - 1
            if joined and start <= joined[-1][1]:
                joined[-1] = (joined[-1][0], end)
            else:
                joined.append((start, end))
        return joined


class _Sought(NamedTuple):
    """Words side by side, and whether the last one may go on."""

    words: tuple[str, ...]
    begins: bool = False


def _sought(query: Query) -> Iterator[_Sought]:
    yield from (_Sought((word,)) for words in query.words for word in words)
    yield from (_Sought(_unpaired(words)) for words in query.phrases)
    yield from (_Sought((start,), begins=True) for start in query.prefix)


def _unpaired(words: Sequence[str]) -> tuple[str, ...]:
    """Join the overlapping pairs of a Chinese run to the run as it was written."""
    whole: list[str] = []
    for word in words:
        if whole and is_cjk(word[0]) and whole[-1][-1] == word[0]:
            whole[-1] += word[1:]
        else:
            whole.append(word)
    return tuple(whole)


def _pattern(sought: Sequence[_Sought]) -> re.Pattern[str] | None:
    """Return what marks: words begin after a space, Chinese runs anywhere."""
    ordered = sorted(sought, key=lambda one: len("".join(one.words)), reverse=True)
    words = [_written_so(one) for one in ordered if not is_cjk(one.words[0][0])]
    runs = [_written_so(one) for one in ordered if is_cjk(one.words[0][0])]
    parts = [f" ({'|'.join(words)})"] * bool(words) + runs
    return re.compile("|".join(parts)) if parts else None


def _written_so(sought: _Sought) -> str:
    chinese = any(is_cjk(word[0]) for word in sought.words)
    after = "" if is_cjk(sought.words[-1][-1]) else "[^ ]*" if sought.begins else "(?= )"
    return (" *" if chinese else " +").join(map(re.escape, sought.words)) + after


def _start(sought: _Sought) -> str:
    first = sought.words[0]
    if is_cjk(first[0]):
        return first
    return f" {first}" if sought.begins else f" {first} "


def marked(text: str, needles: Needles) -> Markup:
    """Return ``text`` made safe, with every place that was looked for marked."""
    return _with_marks(text, needles.spans(folded(text)))


def snippet(text: str, text_folded: str, needles: Needles) -> Markup:
    """Return the part of ``text`` that says most of what was looked for, marked.

    ``text_folded`` is ``folding.folded(text)``, as stored with it.
    """
    start, end = _window(text_folded, needles.starts)
    inside = _with_marks(text[start:end], needles.spans(text_folded[start:end]))
    before, after = MORE if start > 0 else "", MORE if end < len(text) else ""
    return before + inside + after


def _window(text: str, starts: Iterable[str]) -> tuple[int, int]:
    """Return where to cut: the first place of each needle is tried, most needles nearby win."""
    searched = f" {text} "
    places = sorted(place for start in starts if (place := searched.find(start)) >= 0)
    if not places or places[0] + BEFORE < LENGTH - BEFORE:
        begin = 0
    else:
        best = max(places, key=lambda p: (sum(p <= q < p + LENGTH - BEFORE for q in places), -p))
        begin = max(0, best - BEFORE)
    begin = _at_word(text, begin)
    while begin and text[begin : begin + 1] == " ":
        begin += 1
    end = min(len(text), begin + LENGTH)
    return begin, _at_word(text, end) if end < len(text) else end


def _at_word(text: str, place: int) -> int:
    """Return the nearest end of a word before ``place``, or the place itself in long runs."""
    if place == 0 or is_cjk(text[place - 1]):
        return place
    found = text.rfind(" ", max(0, place - 30), place)
    return place if found < 0 else found


def _with_marks(text: str, spans: Sequence[tuple[int, int]]) -> Markup:
    parts: list[str] = []
    last = 0
    for start, end in spans:
        parts += [escape(text[last:start]), "<mark>", escape(text[start:end]), "</mark>"]
        last = end
    return Markup("".join([*parts, escape(text[last:])]))  # noqa: S704 - every part is escaped
