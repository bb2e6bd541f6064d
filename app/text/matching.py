"""Finds which old block each new block continues, and which of them have moved."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from app.text.blocks import Block
from app.text.likeness import Likeness, Pair, may_be_same


def match(old: Sequence[Block], new: Sequence[Block], *, by_place: bool = False) -> list[Pair]:
    """Return pairs of places (old, new), in the order of the new ones.

    Same id first, then the same text, then similar text (near first, then anywhere), and
    ``by_place`` also what stands alone at the same place between two pairs.
    """
    pairs = _same_id(old, new)
    pairs = _same_text(old, new, pairs)
    likeness = Likeness(old, new)
    for gap in _gaps(old, new, pairs):
        pairs |= likeness.best(*gap)
    pairs |= likeness.best(*_left(old, new, pairs))
    if by_place:
        for gap in _gaps(old, new, pairs):
            pairs |= _same_place(old, new, *gap)
    return sorted(pairs, key=lambda pair: pair[1])


def _same_id(old: Sequence[Block], new: Sequence[Block]) -> set[Pair]:
    """Pair blocks whose id stands exactly once on each side."""
    places = _unique((block.id for block in old), skip=None)
    others = _unique((block.id for block in new), skip=None)
    return {(places[name], j) for name, j in others.items() if name in places}


def _unique(keys: Iterable[object], skip: object = ...) -> dict[object, int]:
    """Return the place of every key that occurs once."""
    listed = list(keys)
    times = Counter(listed)
    return {key: n for n, key in enumerate(listed) if key != skip and times[key] == 1}


def _left(old: Sequence[Block], new: Sequence[Block], pairs: set[Pair]) -> tuple[list[int], ...]:
    """Return the places without a partner on each side.

    Two blocks with different ids of their own are never the same block, so a new block that
    brings an id nobody had before finds its partner only among old blocks without one.
    """
    taken, given = {i for i, _ in pairs}, {j for _, j in pairs}
    return (
        [i for i in range(len(old)) if i not in taken],
        [j for j in range(len(new)) if j not in given],
    )


def _same_text(old: Sequence[Block], new: Sequence[Block], pairs: set[Pair]) -> set[Pair]:
    """Pair equal texts: those that occur once, then their equal neighbours, then in order."""
    lefts, rights = _left(old, new, pairs)
    places = _unique(old[i].source for i in lefts)
    others = _unique(new[j].source for j in rights)
    found = set(pairs)
    for source, b in others.items():
        if source in places and may_be_same(old[lefts[places[source]]], new[rights[b]]):
            found.add((lefts[places[source]], rights[b]))
    for step in (1, -1):
        found |= _neighbours(old, new, found, step)
    waiting, rest = _left(old, new, found)
    queues: dict[tuple[str, str], list[int]] = {}
    for i in reversed(waiting):
        queues.setdefault((old[i].kind, old[i].source), []).append(i)
    for j in rest:
        queue = queues.get((new[j].kind, new[j].source))
        if queue and may_be_same(old[queue[-1]], new[j]):
            found.add((queue.pop(), j))
    return found


def _neighbours(
    old: Sequence[Block], new: Sequence[Block], pairs: set[Pair], step: int
) -> set[Pair]:
    """Follow equal texts from each pair in one direction."""
    taken, given = {i for i, _ in pairs}, {j for _, j in pairs}
    found: set[Pair] = set()
    for first, other in sorted(pairs, reverse=step < 0):
        i, j = first + step, other + step
        while 0 <= i < len(old) and 0 <= j < len(new) and i not in taken and j not in given:
            if old[i].source != new[j].source or not may_be_same(old[i], new[j]):
                break
            taken.add(i)
            given.add(j)
            found.add((i, j))
            i, j = i + step, j + step
    return found


def _gaps(
    old: Sequence[Block], new: Sequence[Block], pairs: set[Pair]
) -> list[tuple[list[int], list[int]]]:
    """Return what has no partner between each two neighbouring pairs that have not moved."""
    lefts, rights = _left(old, new, pairs)
    anchors = [(-1, -1), *unmoved(sorted(pairs, key=lambda pair: pair[1])), (len(old), len(new))]
    found = []
    for (i1, j1), (i2, j2) in pairwise(anchors):
        here = lefts[bisect_left(lefts, i1) : bisect_left(lefts, i2)]
        there = rights[bisect_left(rights, j1) : bisect_left(rights, j2)]
        if here and there:
            found.append((here, there))
    return found


def _same_place(
    old: Sequence[Block], new: Sequence[Block], lefts: Sequence[int], rights: Sequence[int]
) -> set[Pair]:
    """Pair in order what is of one kind, if both sides of the gap have the same number of it."""
    if len(lefts) != len(rights):
        return set()
    return {(i, j) for i, j in zip(lefts, rights, strict=True) if may_be_same(old[i], new[j])}


def unmoved(pairs: Sequence[Pair]) -> list[Pair]:
    """Return the longest run of pairs (ordered by new place) whose old places also rise."""
    tails: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for n, (i, _) in enumerate(pairs):
        length = bisect_left(tails, i)
        before.append(at[length - 1] if length else -1)
        if length == len(tails):
            tails.append(i)
            at.append(n)
        else:
            tails[length], at[length] = i, n
    found: list[Pair] = []
    n = at[-1] if at else -1
    while n >= 0:
        found.append(pairs[n])
        n = before[n]
    return found[::-1]
