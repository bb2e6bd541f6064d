"""``python -m bench.matching``: of five suggested helpers, how many would really help most.

On ten drawn networks that no weight was chosen by (``bench.partners``); beside it what stands
there for comparison: members whose offers share most themes, and any five.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from hashlib import sha256
from statistics import mean, stdev

from app.matching import rules
from app.matching.evidence import Declared, Helped, Known
from app.matching.evidence import Wish as Asked
from bench.partners import BEST, UNSEEN, Network, Shown, Wish, network

Suggest = Callable[[Network, Wish], Sequence[str]]


def suggested(made: Network, wish: Wish) -> Sequence[str]:
    """Return what the portal suggests to an office that has never been helped before.

    What a member gave to others is theirs: it is left out here as the portal leaves it out.
    """
    return _best(wish, (replace(_known(one), helped=()) for one in _others(made, wish)))


def knowing_all(made: Network, wish: Wish) -> Sequence[str]:
    """Return what would be suggested if everybody's results were read."""
    return _best(wish, (_known(one) for one in _others(made, wish)))


def _best(wish: Wish, known: Iterable[Known]) -> Sequence[str]:
    asked = Asked(
        frozenset(wish.themes), frozenset(wish.modalities), frozenset(wish.languages), wish.region
    )
    return [found.known.member for found in rules.best(asked, known, BEST)]


def _others(made: Network, wish: Wish) -> Sequence[Shown]:
    return [one for one in made.members if one.code != wish.asker]


def sharing_themes(made: Network, wish: Wish) -> Sequence[str]:
    """Return the members whose standing offers share most themes, of equal ones any."""

    def place(one: Shown) -> tuple[int, str]:
        shared = (len({*offer.themes} & {*wish.themes}) for offer in one.offers)
        return -max(shared, default=0), _any(one, wish)

    return [one.code for one in sorted(_others(made, wish), key=place)][:BEST]


def anybody(made: Network, wish: Wish) -> Sequence[str]:
    """Return five members without looking."""
    return [one.code for one in sorted(_others(made, wish), key=lambda one: _any(one, wish))][:BEST]


def precision(suggest: Suggest, seed: int) -> float:
    """Return the share of suggestions of one network that are among its best partners."""
    made = network(seed)
    return mean(len(wish.best.intersection(suggest(made, wish))) / BEST for wish in made.wishes)


def _any(one: Shown, wish: Wish) -> str:
    return sha256(f"{one.code} {wish}".encode()).hexdigest()


def _known(one: Shown) -> Known:
    declared = [
        Declared(
            f"{one.code}-{n}",
            "",
            "en",
            frozenset(offer.themes),
            frozenset(offer.modalities),
            frozenset(offer.languages),
        )
        for n, offer in enumerate(one.offers)
    ]
    helped = [Helped(frozenset(h.themes), frozenset(h.modalities), h.met) for h in one.helped]
    return Known(
        member=one.code,
        name=one.code,
        region=one.region,
        declared=tuple(declared),
        practices=one.practices,
        helped=tuple(helped),
        busy=one.busy,
    )


WAYS: dict[str, Suggest] = {
    "as the portal suggests": suggested,
    "if all past help were read": knowing_all,
    "most shared themes": sharing_themes,
    "any five": anybody,
}


def main() -> None:
    """Print the table."""
    print(f"Right of {BEST} suggested helpers, mean of {len(UNSEEN)} networks (least to most)")
    for name, suggest in WAYS.items():
        found = [precision(suggest, seed) for seed in UNSEEN]
        apart = f"± {stdev(found):.3f}  ({min(found):.3f}–{max(found):.3f})"
        print(f"{name:<28}{mean(found):6.3f} {apart}")


if __name__ == "__main__":
    main()
