"""Pages of a long list: which part is shown, and the addresses of its neighbours."""

from collections.abc import Callable
from dataclasses import dataclass

MOST_DIGITS = 5


@dataclass(frozen=True, slots=True)
class Turn:
    """The part of a list that a page shows, counted from one, and its neighbours.

    An address is empty where there is no neighbour; ``next_count`` rows stand on the next page.
    """

    first: int
    last: int
    previous_href: str
    next_href: str
    next_count: int


def page_number(typed: str) -> int:
    """Return the number of the page asked for; the first where that is no number."""
    good = typed.isascii() and typed.isdigit() and len(typed) <= MOST_DIGITS
    return max(int(typed), 1) if good else 1


def turn(at: int, shown: int, total: int, *, most: int, href: Callable[[int], str]) -> Turn:
    """Return page ``at`` of ``total`` rows, ``shown`` of which stand on it and ``most`` can."""
    before = (at - 1) * most
    left = max(0, total - before - shown) if shown else 0
    return Turn(
        first=before + 1,
        last=before + shown,
        previous_href=href(at - 1) if at > 1 else "",
        next_href=href(at + 1) if left else "",
        next_count=min(left, most),
    )
