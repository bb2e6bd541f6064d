"""What changed between two token lists, in hunks that read well."""

from collections.abc import Hashable, Sequence

from rapidfuzz.distance import Indel

from app.text.polish import AnyCut, Hunk, Side, slid, without_islands

_MOST_CELLS = 200_000_000
_REWRITTEN = 0.25
_SHORT = 6


class Alphabet:
    """Gives every different thing one character, so that lists can be compared as strings."""

    def __init__(self) -> None:
        self._known: dict[Hashable, str] = {}

    def write(self, things: Sequence[Hashable]) -> str:
        """Return ``things`` as a string of the same length."""
        known = self._known
        return "".join([known.setdefault(thing, chr(len(known) + 1)) for thing in things])


def hunks(
    old_keys: Sequence[Hashable],
    new_keys: Sequence[Hashable],
    old: Sequence[AnyCut],
    new: Sequence[AnyCut],
) -> list[Hunk]:
    """Return the changes between two texts in order, as places of their keys.

    Beside each key stands its token (a space, then a word): where a change begins and whether a
    kept word is worth keeping depends on them. Spaces alone are no change.
    """
    alphabet = Alphabet()
    one, other = alphabet.write(old_keys), alphabet.write(new_keys)
    found = _compare(one, other)
    if _rewritten(found, len(one), len(other)):
        return [Hunk(0, len(one), 0, len(other))]
    return without_islands(slid(found, Side(one, old), Side(other, new)), old)


def _compare(one: str, other: str) -> list[Hunk]:
    """Return the raw hunks of two strings, equal ends taken off first."""
    start = _common(one, other)
    end = _common(one[start:][::-1], other[start:][::-1])
    a, b = one[start : len(one) - end], other[start : len(other) - end]
    if not a and not b:
        return []
    if not a or not b or len(a) * len(b) > _MOST_CELLS:
        return [Hunk(start, start + len(a), start, start + len(b))]
    return _grouped(a, b, start)


def _common(one: str, other: str) -> int:
    """Return the length of the common start, found by halving."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _grouped(a: str, b: str, start: int) -> list[Hunk]:
    """Join deletions and insertions that touch each other."""
    found: list[Hunk] = []
    for code in Indel.opcodes(a, b):
        if code.tag == "equal":
            continue
        i1, j1 = code.src_start + start, code.dest_start + start
        i2, j2 = code.src_end + start, code.dest_end + start
        if found and found[-1].i2 == i1 and found[-1].j2 == j1:
            found[-1] = Hunk(found[-1].i1, i2, found[-1].j1, j2)
        else:
            found.append(Hunk(i1, i2, j1, j2))
    return found


def _rewritten(found: Sequence[Hunk], old: int, new: int) -> bool:
    """Tell whether so little is left that two whole texts read better than a salad of words."""
    if min(old, new) < _SHORT:
        return False
    kept = old - sum(hunk.i2 - hunk.i1 for hunk in found)
    return 2 * kept < _REWRITTEN * (old + new)
