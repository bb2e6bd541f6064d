"""A line of a list that a room above this one hands in to be shown on a page below."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A thing with its address, the language of its title, whose it is, and what is said of it."""

    title: str
    href: str
    language: str
    tile: str
    meta: Sequence[str]
