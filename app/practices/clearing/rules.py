"""What is true of rounds: how far one has come, how long it may last, what is said of it."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from app.core.errors import Conflict
from app.core.i18n import N_
from app.papers.reading.parts import NoWord

USUAL, LONGEST = timedelta(days=14), timedelta(days=366)
BEFORE = timedelta(days=3)
"""So long before its day an office is reminded of what is out."""
MOST_MARKING = 80
MOST_READERS = 300
MOST_ROUNDS = 50
"""So many rounds a member has of one practice; whoever reaches that has other troubles."""


class Stage(StrEnum):
    """How far a round has come; ``item.stage``."""

    OUT = "out"
    BACK = "back"
    CLOSED = "closed"


OPEN = (Stage.OUT, Stage.BACK)


class What(StrEnum):
    """What waits."""

    OUT = "practice-out"


WAITS: Mapping[str, str] = {
    What.OUT: N_("A practice is out for clearance. Send it in once it is back, or close the round.")
}
STATES: Mapping[Stage, str] = {
    Stage.OUT: N_("Out for clearance"),
    Stage.BACK: N_("Came back"),
    Stage.CLOSED: N_("Closed"),
}
SIGNS: Mapping[Stage, str] = {
    Stage.OUT: "submitted",
    Stage.BACK: "returned",
    Stage.CLOSED: "closed",
}


class Closed(Conflict):
    """The round is over."""

    message = N_("This round is closed, so nothing was changed. Here is the present state.")


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
