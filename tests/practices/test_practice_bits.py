"""A plane answers as a plain list would, whatever was put, changed and dropped."""

import random

import pytest

from app.practices import bits, places
from app.practices.bits import Plane

WORDS = {"colour": ["red", "blue", "green"], "sees": ["public", "network", "member:A"]}


def _thing(rnd, number) -> tuple[tuple[str, str], dict[str, set[str]]]:
    words = {name: set(rnd.sample(all_, rnd.randint(0, 2))) for name, all_ in WORDS.items()}
    return (f"{rnd.randint(0, 9)}", f"id{number}"), words


def _fits(things) -> list[tuple[str, str, str]]:
    return [(key[1], name, w) for key, ws in things for name, fs in ws.items() for w in fs]


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("looked_at", [0, bits.BITS_A_THING])
def test_a_plane_is_a_sorted_list(seed, looked_at, monkeypatch):
    monkeypatch.setattr(bits, "BITS_A_THING", looked_at)
    rnd = random.Random(seed)  # noqa: S311 - made-up data
    model = dict(_thing(rnd, n) for n in range(rnd.randint(0, 40)))
    plane = Plane(model, _fits(model.items()), counted=("colour",))
    for step in range(60):
        if model and rnd.random() < 0.4:
            gone = rnd.choice(sorted(model))
            del model[gone]
            plane.drop(gone[1])
        else:
            key, words = _thing(rnd, rnd.randint(0, 50) if step % 2 else 100 + step)
            model = {k: w for k, w in model.items() if k[1] != key[1]}
            model[key] = words
            plane.put(key, words)
        _compare(rnd, plane, model)


def _compare(rnd, plane, model) -> None:
    seen = rnd.sample(WORDS["sees"], 2)
    for _place, (key, words) in zip(range(3), model.items(), strict=False):
        assert plane.words(key[1], "colour") == words["colour"]
        assert plane.of([key[1], "nothing"]) == plane.of([key[1]])
    bits = plane.any_of("sees", seen)
    fitting = [key for key in sorted(model) if model[key]["sees"] & set(seen)]
    counted = {c: sum(c in model[key]["colour"] for key in fitting) for c in WORDS["colour"]}
    assert len(plane) == len(model)
    assert bits.bit_count() == len(fitting)
    assert plane.counts(bits, "colour") == {c: n for c, n in counted.items() if n}

    cursor = (str(rnd.randint(0, 9)), f"id{rnd.randint(0, 50)}")
    behind = [key for key in fitting if key > cursor]
    window = plane.after(bits, cursor, 3)
    assert list(window.keys) == behind[:3]
    assert window.more_after == (len(behind) > 3)
    if behind:
        assert window.first == fitting.index(behind[0]) + 1
        assert window.more_before == (fitting[0] != behind[0])
    ahead = [key for key in fitting if key < cursor]
    earlier = plane.before(bits, cursor, 3)
    assert list(earlier.keys) == ahead[-3:]
    if ahead:
        assert earlier.more_before == (len(ahead) > 3)
        assert earlier.more_after == (fitting[-1] != ahead[-1])


def test_what_is_not_there_is_empty():
    plane = Plane()
    plane.drop("nothing")

    assert plane.any_of("sees", ["public"]) == 0
    assert plane.counts(0, "colour") == {}
    assert plane.after(0, None, 20).keys == []
    assert plane.before(0, ("x", "y"), 20).first == 0


@pytest.mark.parametrize("whole", [1, 900, 400_000])
def test_places_are_found_from_either_end(whole):
    rnd = random.Random(whole)  # noqa: S311 - made-up data
    chosen = sorted({rnd.randrange(whole) for _ in range(200)})
    number = sum(1 << place for place in chosen)
    for start in (0, whole // 3, whole):
        assert list(places.rising(number, start)) == [p for p in chosen if p >= start]
        assert places.lowest(number, start, 5) == [p for p in chosen if p >= start][:5]
        assert places.highest(number, start, 5) == [p for p in chosen if p < start][-5:]


def test_what_few_things_cost_does_not_follow_how_many_there_are():
    """Of a million in a row the first are found by looking at a thousand bits."""
    everything = (1 << 1_000_000) - 1
    looked_at = list[int]()
    found = places.rising(everything)
    for _ in range(20):
        looked_at.append(next(found))

    assert looked_at == list(range(20))
    assert found.gi_frame.f_locals["size"] == places.FIRST
