"""Audience: who may read a thing once it is out, as its owner chose, and its labels."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from app.access.labels import NETWORK, PUBLIC, SECRETARIAT, group_label, member_label


class Circle(StrEnum):
    """The circles of readers, widest first."""

    PUBLIC = "public"
    NETWORK = "network"
    GROUP = "group"
    MEMBERS = "members"
    SECRETARIAT = "secretariat"


@dataclass(frozen=True, slots=True)
class Audience:
    """A circle, with the codes it needs: of regional groups or of chosen members."""

    circle: Circle
    codes: tuple[str, ...] = ()

    @classmethod
    def of(cls, circle: str, codes: Iterable[str] = ()) -> Self:
        """Return the audience of ``circle`` with its codes in order and without doubles.

        Raises:
            ValueError: for an unknown circle, or a circle without the codes it needs.
        """
        kind = Circle(circle)
        needed = kind in {Circle.GROUP, Circle.MEMBERS}
        kept = tuple(sorted(set(codes))) if needed else ()
        if needed and not kept:
            raise ValueError("This circle needs at least one group or member.")
        return cls(kind, kept)

    @classmethod
    def parse(cls, stored: str) -> Self:
        """Return the audience written by ``str(audience)``."""
        circle, _, codes = stored.partition(":")
        return cls.of(circle, filter(None, codes.split(",")))

    def __str__(self) -> str:
        """Write the audience as it stands in the database."""
        return f"{self.circle}:{','.join(self.codes)}" if self.codes else str(self.circle)

    @property
    def labels(self) -> frozenset[str]:
        """The labels of the chosen readers; the secretariat reads everything that is out."""
        match self.circle:
            case Circle.PUBLIC:
                chosen = {PUBLIC}
            case Circle.NETWORK:
                chosen = {NETWORK}
            case Circle.GROUP:
                chosen = {group_label(code) for code in self.codes}
            case Circle.MEMBERS:
                chosen = {member_label(code) for code in self.codes}
            case _:
                chosen = set()  # the Secretariat alone
        return frozenset({*chosen, SECRETARIAT})


def labels_of_draft(owners: Iterable[str]) -> frozenset[str]:
    """Return the labels of work that only the offices of its owners see."""
    return frozenset(member_label(code) for code in owners)


def labels_of_submitted(owners: Iterable[str]) -> frozenset[str]:
    """Return the labels of work handed to the secretariat: its owners and the secretariat."""
    return labels_of_draft(owners) | {SECRETARIAT}


def labels_of_open(owners: Iterable[str], audience: Audience) -> frozenset[str]:
    """Return the labels of work that is out: its owners and its readers."""
    return labels_of_draft(owners) | audience.labels
