"""The rules of a match: what speaks for a member, what against it, and in which order."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.matching.evidence import Declared, Helped, Known, Wish
from app.matching.rules import BEST, best, fit
from bench.matching import WAYS, precision
from bench.partners import TUNING

EARLY, HATE = frozenset({"early-warning"}), frozenset({"hate-speech"})
VIDEO, VISIT = frozenset({"video-talk"}), frozenset({"study-visit"})
FRENCH, ARABIC = frozenset({"fr"}), frozenset({"ar"})
WISH = Wish(EARLY, VIDEO, FRENCH, "african-group")
OFFER = Declared("1", "Two talks", "en", EARLY, VIDEO, FRENCH)


def known(code: str = "DNK", **said: object) -> Known:
    return replace(Known(code, code), **said)


@pytest.mark.parametrize(
    "nothing",
    [
        known(),
        known(region="african-group"),
        known(declared=(replace(OFFER, themes=HATE),)),
        known(practices={"hate-speech": 4}),
        known(helped=(Helped(EARLY, VIDEO, met=False),)),
    ],
)
def test_who_shows_nothing_of_a_theme_is_not_suggested(nothing):
    assert fit(WISH, nothing) is None


BETTER = {
    "declared before published": (known(declared=(OFFER,)), known(practices={"early-warning": 1})),
    "two practices before one": (
        known(practices={"early-warning": 2}),
        known(practices={"early-warning": 1}),
    ),
    "the same form": (
        known(declared=(OFFER,)),
        known(declared=(replace(OFFER, modalities=VISIT),)),
    ),
    "the same language": (
        known(declared=(OFFER,)),
        known(declared=(replace(OFFER, languages=ARABIC),)),
    ),
    "who helped us": (
        known(declared=(OFFER,), helped=(Helped(EARLY, VIDEO, met=True),)),
        known(declared=(OFFER,)),
    ),
    "help that did not help": (
        known(declared=(OFFER,)),
        known(declared=(OFFER,), helped=(Helped(EARLY, VIDEO, met=False),)),
    ),
    "the same region": (known(declared=(OFFER,), region="african-group"), known(declared=(OFFER,))),
    "who is free": (known(declared=(OFFER,)), known(declared=(OFFER,), busy=3)),
}


@pytest.mark.parametrize("case", BETTER)
def test_what_speaks_for_a_member_puts_it_before_one_without_it(case):
    likelier, other = BETTER[case]
    members = [replace(other, member="AAA"), replace(likelier, member="ZZZ")]
    assert [one.known.member for one in best(WISH, members)] == ["ZZZ", "AAA"]


def test_where_the_region_may_not_be_told_nobody_is_nearer():
    near, far = (
        known("BBB", declared=(OFFER,), region="african-group"),
        known("AAA", declared=(OFFER,)),
    )
    found = best(replace(WISH, region=None), [near, far])
    assert [(one.known.member, one.near) for one in found] == [("AAA", False), ("BBB", False)]


def test_the_offer_that_shares_most_is_named_first():
    other = replace(OFFER, id="0", modalities=VISIT, languages=ARABIC)
    found = fit(WISH, known(declared=(other, OFFER, replace(OFFER, themes=HATE))))
    assert found is not None
    assert [one.id for one in found.declared] == ["1", "0"]


_codes = some.frozensets(some.sampled_from("abcd"), max_size=3)
_declared = some.builds(
    Declared, some.text("xyz", min_size=1, max_size=2), some.just(""), some.just("en"),
    _codes, _codes, _codes,
)  # fmt: skip
_known = some.builds(
    Known,
    some.text("ABC", min_size=3, max_size=3),
    some.just("A member"),
    some.sampled_from([None, "a", "b"]),
    some.lists(_declared, max_size=3).map(tuple),
    some.lists(_declared, max_size=2).map(tuple),
    some.dictionaries(some.sampled_from("abcd"), some.integers(1, 9), max_size=3),
    some.lists(some.builds(Helped, _codes, _codes, met=some.booleans()), max_size=3).map(tuple),
    some.integers(0, 9),
)
_wish = some.builds(Wish, _codes, _codes, _codes, some.sampled_from([None, "a", "b"]))


@given(_wish, some.lists(_known, max_size=9, unique_by=lambda one: one.member))
def test_whoever_is_asked_first_the_same_few_are_suggested_with_a_reason(wish, members):
    found = best(wish, members)
    assert found == best(wish, list(reversed(members)))
    assert len(found) <= BEST
    for one in found:
        assert one.declared or one.published or one.given
        assert one.value > 0


@given(_wish, _known)
def test_who_gives_more_help_is_never_likelier_for_it(wish, one):
    free, busy = fit(wish, replace(one, busy=0)), fit(wish, replace(one, busy=1))
    assert (free is None) == (busy is None)
    assert free is None or busy is None or free.value > busy.value


def test_suggestions_are_right_much_more_often_than_shared_themes():
    seed = TUNING[0]
    found = {name: precision(suggest, seed) for name, suggest in WAYS.items()}
    ours = found["as the portal suggests"]
    assert ours > 1.5 * found["most shared themes"] > found["any five"] > 0
    assert precision(WAYS["as the portal suggests"], seed) == ours
