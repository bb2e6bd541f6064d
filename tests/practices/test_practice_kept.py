"""Counts that are kept for circles and for single viewers are those of everything counted anew."""

import itertools
import random

import pytest

from app.practices import facets, kept, stock
from app.practices.bits import Plane
from app.practices.counting import counts, fits
from app.practices.kept import Kept, Looked, circles_of

LABELS = ("public", "network", "secretariat", "group:weog", "member:FRA", "member:GHA")
VIEWERS = (
    ("public",),
    ("public", "network", "member:FRA"),
    ("public", "network", "group:weog", "member:GHA"),
    ("public", "network", "secretariat"),
    ("member:GHA",),
    (),
)
CHOICES = ({}, {facets.PILLAR: ("1",)}, {facets.PILLAR: ("1", "2"), facets.THEME: ("a",)},
           {facets.LIFE: ("retired",)}, {facets.ADAPTED: ("yes",)})  # fmt: skip


def _plane(rnd) -> Plane:
    def words() -> dict[str, list[str]]:
        return {
            stock.SEES: rnd.sample(LABELS, rnd.randint(1, 3)),
            facets.PILLAR: rnd.sample(["1", "2", "3"], rnd.randint(0, 2)),
            facets.THEME: rnd.sample(["a", "b"], rnd.randint(0, 2)),
            facets.STATE: rnd.sample(["FRA", "GHA", "CRI"], 1),
            facets.LIFE: [rnd.choice([facets.CURRENT, facets.CURRENT, "retired"])],
            facets.ADAPTED: rnd.sample(LABELS, rnd.randint(0, 1)),
        }

    things = [((f"{n:03}", f"id{n}"), words()) for n in range(80)]
    rows = [(key[1], name, w) for key, ws in things for name, some in ws.items() for w in some]
    return Plane((key for key, _ in things), rows, counted=set(facets.CODES) - {facets.ADAPTED})


def _looked(plane, reads_by, values) -> Looked:
    seen = plane.any_of(stock.SEES, reads_by)
    adapted = plane.any_of(facets.ADAPTED, reads_by)
    listed = seen & plane.any_of(facets.LIFE, values.get(facets.LIFE, (facets.CURRENT,)))
    return Looked((listed, seen), adapted, fits(plane, adapted, values))


@pytest.mark.parametrize("seed", range(6))
def test_whoever_asks_and_whatever_is_kept_the_counts_are_exact(seed, monkeypatch):
    monkeypatch.setattr(kept, "MOST", 4)  # so that what is kept is forgotten on the way
    rnd = random.Random(seed)  # noqa: S311 - made-up data
    plane, known = _plane(rnd), Kept()
    asked = list(itertools.product(VIEWERS, CHOICES)) * 3
    rnd.shuffle(asked)
    for reads_by, values in asked:
        looked = _looked(plane, reads_by, values)
        anew = counts(plane, looked.seen, looked.adapted, looked.fitting)

        assert known.counts(plane, frozenset(reads_by), values, looked) == anew


def test_a_circle_is_counted_once_for_all_who_are_in_it(monkeypatch):
    plane, known, counted = _plane(random.Random(1)), Kept(), list[int]()  # noqa: S311 - made up

    def counting(on, seen, adapted, fitting):
        counted.append(seen[0].bit_count())
        return counts(on, seen, adapted, fitting)

    monkeypatch.setattr(kept, "counts", counting)
    for reads_by in VIEWERS[1:3]:
        known.counts(plane, frozenset(reads_by), {}, _looked(plane, reads_by, {}))

    many = frozenset({"public", "network"})
    assert circles_of(frozenset(VIEWERS[1])) == [many, frozenset(VIEWERS[1])]
    assert circles_of(frozenset(VIEWERS[2])) == [many, many | {"group:weog"}, frozenset(VIEWERS[2])]
    assert len(counted) == 1 + 1 + 2  # the circle, one group, and what each of the two sees beside
    assert max(counted[1:]) < counted[0]


def test_after_a_change_nothing_is_kept():
    known, before, after = Kept(), _plane(random.Random(1)), _plane(random.Random(2))  # noqa: S311
    first = known.counts(before, frozenset(VIEWERS[1]), {}, _looked(before, VIEWERS[1], {}))
    known.clear()
    second = known.counts(after, frozenset(VIEWERS[1]), {}, _looked(after, VIEWERS[1], {}))

    assert first != second
