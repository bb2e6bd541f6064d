"""Cuts text into what a reader compares: words, numbers, signs, Chinese characters one by one."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from app.text.inline import Mark, Run
from app.text.scripts import CJK, INSIDE

_LETTER = rf"[^\W\d_{CJK}]"
_WORD = rf"(?:{_LETTER}++|[{INSIDE}]++)(?:[{INSIDE}]++{_LETTER}*+|['’]{_LETTER}++)*+"
_NUMBER = r"\d+(?:[.,]\d+)*+"
_ON_TOP = "\u0300-\u036f\u200d\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\U0001f3fb-\U0001f3ff"
_SIGN = rf"\S(?:[{_ON_TOP}]|(?<=\u200d)\S)*+"
_TOKEN = re.compile(rf"(\s*+)({_WORD}|{_NUMBER}|{_SIGN}|\Z)")
_COUNTED = re.compile(rf"{_WORD}|{_NUMBER}|[{CJK}]")

Cut = tuple[str, str]


class Token(NamedTuple):
    """A word or sign with the space before it, and the marks that each of them stands under."""

    space: str
    core: str
    marks: tuple[Mark, ...] = ()
    space_marks: tuple[Mark, ...] = ()


def cut(text: str) -> list[Cut]:
    """Return ``text`` as pairs of a space and the word or sign after it.

    Put together again they are the text; space at its very end stands before an empty word.
    """
    found: list[Cut] = _TOKEN.findall(text)
    found.pop()  # the end of the text, where nothing stands
    return found


def cut_runs(runs: Iterable[Run]) -> list[Token]:
    """Return the tokens of marked text; notes and line breaks are one token each."""
    found: list[Token] = []
    for run in runs:
        pairs = [("", run.text)] if run.atom else cut(run.text)
        pieces = [Token(space, core, run.marks, run.marks) for space, core in pairs]
        if found and not found[-1].core and not pieces[0].space:
            before = found.pop()
            pieces[0] = pieces[0]._replace(space=before.space, space_marks=before.marks)
        found += pieces
    return found


def count_words(text: str) -> int:
    """Return how many words, numbers and Chinese characters ``text`` has."""
    return len(_COUNTED.findall(text))
