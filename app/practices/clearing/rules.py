"""What is true of rounds of a practice, beside what is true of every clearance."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from app.core.errors import Conflict
from app.core.i18n import N_
from app.papers.reading.parts import NoWord

BEFORE = timedelta(days=3)
"""So long before its day an office is reminded of what is out."""
MOST_ROUNDS = 50
"""So many rounds a member has of one practice; whoever reaches that has other troubles."""


class What(StrEnum):
    """What waits."""

    OUT = "practice-out"


WAITS: Mapping[str, str] = {
    What.OUT: N_("A practice is out for clearance. Send it in once it is back, or close the round.")
}


class NotWritten(Conflict):
    """The practice is not being written by this office now."""

    message = N_(
        "This practice is not a draft of your office now, so nothing can be taken into it. What"
        " came back can be sent in again once the Secretariat has returned it."
    )


class TooMany(Conflict):
    """There are as many rounds as there may be."""

    message = N_("This practice has gone out 50 times already. Go on with one of these rounds.")


class NotOurs(NoWord):
    """A Word document that did not go out for clearance of a practice."""

    message = N_(
        "This document did not go out of the portal for clearance, or its headings were taken out."
        " Send in the document that was sent out, with the changes made in it."
    )


class OtherPractice(NoWord):
    """A document that went out of another practice."""

    message = N_("This document went out for another practice. Send it in on the page of that one.")


class OtherRound(NoWord):
    """A document that went out in another round of the same practice."""

    message = N_(
        "This document went out in another round of this practice: %(number)s. Send it in on the"
        " page of that round."
    )


class TooLong(NoWord):
    """The document holds more than a practice can."""

    message = N_("This document holds more than a practice can. Take pictures and annexes out.")
