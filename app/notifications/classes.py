"""The classes of notices that somebody can choose about, and how each can come.

Not here, and never switched off: letters about the safety of an account, and what a colleague
writes to an office.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.core.i18n import N_


class NoticeClass(StrEnum):
    """What a notice is about."""

    ADDRESSED = "addressed"
    MATTERS = "matters"
    ANSWERED = "answered"
    DEADLINES = "deadlines"
    PRACTICES = "practices"
    DISCUSSIONS = "discussions"
    NEW_PRACTICES = "new-practices"
    FOLLOWED = "followed"
    MANUAL = "manual"
    DIRECTORY = "directory"


class How(StrEnum):
    """When a notice comes by letter; in the portal it stands in any case."""

    NOW = "now"
    DAILY = "daily"
    WEEKLY = "weekly"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Said:
    """A class as people read it, and how it comes to somebody who has chosen nothing."""

    label: str
    hint: str
    usual: How


CLASSES: Mapping[NoticeClass, Said] = {
    NoticeClass.ADDRESSED: Said(
        N_("Addressed to your office"),
        N_(
            "A member asks for assistance, or puts a question to your office under a practice; a"
            " comment mentions you or your office; the Secretariat asks what your office thinks of"
            " a draft of the manual; a text is due back from clearance; for the Secretariat, what"
            " was submitted to it."
        ),
        How.NOW,
    ),
    NoticeClass.MATTERS: Said(
        N_("Requests and offers that need your office"),
        N_(
            "The Secretariat returns a request, or lets it wait for your yes; an offer arrives or"
            " accepted help is taken back; terms or a note wait for your yes; a request of yours"
            " lapses or is a draft again."
        ),
        How.NOW,
    ),
    NoticeClass.ANSWERED: Said(
        N_("Answers to your office on requests and offers"),
        N_("The office that asked answers your offer; the other side attaches a file."),
        How.DAILY,
    ),
    NoticeClass.DEADLINES: Said(
        N_("Deadlines of requests and of agreed help"),
        N_(
            "An answer is still wanted, or an offer still waits for you; a request is due back from"
            " clearance; a step of agreed help is due soon or was due; it is time to say what came"
            " of help."
        ),
        How.NOW,
    ),
    NoticeClass.PRACTICES: Said(
        N_("Practices of your office"),
        N_("The Secretariat publishes or returns a practice."),
        How.NOW,
    ),
    NoticeClass.DISCUSSIONS: Said(
        N_("Discussions your office takes part in"),
        N_(
            "Somebody comments on a practice of your office, or on one it has commented on;"
            " a suggestion or submission of your office on the manual is answered, or a paragraph"
            " of the manual that it commented on is discussed further."
        ),
        How.DAILY,
    ),
    NoticeClass.NEW_PRACTICES: Said(
        N_("New practices"),
        N_("A member publishes a practice that your office can read."),
        How.WEEKLY,
    ),
    NoticeClass.FOLLOWED: Said(
        N_("What you follow"),
        N_(
            "Something new about a practice or a search that you follow. Each has a level of its"
            " own under “What you follow”; this is the level with which you begin to follow."
            " “No letter” stops all of them."
        ),
        How.WEEKLY,
    ),
    NoticeClass.MANUAL: Said(
        N_("Editions of the manual"),
        N_("A new edition is published; a consultation on the manual is changed or ended."),
        How.WEEKLY,
    ),
    NoticeClass.DIRECTORY: Said(
        N_("Directory and appointments"),
        N_("Your entry should be confirmed; an appointment ends soon."),
        How.NOW,
    ),
}
"""Every class, in the order in which people read them."""

HOWS: Mapping[How, str] = {
    How.NOW: N_("At once, a letter each"),
    How.DAILY: N_("Daily, in one letter"),
    How.WEEKLY: N_("Weekly, in one letter"),
    How.OFF: N_("No letter"),
}
"""Every way, as people read it."""

IN_DIGESTS = frozenset({How.DAILY, How.WEEKLY})
OWN_LEVELS = frozenset({NoticeClass.FOLLOWED})
"""Of which each thing has a level of its own: some come in digests whatever the class says."""
USUAL_HOUR = 8
USUAL_WEEKDAY = 0
"""Monday, as ``date.weekday`` counts."""
