"""A plane: things in one order, where each word is a number whose bits are the things it fits.

Counting is a bit count, combining is ``&`` and ``|``, and a page of a list is a few lowest bits:
the cost grows with the number of words, hardly with the number of things. Where few are left of
very many, their words are counted one by one (``cells``). Knows no feature.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from app.practices.cells import Cells
from app.practices.places import highest, lowest, rising

Key = tuple[str, str]
"""What a thing is sorted by, and its id."""

Words = Mapping[str, Iterable[str]]
"""What fits a thing: the words of each family."""

Fit = tuple[str, str, str]
"""A thing's id, a family, and a word of it that fits the thing."""

BITS_A_THING = 5_000
"""So many bits are counted while one thing is looked at."""


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a list: keys, the rank of the first, and whether something lies on either side."""

    keys: Sequence[Key]
    first: int
    more_before: bool
    more_after: bool


class _Within:
    """Bits among which several families are counted: how many they are, and where if few."""

    def __init__(self, bits: int) -> None:
        self.bits, self.number = bits, bits.bit_count()

    @cached_property
    def places(self) -> Sequence[int]:
        """Look for them, once."""
        return list(rising(self.bits))


@dataclass(frozen=True, slots=True)
class Held:
    """What a plane holds: its things in order, the bits of each word, and the cells."""

    keys: list[Key]
    marks: dict[str, dict[str, int]]
    cells: dict[str, Cells]


class Plane:
    """Things sorted by key. Not safe for several threads at once: its owner holds a lock."""

    def __init__(
        self, keys: Iterable[Key] = (), fits: Iterable[Fit] = (), *, counted: Collection[str] = ()
    ) -> None:
        """Sort ``keys`` and mark what fits them; neither needs to be in memory at once.

        ``counted`` are the families whose words are counted.
        """
        self._keys = sorted(keys)
        self._key_of = {key[1]: key for key in self._keys}
        self._cells = {name: Cells(len(self._keys)) for name in counted}
        self._marks = self._mark(fits)
        self._last = _Within(0)

    def held(self) -> "Held":
        """Return what there is, as it is now: the plane may change while that is looked at."""
        marks = {name: dict(family) for name, family in self._marks.items()}
        return Held(list(self._keys), marks, {n: c.copied() for n, c in self._cells.items()})

    @classmethod
    def of_held(cls, held: "Held") -> Self:
        """Return a plane of what is known already."""
        plane = cls()
        plane._keys, plane._marks, plane._cells = held.keys, held.marks, held.cells
        plane._key_of = {key[1]: key for key in held.keys}
        return plane

    def __len__(self) -> int:
        return len(self._keys)

    def put(self, key: Key, words: Words) -> None:
        """Add a thing, or give one that is there a new key and new words."""
        self.drop(key[1])
        place = bisect_left(self._keys, key)
        self._keys.insert(place, key)
        self._key_of[key[1]] = key
        below = (1 << place) - 1
        for family in self._marks.values():
            for word, bits in family.items():
                family[word] = bits >> place << place + 1 | bits & below
        for name, fitting in words.items():
            family = self._marks.setdefault(name, {})
            for word in fitting:
                family[word] = family.get(word, 0) | 1 << place
        for name, cells in self._cells.items():
            cells.insert(place, words.get(name, ()))

    def drop(self, thing: str) -> None:
        """Take a thing away if it is there."""
        key = self._key_of.pop(thing, None)
        if key is None:
            return
        place = bisect_left(self._keys, key)
        del self._keys[place]
        below = (1 << place) - 1
        for family in self._marks.values():
            for word, bits in family.items():
                family[word] = bits >> place + 1 << place | bits & below
        for cells in self._cells.values():
            cells.remove(place)

    def any_of(self, name: str, words: Iterable[str]) -> int:
        """Return the bits of the things that at least one of ``words`` of a family fits."""
        family = self._marks.get(name, {})
        bits = 0
        for word in words:
            bits |= family.get(word, 0)
        return bits

    def words(self, thing: str, name: str) -> Collection[str]:
        """Return the words of a counted family that fit a thing."""
        key = self._key_of.get(thing)
        return self._cells[name].words(bisect_left(self._keys, key)) if key else ()

    def of(self, things: Collection[str]) -> int:
        """Return the bits of ``things`` (ids); one that is not there has none."""
        keys = [key for thing in things if (key := self._key_of.get(thing))]
        places = [bisect_left(self._keys, key) for key in keys]
        if len(places) == 1:
            return 1 << places[0]
        row = bytearray(len(self._keys) // 8 + 1)
        for place in places:
            row[place >> 3] |= 1 << (place & 7)
        return int.from_bytes(row, "little")

    def counts(self, within: int, name: str) -> dict[str, int]:
        """Return for each word of a family how many things of ``within`` it fits, no zeros."""
        family = self._marks.get(name, {})
        if name in self._cells:
            last = self._last if self._last.bits is within else _Within(within)
            self._last = last
            if last.number * BITS_A_THING < len(family) * len(self._keys):
                return self._cells[name].counts(last.places)
        return {
            word: count for word, bits in family.items() if (count := (bits & within).bit_count())
        }

    def after(self, bits: int, key: Key | None, most: int) -> Window:
        """Return the first ``most`` things of ``bits`` behind ``key`` (None: from the start)."""
        start = bisect_right(self._keys, key) if key else 0
        places = lowest(bits, start, most + 1)
        return self._window(bits, places[:most], more_after=len(places) > most)

    def before(self, bits: int, key: Key, most: int) -> Window:
        """Return the last ``most`` things of ``bits`` that stand before ``key``."""
        places = highest(bits, bisect_left(self._keys, key), most)
        return self._window(bits, places, more_after=bool(places and bits >> places[-1] + 1))

    def _window(self, bits: int, places: Sequence[int], *, more_after: bool) -> Window:
        earlier = (bits & (1 << places[0]) - 1).bit_count() if places else 0
        return Window(
            keys=[self._keys[place] for place in places],
            first=earlier + 1 if places else 0,
            more_before=earlier > 0,
            more_after=more_after,
        )

    def _mark(self, fits: Iterable[Fit]) -> dict[str, dict[str, int]]:
        """Return for each word of each family the bits of the things it fits; fill the cells."""
        places = {key[1]: place for place, key in enumerate(self._keys)}
        rows: dict[str, dict[str, bytearray]] = {}
        for thing, name, word in fits:
            place = places.get(thing)
            if place is None:
                continue
            family = rows.setdefault(name, {})
            row = family.get(word)
            if row is None:
                row = family[word] = bytearray(len(places) // 8 + 1)
            row[place >> 3] |= 1 << (place & 7)
            if name in self._cells:
                self._cells[name].add(place, word)
        return {
            name: {word: int.from_bytes(row, "little") for word, row in family.items()}
            for name, family in rows.items()
        }
