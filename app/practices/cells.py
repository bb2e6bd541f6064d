"""Cells: for each thing in its place the words of one family that fit it, as one number.

Many things share their words, so each set of words is kept once and a thing costs four bytes. To
count the words of few things among many is to look at these few alone. Knows no feature.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Self

_NONE: frozenset[str] = frozenset()


class Cells:
    """The words of one family by place. Not safe for several threads at once."""

    def __init__(self, things: int) -> None:
        """Begin with so many things that no word fits."""
        self._numbers = array("I", bytes(4 * things))
        self._sets: list[frozenset[str]] = [_NONE]
        self._number_of: dict[frozenset[str], int] = {_NONE: 0}
        self._grown: dict[tuple[int, str], int] = {}

    def copied(self, before: Iterable[int] | None = None) -> Self:
        """Return the same; with ``before``, the things in other places: where each was, in turn."""
        at = self._numbers.__getitem__
        numbers = self._numbers[:] if before is None else array("I", map(at, before))
        return self._of(numbers, list(self._sets), dict(self._number_of))

    @classmethod
    def _of(
        cls, numbers: "array[int]", sets: list[frozenset[str]], known: dict[frozenset[str], int]
    ) -> Self:
        cells = cls(0)
        cells._numbers, cells._sets, cells._number_of = numbers, sets, known
        return cells

    def add(self, place: int, word: str) -> None:
        """Let one word more fit the thing in a place."""
        before = self._numbers[place]
        after = self._grown.get((before, word))
        if after is None:
            after = self._grown[before, word] = self._number(self._sets[before] | {word})
        self._numbers[place] = after

    def insert(self, place: int, words: Iterable[str]) -> None:
        """Put a thing with its words in a place; those from there on move up."""
        self._numbers.insert(place, self._number(frozenset(words)))

    def remove(self, place: int) -> None:
        """Take the thing in a place away; those behind it move down."""
        del self._numbers[place]

    def words(self, place: int) -> frozenset[str]:
        """Return the words that fit the thing in a place."""
        return self._sets[self._numbers[place]]

    def counts(self, places: Sequence[int]) -> dict[str, int]:
        """Return for each word how many of the things in ``places`` it fits, no zeros."""
        found: dict[str, int] = {}
        for number, count in Counter(self._at(places)).items():
            for word in self._sets[number]:
                found[word] = found.get(word, 0) + count
        return found

    def _at(self, places: Sequence[int]) -> Sequence[int]:
        if len(places) < 2:  # noqa: PLR2004 - with one place it would give no tuple
            return [self._numbers[place] for place in places]
        numbers: Sequence[int] = itemgetter(*places)(self._numbers)
        return numbers

    def _number(self, words: frozenset[str]) -> int:
        known = self._number_of.setdefault(words, len(self._sets))
        if known == len(self._sets):
            self._sets.append(words)
        return known
