"""Audience: who may read a thing once it is out, as its owner chose, and its labels."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Self

from app.access.labels import (
    NETWORK,
    PUBLIC,
    SECRETARIAT,
    group_label,
    member_label,
    office_label,
    organisation_label,
)
from app.access.viewer import Viewer


class Circle(StrEnum):
    """The circles of readers: the widest first, then the sets that can be chosen together."""

    PUBLIC = "public"
    NETWORK = "network"
    GROUP = "group"
    ORGANISATION = "organisation"
    MEMBERS = "members"
    OFFICES = "offices"
    SECRETARIAT = "secretariat"


SETS: Mapping[Circle, Callable[[str], str]] = {
    Circle.GROUP: group_label,
    Circle.ORGANISATION: organisation_label,
    Circle.MEMBERS: member_label,
    Circle.OFFICES: office_label,
}
"""What can be chosen by code, several of them together, and the label of each code."""

WHOLE: Mapping[Circle, frozenset[str]] = {
    Circle.PUBLIC: frozenset({PUBLIC}),
    Circle.NETWORK: frozenset({NETWORK}),
    Circle.SECRETARIAT: frozenset(),
}
"""Circles that stand alone; the secretariat reads everything that is out."""

Chosen = tuple[Circle, str]
"""One set of an audience: its circle and its code."""

TOLD = ";told"
"""How an audience ends whose readers may see who the others are."""


@dataclass(frozen=True, slots=True)
class Audience:
    """A whole circle (``public``), or sets of readers (``group:african;members:CAN``).

    ``circle`` is the whole circle, or that of the first set. ``told`` when the owner lets the
    chosen readers see who the others are.
    """

    circle: Circle
    sets: tuple[Chosen, ...] = ()
    told: bool = False

    @classmethod
    def of(cls, circle: str, codes: Iterable[str] = ()) -> Self:
        """Return the audience of one ``circle`` with its codes in order and without doubles.

        Raises:
            ValueError: for an unknown circle, or a circle without the codes it needs.
        """
        kind = Circle(circle)
        return cls.chosen((kind, code) for code in codes) if kind in SETS else cls(kind)

    @classmethod
    def chosen(cls, sets: Iterable[tuple[str, str]], *, told: bool = False) -> Self:
        """Return the audience of all these sets (circle and code), in order, without doubles.

        Raises:
            ValueError: for a circle that is no set, and where there is none.
        """
        order = list(SETS)
        found = {(Circle(circle), code) for circle, code in sets}
        if not found or not {circle for circle, _ in found} <= SETS.keys():
            raise ValueError("Sets of readers need at least one group, member or office.")
        kept = sorted(found, key=lambda one: (order.index(one[0]), one[1]))
        return cls(kept[0][0], tuple(kept), told)

    @classmethod
    @lru_cache(maxsize=1_024)
    def parse(cls, stored: str) -> Self:
        """Return the audience written by ``str(audience)``.

        Raises:
            ValueError: for anything else.
        """
        written = stored.removesuffix(TOLD)
        parts = [part.partition(":") for part in written.split(";")]
        if written == stored and len(parts) == 1 and Circle(parts[0][0]) in WHOLE:
            return cls.of(parts[0][0])
        pairs = [(circle, code) for circle, _, codes in parts for code in codes.split(",")]
        if not {Circle(circle) for circle, _ in pairs} <= SETS.keys():
            raise ValueError("A whole Circle stands alone.")
        return cls.chosen((pair for pair in pairs if pair[1]), told=written != stored)

    def __str__(self) -> str:
        """Write the audience as it stands in the database."""
        parts = [f"{c}:{','.join(codes)}" for c in SETS if (codes := self.codes(c))]
        return (";".join(parts) or str(self.circle)) + (TOLD if self.told else "")

    def codes(self, circle: Circle) -> tuple[str, ...]:
        """Return the codes chosen of one circle."""
        return tuple(code for kind, code in self.sets if kind == circle)

    @property
    def public(self) -> str:
        """What every reader may know of it: of chosen readers, only that they were chosen."""
        return "chosen" if self.sets and not self.told else str(self)

    @property
    def labels(self) -> frozenset[str]:
        """The labels of the chosen readers; the secretariat reads everything that is out."""
        chosen = {SETS[circle](code) for circle, code in self.sets}
        return WHOLE.get(self.circle, frozenset()) | chosen | {SECRETARIAT}


def knows_readers(viewer: Viewer, owners: Collection[str]) -> bool:
    """Whether the viewer knows whom the owners chose as readers: the owners, the secretariat."""
    return viewer.in_secretariat or viewer.member in owners


def labels_of_draft(owners: Iterable[str]) -> frozenset[str]:
    """Return the labels of work that only the offices of its owners see."""
    return frozenset(member_label(code) for code in owners)


def labels_of_submitted(owners: Iterable[str]) -> frozenset[str]:
    """Return the labels of work handed to the secretariat: its owners and the secretariat."""
    return labels_of_draft(owners) | {SECRETARIAT}


def labels_of_open(owners: Iterable[str], audience: Audience) -> frozenset[str]:
    """Return the labels of work that is out: its owners and its readers."""
    return labels_of_draft(owners) | audience.labels
