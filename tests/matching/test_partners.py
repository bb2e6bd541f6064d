"""What suggestions are judged by stays as it was before there were any."""

from hashlib import sha256

from bench.partners import BEST, TUNING, UNSEEN, Network, network

AS_FROZEN = "b5732e2903f835cc32e87d8738a6010eca3a156719fd0c841d687e3f43064970"


def _drawn(made: Network) -> list[object]:
    shown = [
        (m.code, m.region, m.offers, sorted(m.practices.items()), m.helped, m.busy)
        for m in made.members
    ]
    return [*shown, *((w.asker, w.themes, sorted(w.best)) for w in made.wishes)]


def test_the_population_is_the_one_that_was_frozen():
    drawn = [line for seed in (TUNING[0], UNSEEN[0]) for line in _drawn(network(seed))]

    assert sha256(repr(drawn).encode()).hexdigest() == AS_FROZEN


def test_no_seed_is_both_tuned_by_and_judged_by():
    assert set(TUNING).isdisjoint(UNSEEN)
    assert len(UNSEEN) == 10


def test_every_request_has_its_best_partners_and_the_asker_is_none_of_them():
    made = network(TUNING[0])

    assert {len(w.best) for w in made.wishes} == {BEST}
    assert [w for w in made.wishes if w.asker in w.best] == []
    assert network(TUNING[0]) == made
