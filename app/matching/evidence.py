"""What is asked for, and what is known of a member that could help with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True)
class Wish:
    """What somebody asks for, in codes of the lists; ``region`` where it may be told."""

    themes: frozenset[str]
    modalities: frozenset[str]
    languages: frozenset[str]
    region: str | None = None

    @cached_property
    def in_order(self) -> Sequence[str]:
        """The themes in the alphabet."""
        return sorted(self.themes)


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


class Offers(tuple[Declared, ...]):  # noqa: SLOT001 - what is counted once stands beside them
    """The standing offers of one member, with what a matcher asks of them counted once."""

    @staticmethod
    def of(declared: Iterable[Declared]) -> "Offers":
        """Return ``declared`` as such; what is such already is not counted again."""
        return declared if isinstance(declared, Offers) else Offers(declared)

    @cached_property
    def about(self) -> Mapping[str, int]:
        """How many are about each theme."""
        themes = [theme for one in self for theme in one.themes]
        return {theme: themes.count(theme) for theme in themes}

    @cached_property
    def speaks(self) -> frozenset[str]:
        """The languages in which help is offered."""
        return frozenset[str]().union(*[one.languages for one in self])

    @cached_property
    def forms(self) -> frozenset[str]:
        """The forms of help that are offered."""
        return frozenset[str]().union(*[one.modalities for one in self])

    @cached_property
    def forms_about(self) -> Mapping[str, frozenset[str]]:
        """The forms of help that are offered about each theme."""
        return {
            theme: frozenset[str]().union(*[o.modalities for o in self if theme in o.themes])
            for theme in self.about
        }


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
