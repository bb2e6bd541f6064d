"""Somebody who knows the whole directory guesses who asks, and does no better than is promised.

Nothing is left to chance: of every card that could be out, all members and languages are worked out
from which it would have come, and each reader gives each of them its chance: none is likelier than
who asks was promised. A portal that shows too
much is found by the same test.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

import pytest

from app.assistance.blind.rules import FEWEST, LANGUAGES, REGION, Hiding, Known, hiding, region_told

NETWORK = frozenset({"network"})
REGIONS = ("african", "asia-pacific", "eastern-european", "grulac", "weog", None)
SPOKEN = ("en", "fr", "es", "ar", "pt", "ru")
Judge = Callable[..., Hiding]


def population(seed: int) -> Sequence[Known]:
    """Return members as uneven as real ones: few speak Portuguese, one region is small."""
    chance = random.Random(seed)  # noqa: S311 - the same members in every run
    members = []
    for number in range(chance.choice((14, 40, 90))):
        region = chance.choices(REGIONS, (9, 8, 2, 6, 5, 1))[0]
        spoken = chance.choices(SPOKEN, (9, 6, 4, 3, 1, 1), k=chance.choice((0, 1, 1, 2, 3)))
        code = f"M{number:02d}"
        labels = {"network", f"member:{code}", f"group:{region}"}
        members.append(Known(code, region, frozenset(spoken), frozenset(labels)))
    return members


def seen(one: Known, language: str, told: Hiding) -> tuple[str | None, str | None]:
    """Return what a card shows of region and language."""
    region = one.region if REGION in told.shows else None
    return region, language if LANGUAGES in told.shows else None


def guesses(members: Sequence[Known], readers: frozenset[str], judge: Judge):
    """Give (chance that a reader gives it, number it was told) of each who could have asked."""
    from_whom = defaultdict(list)
    promised = {}
    for one in members:
        for language in one.languages or {"de"}:
            told = judge(members, one.member, [language], readers=readers)
            if told.holds:
                card = seen(one, language, told)
                from_whom[card].append(one.member)
                promised[card, one.member] = told.number
    reading = [one.member for one in members if one.labels & readers]
    for card, askers in from_whom.items():
        for reader in reading:
            counts = Counter(code for code in askers if code != reader)
            for code, times in counts.items():
                yield times / counts.total(), promised[card, code]


def leaks(members, readers, judge) -> list[float]:
    """Return the guesses that are better than promised, or than one in eight."""
    return [
        chance
        for chance, number in guesses(members, readers, judge)
        if chance > 1 / number + 1e-9 or number < FEWEST
    ]


def with_region(members, owner, languages, *, readers) -> Hiding:
    """Judge as a broken portal that shows the region always."""
    told = hiding(members, owner, languages, readers=readers)
    region = next(one.region for one in members if one.member == owner)
    return Hiding(told.shows | {REGION, LANGUAGES}, max(told.number, FEWEST), region)


def without_the_rest(members, owner, languages, *, readers) -> Hiding:
    """Judge as a broken portal that forgets what it tells by not showing the region."""
    told = hiding(members, owner, languages, readers=readers)
    if REGION in told.shows:
        return told
    speak = sum(one.languages.issuperset(languages) for one in members) - 1
    return Hiding(frozenset({LANGUAGES}), speak)


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("readers", [NETWORK, frozenset({"group:weog"}), frozenset({"member:M03"})])
def test_nobody_guesses_better_than_the_number_that_who_asks_was_told(seed, readers):
    assert leaks(population(seed), readers, hiding) == []


def test_something_is_out_in_most_networks():
    shown = [told for seed in range(10) for told in guesses(population(seed), NETWORK, hiding)]
    assert len(shown) > 100


@pytest.mark.parametrize("broken", [with_region, without_the_rest])
def test_a_portal_that_shows_too_much_is_found(broken):
    found = [leaks(population(seed), NETWORK, broken) for seed in range(10)]
    assert any(found)


def test_the_region_of_a_helper_is_told_only_where_the_others_hide_as_well():
    assert region_told(["a"] * 8 + ["b"] * 9, "a")
    assert region_told(["a"] * 8 + ["b"] * 4 + ["c"] * 4, "a")
    assert not region_told(["a"] * 8 + ["b"] * 3, "a")
    assert not region_told(["a"] * 8 + ["b"] * 8, None)
    assert not region_told(["a"] * 7, "a")
