"""Makes raw changes read well: they begin where sentences do, and leave no lone words between."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any, NamedTuple

from app.text.scripts import is_cjk

AnyCut = tuple[Any, ...]  # a space, a word, and the marks of both if there are any
_TINY_WORDS = 3
_MEAN_WORD = 3
_SENTENCE_ENDS = frozenset(".!?。！？؟\n")
_CLAUSE_ENDS = frozenset(",;:，；：،؛—)")


class Hunk(NamedTuple):
    """The old tokens from ``i1`` to ``i2`` became the new ones from ``j1`` to ``j2``."""

    i1: int
    i2: int
    j1: int
    j2: int


class Side(NamedTuple):
    """One text: its keys as a string, and its tokens."""

    text: str
    tokens: Sequence[AnyCut]


def slid(found: Sequence[Hunk], old: Side, new: Side) -> list[Hunk]:
    """Move pure insertions and deletions to where a sentence or clause begins, if it can be."""
    done: list[Hunk] = []
    for hunk, after in zip_longest(found, found[1:]):
        i1, i2, j1, j2 = hunk
        left = i1 - (done[-1].i2 if done else 0)
        right = (after.i1 if after else len(old.text)) - i2
        shift = 0
        if i1 == i2:
            shift = _best_shift(new, j1, j2, range(-left, right + 1))
        elif j1 == j2:
            shift = _best_shift(old, i1, i2, range(-left, right + 1))
        done.append(Hunk(i1 + shift, i2 + shift, j1 + shift, j2 + shift))
    return done


def _best_shift(side: Side, start: int, end: int, room: range) -> int:
    """Return how far ``text[start:end]`` should move; only where the text stays the same."""
    text = side.text
    left = right = 0
    while left > room[0] and text[start + left - 1] == text[end + left - 1]:
        left -= 1
    while right < room[-1] and text[start + right] == text[end + right]:
        right += 1
    places = range(left, right + 1)
    return max(places, key=lambda by: (_border(side.tokens, start + by), -abs(by)))


def _border(tokens: Sequence[AnyCut], place: int) -> int:
    """Return how well a change may begin here: best at a sentence, then at a clause."""
    if place == 0:
        return 3
    before = tokens[place - 1][1][-1:]
    if before in _SENTENCE_ENDS:
        return 3
    if before in _CLAUSE_ENDS:
        return 2
    return 1 if place < len(tokens) and tokens[place][0] else 0


def without_islands(found: Sequence[Hunk], old: Sequence[AnyCut]) -> list[Hunk]:
    """Take in the few words that stayed between two larger changes."""
    kept: list[Hunk] = []
    for hunk in found:
        merged = hunk
        while kept and _is_island(kept[-1], merged, old):
            before = kept.pop()
            merged = Hunk(before.i1, merged.i2, before.j1, merged.j2)
        kept.append(merged)
    return kept


def _is_island(before: Hunk, after: Hunk, old: Sequence[AnyCut]) -> bool:
    between = old[before.i2 : after.i1]
    if len(between) > _TINY_WORDS:
        return False
    weight = sum(_weight(token) for token in between)
    return weight <= min(_size(before), _size(after)) * _MEAN_WORD


def _size(hunk: Hunk) -> int:
    return max(hunk.i2 - hunk.i1, hunk.j2 - hunk.j1)


def _weight(token: AnyCut) -> int:
    """Return how much a kept token helps the reader: signs least, long words most."""
    if not token[1][:1].isalnum():
        return 1
    return 3 if is_cjk(token[1][0]) else len(token[1])
