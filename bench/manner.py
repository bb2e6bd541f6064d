"""How generated data is written: which words how often, how long, for whom, how much is said."""

import itertools
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.access.audience import Circle

FEW = tuple(Path(__file__).with_name("words.txt").read_text(encoding="utf-8").split())
ELSEWHERE = (
    "预防", "保护", "难民", "对话", "议会", "联络", "责任", "人权", "培训", "报告",
    "الوقاية", "الحماية", "اللاجئين", "الحوار", "البرلمان", "المسؤولية", "التدريب", "تقرير",
)  # fmt: skip
"""Words in Chinese and in Arabic, among the others in their place."""
INWARD = "inward"
"""Stands in whatever is not public and in nothing that is: who sees only that finds nothing."""
MADE_UP = 6_000
_PARTS = ("ba", "cor", "den", "fal", "gri", "hum", "jor", "kel", "lim", "mas", "nov", "por",
          "qua", "res", "sti", "tur", "ven", "wil", "yar", "zon")  # fmt: skip


def _many() -> Sequence[str]:
    """Return many words, the same every time: real ones first, then made-up ones of three parts."""
    made = ("".join(parts) for parts in itertools.product(_PARTS, repeat=3))
    found = list(itertools.islice(made, MADE_UP))
    random.Random(3).shuffle(found)  # noqa: S311 - sample data
    for place, word in enumerate(ELSEWHERE):
        found.insert(60 + 90 * place, word)
    return (*FEW, *found)


@dataclass(frozen=True)
class Manner:
    """One way to write: words by how often they stand, and lengths as least and most words."""

    words: Sequence[str]
    circles: Mapping[Circle, int]
    """How often each circle is chosen, in a hundred."""
    comments: Sequence[int]
    """How many comments a practice may have, each as likely."""
    members: tuple[int, int] = (1, 5)
    description: tuple[int, int] = (40, 80)
    paragraphs: int = 3
    secret: str = ""
    weights: Sequence[float] = field(default=())

    def some(self, dice: random.Random, count: int) -> list[str]:
        """Return so many words."""
        if not self.weights:
            return dice.choices(self.words, k=count)
        return dice.choices(self.words, cum_weights=self.weights, k=count)


_ALL = _many()
NARROW = Manner(
    FEW,
    {
        Circle.PUBLIC: 55,
        Circle.NETWORK: 25,
        Circle.GROUP: 10,
        Circle.MEMBERS: 8,
        Circle.SECRETARIAT: 2,
    },
    (0, 0, 1, 1, 2, 4),
)
WIDE = Manner(
    _ALL,
    {
        Circle.PUBLIC: 1,
        Circle.NETWORK: 49,
        Circle.GROUP: 10,
        Circle.MEMBERS: 38,
        Circle.SECRETARIAT: 2,
    },
    (1, 2, 2, 3, 4, 6),
    members=(2, 5),
    description=(10, 25),
    paragraphs=2,
    secret=INWARD,
    weights=tuple(itertools.accumulate(1 / (n + 1) for n in range(len(_ALL)))),
)
"""Many audiences and words by Zipf: who is signed out sees one in a hundred, the network half."""
