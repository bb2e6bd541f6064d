"""What is asked for, and what is known of a member that could help with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for, in codes of the lists; ``region`` where it may be told."""

    themes: frozenset[str]
    modalities: frozenset[str]
    languages: frozenset[str]
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Declared:
    """A standing offer: what a member could give; ``full`` when it is for this year."""

    id: str
    title: str
    language: str
    themes: frozenset[str]
    modalities: frozenset[str]
    languages: frozenset[str]
    full: bool = False


@dataclass(frozen=True, slots=True)
class Helped:
    """Help that was given once, and whether the aim was met, wholly or in part."""

    themes: frozenset[str]
    modalities: frozenset[str]
    met: bool


@dataclass(frozen=True, slots=True)
class Known:
    """A member as far as whoever looks may know it.

    ``full`` are offers of which as much is promised this year as it could give: they speak for
    nothing. ``practices`` has how many published ones are about a theme, ``helped`` what it gave to
    whoever asks now, ``busy`` how much help it gives at the moment, which is never shown.
    """

    member: str
    name: str
    region: str | None = None
    declared: tuple[Declared, ...] = ()
    full: tuple[Declared, ...] = ()
    practices: Mapping[str, int] = field(default_factory=dict)
    helped: tuple[Helped, ...] = ()
    busy: int = 0
