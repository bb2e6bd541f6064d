"""Who reads a comment: never anybody who may not read what it stands under, or what it answers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.access.audience import Audience, Circle
from app.access.labels import NETWORK, OFFICE, PUBLIC, SECRETARIAT, member_label
from app.access.viewer import Office
from app.core.i18n import N_

POSTED, WITHDRAWN, HIDDEN = "posted", "withdrawn", "hidden"
"""The stages of a comment: of one that was taken back only a trace is left.

One that the Secretariat hides is read by its office and by the Secretariat alone; others see that
there is one.
"""

OPEN, ANSWERED = "open", "answered"
"""How far a question has come."""

TALKED_ABOUT = "published"
"""The stage of a thing in which people write under it."""

REMIND_AFTER = 10
"""Working days after which those who are asked are reminded, once."""

MOST = 5_000
"""The longest comment, in characters."""


@dataclass(frozen=True, slots=True)
class Readers:
    """Who reads a comment: as it is written into its row, by labels, and those of its item."""

    audience: str
    labels: frozenset[str]
    of_item: frozenset[str]

    @property
    def found_by(self) -> frozenset[str]:
        """By which labels it is found: by all of these its item is read too.

        A page asks for both, the search for one set of labels; so it may find less, never more.
        """
        if PUBLIC in self.of_item:
            return self.labels
        if NETWORK in self.of_item:
            alone = {one for one in self.labels - self.of_item if one.startswith(OFFICE)}
            return self.labels - alone
        return self.labels & self.of_item


class What(StrEnum):
    """Why a comment waits for somebody, or what its people are told."""

    ASKED = "comment-asked"
    ANSWERED = "comment-answered"
    MENTIONED = "comment-mentioned"
    REPORTED = "comment-reported"
    HIDDEN = "comment-hidden"
    SHOWN = "comment-shown"
    MOVED = "comment-moved"


WAITS: Mapping[str, str] = {
    What.ASKED: N_("A question to your office stands under this practice. Answer it there."),
    What.REPORTED: N_("A comment on this practice was reported. Look at it and decide."),
}
NOTICES: Mapping[str, str] = {
    What.MENTIONED: N_("A comment on this practice mentions you or your office."),
    What.ANSWERED: N_("The question of your office on this practice is answered."),
    What.HIDDEN: N_("The Secretariat hid a comment of your office, with a reason."),
    What.SHOWN: N_("The Secretariat shows a comment of your office again."),
    What.MOVED: N_("The Secretariat moved a comment of your office to this practice."),
}


class For(StrEnum):
    """Whom a comment can be for, as its form asks."""

    ALL = "all"
    OWNERS = "owners"
    GROUP = "group"
    SECRETARIAT = "secretariat"


WORDS: Mapping[str, str] = {
    For.ALL: N_("Everybody who reads the comments here"),
    For.OWNERS: N_("Those who own this entry, and the Secretariat"),
    For.GROUP: N_("The members of your regional group, and the Secretariat"),
    For.SECRETARIAT: N_("The Secretariat only"),
}


def labels_of_comment(about: frozenset[str]) -> frozenset[str]:
    """Return the labels of a comment on an item, or an answer to a comment, that carries ``about``.

    A comment is for the network. Under what fewer people read, it is for those people.
    """
    if about & {PUBLIC, NETWORK}:
        return frozenset({NETWORK, SECRETARIAT})
    return about


def within(chosen: frozenset[str], about: frozenset[str]) -> frozenset[str]:
    """Return those of the ``chosen`` labels under which nobody finds more than ``about`` allows."""
    widest = labels_of_comment(about)
    return chosen - {PUBLIC} if NETWORK in widest else chosen & widest


def labels_for(author: str, chosen: Audience | None, widest: frozenset[str]) -> frozenset[str]:
    """Return the labels of a comment of the member ``author``, who reads it whatever is chosen.

    ``widest`` are the labels of a comment there without a choice.
    """
    if chosen is None:
        return widest
    return within(chosen.labels, widest) | {member_label(author)}


def offered(about: str, owners: Collection[str], office: Office) -> Sequence[For]:
    """Return whom ``office`` can choose for a comment on an item open to the audience ``about``.

    A choice that would leave everybody who reads, or name some who may not, is not among them.
    """
    readers = Audience.parse(about)
    wide = readers.circle in {Circle.PUBLIC, Circle.NETWORK}
    named = readers.codes(Circle.GROUP) if readers.told else ()  # else it tells whom they chose
    group = office.group is not None and (wide or office.group in named)
    kept = {
        For.ALL: True,
        For.OWNERS: office.member not in owners and readers.circle != Circle.SECRETARIAT,
        For.GROUP: group,
        For.SECRETARIAT: readers.circle != Circle.SECRETARIAT,
    }
    return [one for one, can in kept.items() if can]


def narrows(chosen: Audience, answered: frozenset[str]) -> bool:
    """Whether an answer for ``chosen`` is for nobody whom the comment it answers was not for.

    ``answered`` are the labels of that comment.
    """
    return NETWORK in answered or chosen.labels <= answered


def chosen_of(choice: For, owners: Collection[str], group: str | None = None) -> Audience | None:
    """Return the audience that a choice means; those it is for may know whom it is for."""
    match choice:
        case For.OWNERS:
            return Audience.chosen(((Circle.MEMBERS, one) for one in owners), told=True)
        case For.GROUP:
            return Audience.chosen([(Circle.GROUP, group or "")], told=True)
        case For.SECRETARIAT:
            return Audience.of(Circle.SECRETARIAT)
    return None
