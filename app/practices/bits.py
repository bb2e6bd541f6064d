"""A plane: things in one order, where each word is a number whose bits are the things it fits.

Counting is a bit count, combining is ``&`` and ``|``, and a page of a list is a few lowest bits:
the cost grows with the number of words, hardly with the number of things. Knows no feature.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Key = tuple[str, str]
"""What a thing is sorted by, and its id."""

Words = Mapping[str, Iterable[str]]
"""What fits a thing: the words of each family."""

Fit = tuple[str, str, str]
"""A thing's id, a family, and a word of it that fits the thing."""


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a list: keys, the rank of the first, and whether something lies on either side."""

    keys: Sequence[Key]
    first: int
    more_before: bool
    more_after: bool


class Plane:
    """Things sorted by key. Not safe for several threads at once: its owner holds a lock."""

    def __init__(self, keys: Iterable[Key] = (), fits: Iterable[Fit] = ()) -> None:
        """Sort ``keys`` and mark what fits them; neither needs to be in memory at once."""
        self._keys = sorted(keys)
        self._key_of = {key[1]: key for key in self._keys}
        self._marks = _mark(self._keys, fits)

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

    def any_of(self, name: str, words: Iterable[str]) -> int:
        """Return the bits of the things that at least one of ``words`` of a family fits."""
        family = self._marks.get(name, {})
        bits = 0
        for word in words:
            bits |= family.get(word, 0)
        return bits

    def words(self, thing: str, name: str) -> Sequence[str]:
        """Return the words of a family that fit a thing."""
        key = self._key_of.get(thing)
        if key is None:
            return ()
        bit = 1 << bisect_left(self._keys, key)
        return [word for word, bits in self._marks.get(name, {}).items() if bits & bit]

    def of(self, things: Iterable[str]) -> int:
        """Return the bits of ``things`` (ids); one that is not there has none."""
        row = bytearray(len(self._keys) // 8 + 1)
        for thing in things:
            if key := self._key_of.get(thing):
                place = bisect_left(self._keys, key)
                row[place >> 3] |= 1 << (place & 7)
        return int.from_bytes(row, "little")

    def counts(self, within: int, name: str) -> dict[str, int]:
        """Return for each word of a family how many things of ``within`` it fits, no zeros."""
        family = self._marks.get(name, {})
        return {
            word: count for word, bits in family.items() if (count := (bits & within).bit_count())
        }

    def after(self, bits: int, key: Key | None, most: int) -> Window:
        """Return the first ``most`` things of ``bits`` behind ``key`` (None: from the start)."""
        start = bisect_right(self._keys, key) if key else 0
        rest, places = bits >> start, list[int]()
        while rest and len(places) < most:
            lowest = rest & -rest
            places.append(start + lowest.bit_length() - 1)
            rest ^= lowest
        return self._window(bits, places, more_after=bool(rest))

    def before(self, bits: int, key: Key, most: int) -> Window:
        """Return the last ``most`` things of ``bits`` that stand before ``key``."""
        rest, places = bits & (1 << bisect_left(self._keys, key)) - 1, list[int]()
        while rest and len(places) < most:
            place = rest.bit_length() - 1
            places.append(place)
            rest ^= 1 << place
        places.reverse()
        return self._window(bits, places, more_after=bool(places and bits >> places[-1] + 1))

    def _window(self, bits: int, places: Sequence[int], *, more_after: bool) -> Window:
        earlier = (bits & (1 << places[0]) - 1).bit_count() if places else 0
        return Window(
            keys=[self._keys[place] for place in places],
            first=earlier + 1 if places else 0,
            more_before=earlier > 0,
            more_after=more_after,
        )


def _mark(keys: Sequence[Key], fits: Iterable[Fit]) -> dict[str, dict[str, int]]:
    """Return for each word of each family the bits of the things it fits."""
    places = {key[1]: place for place, key in enumerate(keys)}
    rows: dict[str, dict[str, bytearray]] = {}
    for thing, name, word in fits:
        place = places.get(thing)
        if place is None:
            continue
        family = rows.setdefault(name, {})
        row = family.get(word)
        if row is None:
            row = family[word] = bytearray(len(keys) // 8 + 1)
        row[place >> 3] |= 1 << (place & 7)
    return {
        name: {word: int.from_bytes(row, "little") for word, row in family.items()}
        for name, family in rows.items()
    }
