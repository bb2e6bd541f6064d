"""A network whose best partners are known, to measure suggestions against. Do not change it.

Suggestions are judged by members that nobody has: each can give what is drawn for it here, shows
a part of that in its standing offers, its practices and what it helped with, and shows some of it
wrongly. Who would really help most with a request is known from what it can give, which no
matcher reads. What is drawn depends on the seed alone. The weights of a matcher may be chosen by
``TUNING``; its quality is told from ``UNSEEN``. This file is older than the matcher that it
judges, and whoever changes the one in favour of the other measures nothing.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

TUNING = tuple(range(1, 21))
UNSEEN = tuple(range(9_101, 9_111))
"""Ten seeds that no weight was chosen by."""
BEST = 5

REGIONS = ("african", "asia-pacific", "eastern-european", "latin-american", "western-european")
THEMES = tuple(f"theme-{n}" for n in range(13))
MODALITIES = tuple(f"form-{n}" for n in range(7))
LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")
_MEMBERS, _REQUESTS = 60, 60
RIGHTLY, SAID = 0.85, 0.8
"""How often a practice is about its theme, and how often a language is named that is spoken."""
_SPOKEN = {
    "african": (("en", 0.6), ("fr", 0.55), ("ar", 0.15)),
    "asia-pacific": (("en", 0.85), ("zh", 0.1), ("ar", 0.15)),
    "eastern-european": (("en", 0.8), ("ru", 0.3), ("fr", 0.15)),
    "latin-american": (("es", 0.85), ("en", 0.5), ("fr", 0.1)),
    "western-european": (("en", 0.95), ("fr", 0.4), ("es", 0.15)),
}
"""How likely a language is in a region: plausible, not counted anywhere."""


@dataclass(frozen=True, slots=True)
class Declared:
    """A standing offer as its member wrote it."""

    themes: tuple[str, ...]
    modalities: tuple[str, ...]
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Helped:
    """A request that a member helped with once, and whether its aim was met."""

    themes: tuple[str, ...]
    modalities: tuple[str, ...]
    met: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """What others can see of a member: not what it can give."""

    code: str
    region: str
    offers: tuple[Declared, ...]
    practices: Mapping[str, int]
    helped: tuple[Helped, ...]
    busy: int


@dataclass(frozen=True, slots=True)
class Wish:
    """A request: who asks, for what, and the members that would really help most."""

    asker: str
    region: str
    themes: tuple[str, ...]
    modalities: tuple[str, ...]
    languages: tuple[str, ...]
    best: frozenset[str]


@dataclass(frozen=True, slots=True)
class Network:
    """The members as they show themselves, and what is asked."""

    members: Sequence[Shown]
    wishes: Sequence[Wish]


@dataclass(frozen=True, slots=True)
class _Nature:
    """What a member can really give."""

    code: str
    region: str
    strength: Mapping[str, float]
    ability: Mapping[str, float]
    languages: frozenset[str]
    will: float
    busy: int
    room: int

    def value(self, wish: Wish) -> float:
        """Return how much it would help."""
        known = sum(self.strength[t] for t in wish.themes) / len(wish.themes)
        form = max(self.ability[m] for m in wish.modalities)
        speaks = 1.0 if self.languages & set(wish.languages) else 0.05
        near = 1.25 if self.region == wish.region else 1.0
        free = 0.4 if self.busy >= self.room else 1.0
        return known * form * speaks * near * free * (0.5 + 0.5 * self.will)


def network(seed: int) -> Network:
    """Return the members and requests of ``seed``."""
    draw = random.Random(seed)  # noqa: S311 - to be drawn again, not to be secret
    natures = [_nature(draw, n) for n in range(_MEMBERS)]
    shown = [_shown(draw, nature) for nature in natures]
    return Network(shown, [_wish(draw, natures) for _ in range(_REQUESTS)])


def _nature(draw: random.Random, n: int) -> _Nature:
    region = draw.choice(REGIONS)
    spoken = {code for code, chance in _SPOKEN[region] if draw.random() < chance}
    return _Nature(
        code=f"m{n:02}",
        region=region,
        strength={t: draw.betavariate(0.6, 1.6) for t in THEMES},
        ability={m: draw.betavariate(1.2, 1.2) for m in MODALITIES},
        languages=frozenset(spoken or {"en"}),
        will=draw.random(),
        busy=draw.choice((0, 0, 0, 1, 1, 2, 3)),
        room=draw.randint(1, 4),
    )


def _shown(draw: random.Random, nature: _Nature) -> Shown:
    """Show a part of a member, a seventh of it wrongly."""
    offers = tuple(_declared(draw, nature) for _ in range(round(nature.will * draw.randint(0, 4))))
    practices: dict[str, int] = {}
    for theme in THEMES:
        for _ in range(4):
            if draw.random() < nature.strength[theme] * 0.45:
                about = theme if draw.random() < RIGHTLY else draw.choice(THEMES)
                practices[about] = practices.get(about, 0) + 1
    helped = tuple(_helped(draw, nature) for _ in range(draw.choice((0, 0, 0, 1, 1, 2, 3))))
    return Shown(nature.code, nature.region, offers, practices, helped, nature.busy)


def _declared(draw: random.Random, nature: _Nature) -> Declared:
    languages = tuple(c for c in sorted(nature.languages) if draw.random() < SAID)
    return Declared(
        _some(draw, nature.strength, draw.choice((1, 1, 2, 3))),
        _some(draw, nature.ability, draw.choice((1, 2, 2, 3))),
        languages or (min(nature.languages),),
    )


def _helped(draw: random.Random, nature: _Nature) -> Helped:
    themes = _some(draw, nature.strength, 1)
    forms = _some(draw, nature.ability, 1)
    chance = 0.2 + 0.8 * nature.strength[themes[0]] * nature.ability[forms[0]]
    return Helped(themes, forms, draw.random() < chance)


def _some(draw: random.Random, liking: Mapping[str, float], number: int) -> tuple[str, ...]:
    """Draw some names, most often what is liked, one of seven whatever it is."""
    names, found = sorted(liking), set[str]()
    while len(found) < number:
        if draw.random() < 1 / 7:
            found.add(draw.choice(names))
        else:
            found.update(draw.choices(names, [liking[name] ** 2 for name in names]))
    return tuple(sorted(found))


def _wish(draw: random.Random, natures: Sequence[_Nature]) -> Wish:
    asker = draw.choice(natures)
    themes = tuple(draw.sample(THEMES, draw.choice((1, 1, 2, 3))))
    modalities = tuple(draw.sample(MODALITIES, draw.choice((1, 1, 2))))
    spoken = sorted(asker.languages)
    languages = tuple(draw.sample(spoken, min(len(spoken), draw.choice((1, 2)))))
    plain = Wish(asker.code, asker.region, themes, modalities, languages, frozenset())
    others = sorted(natures, key=lambda one: (-one.value(plain), one.code))
    best = [one.code for one in others if one.code != asker.code][:BEST]
    return Wish(asker.code, asker.region, themes, modalities, languages, frozenset(best))
