"""Finds which parts of two trees go together, in order: equal ones first, then similar ones."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from app.text.tokens import cut
from app.text.tree import Node
from app.text.worddiff import Alphabet

_ALIKE = 40.0
_MOST_PAIRS = 10_000
_PARAGRAPHS = frozenset({"p", ""})


def aligned(old: Sequence[Node], new: Sequence[Node]) -> list[tuple[int, int]]:
    """Return which nodes go together, in order and without crossing."""
    alphabet = Alphabet()
    one, other = alphabet.write(old), alphabet.write(new)
    equal = [
        (block.a + n, block.b + n)
        for block in LCSseq.editops(one, other).as_matching_blocks()
        for n in range(block.size)
    ]
    found = list(equal)
    for (i1, j1), (i2, j2) in pairwise([(-1, -1), *equal, (len(old), len(new))]):
        found += _alike(old, new, range(i1 + 1, i2), range(j1 + 1, j2))
    return sorted(found)


def _alike(
    old: Sequence[Node], new: Sequence[Node], here: range, there: range
) -> list[tuple[int, int]]:
    """Pair nodes between two equal ones: the most similar first, none crossing another."""
    if len(here) == len(there) == 1 and _fits(old[here[0]], new[there[0]]):
        return [(here[0], there[0])]
    if len(here) * len(there) > _MOST_PAIRS:
        pairs = zip(here, there, strict=False)
        return [(i, j) for i, j in pairs if _fits(old[i], new[j])]
    alphabet = Alphabet()
    ones = {i: alphabet.write(_words(old[i])) for i in here}
    others = {j: alphabet.write(_words(new[j])) for j in there}
    scored = sorted(
        (-fuzz.ratio(ones[i], others[j]), abs(i - here.start - j + there.start), i, j)
        for i in here
        for j in there
        if _fits(old[i], new[j])
    )
    chosen: list[tuple[int, int]] = []
    for score, _, i, j in scored:
        if -score >= _ALIKE and _is_free(chosen, i, j):
            chosen.insert(bisect_left(chosen, (i, j)), (i, j))
    return chosen


def _is_free(chosen: Sequence[tuple[int, int]], i: int, j: int) -> bool:
    """Tell whether a pair crosses none of the chosen ones and takes none of their places."""
    place = bisect_left(chosen, (i, j))
    before = place == 0 or (chosen[place - 1][0] < i and chosen[place - 1][1] < j)
    after = place == len(chosen) or (chosen[place][0] > i and chosen[place][1] > j)
    return before and after


def _fits(one: Node, other: Node) -> bool:
    """Tell whether two nodes are of one kind; the tightness of a list makes no other kind."""
    return one.tag == other.tag or {one.tag, other.tag} <= _PARAGRAPHS


def _words(node: Node) -> list[str]:
    text = " ".join(leaf.text for leaf in node.leaves())
    return [core for _, core in cut(text)]
