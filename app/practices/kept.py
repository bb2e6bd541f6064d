"""Counts beside the filters, kept until a change: a circle's for all who see it, the rest for each.

What whoever is in the network reads is most of what each of them sees, and the same; so is what a
regional group reads beside it. Both are counted once for a choice of filters, whoever asks; counted
for one alone is only what this one sees beside them, which is little.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.access.labels import GROUP, NETWORK, ORGANISATION, PUBLIC, SECRETARIAT
from app.practices import facets, stock
from app.practices.bits import Plane
from app.practices.counting import Counts, Seen, counts, within

MOST = 1_000
"""So many choices are kept for circles, and as many for single viewers."""
CIRCLES = (
    frozenset({PUBLIC, NETWORK, SECRETARIAT}),
    frozenset({PUBLIC, NETWORK}),
    frozenset({PUBLIC}),
    frozenset[str](),
)
"""Labels that many viewers hold together, the most first."""
Values = Mapping[str, Sequence[str]]
Fitting = Mapping[str, int]
_Key = tuple[frozenset[str], tuple[object, ...]]


def circles_of(reads_by: frozenset[str]) -> Sequence[frozenset[str]]:
    """Return the labels of the widest circle somebody is in, then with those of groups, then all.

    No set stands there twice: what is counted for it is what those before it do not see.
    """
    circle = next(circle for circle in CIRCLES if circle <= reads_by)
    groups = {one for one in reads_by if one.startswith((GROUP, ORGANISATION))}
    return list(dict.fromkeys((circle, circle | groups, reads_by)))


def _is_for_many(labels: frozenset[str]) -> bool:
    many = (PUBLIC, NETWORK, SECRETARIAT, GROUP, ORGANISATION)
    return all(one.startswith(many) for one in labels)


@dataclass
class Kept:
    """The counts of one plane, until it changes."""

    _of_circles: dict[_Key, Counts] = field(default_factory=dict)
    _of_one: dict[_Key, Counts] = field(default_factory=dict)

    def clear(self) -> None:
        """Forget everything: something changed."""
        self._of_circles.clear()
        self._of_one.clear()

    def counts(
        self, plane: Plane, reads_by: frozenset[str], values: Values, looked: "Looked"
    ) -> Counts:
        """Return the counts of what somebody sees by ``reads_by`` and chose by ``values`` alone."""
        fitting = looked.fitting
        if facets.ADAPTED in values:  # what is adapted is another for each
            return counts(plane, looked.seen, looked.adapted, fitting)
        chosen, found = tuple(values.items()), dict[str, Mapping[str, int]]()
        left = looked.seen
        for labels in circles_of(reads_by):
            kept = self._of_circles if _is_for_many(labels) else self._of_one
            shared = plane.any_of(stock.SEES, labels)
            part = (left[0] & shared, left[1] & shared)
            left = (left[0] ^ part[0], left[1] ^ part[1])
            found = _sum(found, self._kept(kept, (labels, chosen), plane, part, fitting))
        number = (within(looked.seen[0], fitting.values()) & looked.adapted).bit_count()
        return {**found, facets.ADAPTED: {facets.YES: number} if number else {}}

    def _kept(
        self, kept: dict[_Key, Counts], key: _Key, plane: Plane, part: Seen, fitting: Fitting
    ) -> Counts:
        found = kept.get(key)
        if found is None:
            if len(kept) >= MOST:
                kept.clear()
            found = kept[key] = counts(plane, part, 0, fitting)
        return found


@dataclass(frozen=True, slots=True)
class Looked:
    """What somebody sees, what of it others adapted as far as is seen, and what fits the choice."""

    seen: Seen
    adapted: int
    fitting: Fitting


def _sum(one: Counts, other: Counts) -> dict[str, Mapping[str, int]]:
    """Add what was counted of two things that have nothing in common."""
    found: dict[str, Mapping[str, int]] = {code: one.get(code, {}) for code in (*one, *other)}
    for code, more in other.items():
        if more:
            words = dict(found[code])
            for word, number in more.items():
                words[word] = words.get(word, 0) + number
            found[code] = words
    return found
