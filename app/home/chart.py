"""The network's growth as a chart: stems at true distances of time, computed, nothing drawn."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.directory.network import Figure

WIDTH, HEIGHT = 440, 230
LEFT, RIGHT = 52, 394
BASE, TOP = 195, 39
OVER, UNDER = 13, 20
"""How far the value stands over the head of its stem, and the year under the base."""


@dataclass(frozen=True, slots=True)
class Stem:
    """One figure: where its stem stands, how high it reaches, and the words at both ends."""

    x: int
    y: int
    value: int
    year: int

    @property
    def over(self) -> int:
        """Where the value is written."""
        return self.y - OVER


@dataclass(frozen=True, slots=True)
class Chart:
    """All stems, in the order of time from the side where reading begins."""

    stems: Sequence[Stem]
    width: int = WIDTH
    height: int = HEIGHT
    base: int = BASE
    under: int = BASE + UNDER


def chart_of(figures: Sequence[Figure], *, mirrored: bool = False) -> Chart:
    """Return the chart of at least two figures; ``mirrored`` for languages read from the right."""
    first, last = figures[0].year, figures[-1].year
    highest = max(figure.states for figure in figures)

    def stem(figure: Figure) -> Stem:
        along = round(LEFT + (figure.year - first) / (last - first) * (RIGHT - LEFT))
        return Stem(
            x=WIDTH - along if mirrored else along,
            y=round(BASE - figure.states / highest * (BASE - TOP)),
            value=figure.states,
            year=figure.year,
        )

    return Chart([stem(figure) for figure in figures])
