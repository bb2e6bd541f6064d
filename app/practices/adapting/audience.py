"""Who reads an adaptation: as its member chose, and never anybody who may not read the practice."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from app.access.audience import Audience, Circle, labels_of_draft, labels_of_submitted
from app.access.labels import NETWORK, PUBLIC, SECRETARIAT
from app.core.i18n import N_
from app.practices.adapting.rules import Stage


class For(StrEnum):
    """Whom an adaptation can be for, as its form asks."""

    ALL = "all"
    MEMBERS = "members"
    OWNERS = "owners"


HINTS: Mapping[str, tuple[str, str]] = {
    For.ALL: (N_("Everybody who reads the practice"), N_("Also the public, where it is public")),
    For.MEMBERS: (
        N_("Members who read the practice"),
        N_("Appointed Focal Points, alternates and the Secretariat; never the public"),
    ),
    For.OWNERS: (
        N_("The office whose practice it is"),
        N_("That office, your own and the Secretariat"),
    ),
}
"""What an office can answer when it is asked who may read it."""
READ_BY: Mapping[str, tuple[str, str, str]] = {
    For.ALL: ("public", N_("As the practice"), N_("Read by everybody who reads the practice.")),
    For.MEMBERS: (
        "network",
        N_("Members"),
        N_(
            "Read by the members who read the practice, by the Secretariat, and by a mission while"
            " it reads for its state. Not by the public."
        ),
    ),
    For.OWNERS: (
        "chosen",
        N_("Two offices"),
        N_(
            "Read by the office whose practice it is, by the office that recorded it and by the"
            " Secretariat. Never public."
        ),
    ),
}
"""Sign, word and sentence for those who read it."""
UNSEEN = (
    "secretariat",
    N_("Secretariat"),
    N_("Read by the office that recorded it and by the Secretariat."),
)
"""The same for what is hidden or withdrawn, and for what stands under a withdrawn practice."""


def labels_for(
    choice: str, about: Collection[str], owners: Collection[str], own: str
) -> frozenset[str]:
    """Return the labels of what the member ``own`` recorded about a practice of ``owners``.

    ``about`` are the labels of the practice. Whoever reads by one of these reads the practice too,
    but for the office that recorded it: its own words stay with it.
    """
    readers = frozenset(about)
    if choice == For.MEMBERS and PUBLIC in readers:
        readers = readers - {PUBLIC} | {NETWORK}
    if choice == For.OWNERS:
        readers = labels_of_submitted(owners)
    return readers | labels_of_draft([own]) | {SECRETARIAT}


def labels_unseen(own: str) -> frozenset[str]:
    """Return the labels of what is hidden, withdrawn, or stands under what is no longer out."""
    return labels_of_submitted([own])


def audience_for(choice: str, about: Audience, owners: Collection[str]) -> Audience:
    """Return the audience that a choice means for a practice open to ``about``."""
    if choice == For.OWNERS:
        return Audience.chosen(((Circle.MEMBERS, one) for one in owners), told=True)
    if choice == For.MEMBERS and about.circle == Circle.PUBLIC:
        return Audience.of(Circle.NETWORK)
    return about


def offered(about: Audience) -> list[For]:
    """Return whom a form offers; where the practice is not public, its readers are members."""
    public = about.circle == Circle.PUBLIC
    return [one for one in For if one != For.ALL or public]


def seen_by(stage: str, choice: str, *, out: bool) -> tuple[str, str, str]:
    """Return sign, word and sentence of who reads it now; ``out`` while the practice is."""
    return READ_BY[choice] if out and stage == Stage.RECORDED else UNSEEN
