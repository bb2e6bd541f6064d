"""What is true of rounds of a request, beside what is true of every clearance."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from app.assistance.stages import Stage
from app.core.errors import Conflict
from app.core.i18n import N_
from app.papers.reading.parts import NoWord

BEFORE = timedelta(days=3)
"""So long before its day an office is reminded of what is out, and once more on the day."""
LATE = timedelta(days=30)
"""So long after its day nobody is reminded of it any more."""
SOON, BOTH = 1, 2
"""How many letters went out about a day: the one before it, and the one on it as well."""
MOST_ROUNDS = 50
MOST_ASKED = 20
CLEARED = frozenset({Stage.DRAFT, Stage.RETURNED, Stage.ENTERED})
"""The states in which the words of a request are its office's alone to change."""


class What(StrEnum):
    """What waits."""

    OUT = "request-out"


WAITS: Mapping[str, str] = {
    What.OUT: N_(
        "A request is out for clearance. Send it in once it is back, ask again, or close the round."
    )
}


class Came(StrEnum):
    """What came of a round in the end."""

    SAME = "same"
    CHANGED = "changed"
    REFUSED = "refused"
    NOTHING = "nothing"
    HANDED_IN = "handed_in"


CAME: Mapping[str, str] = {
    Came.SAME: N_("Cleared as it went out"),
    Came.CHANGED: N_("Cleared with changes"),
    Came.REFUSED: N_("Not cleared"),
    Came.NOTHING: N_("No answer came"),
    Came.HANDED_IN: N_("Ended when the request left your office's draft"),
}
SAID = (Came.SAME, Came.CHANGED, Came.REFUSED, Came.NOTHING)
"""What an office can say came back; the last is no answer but what the request did."""


def letters_due(deadline: date, today: date) -> int:
    """Return how many letters a round should have had by ``today`` about its day."""
    if deadline <= today:
        return BOTH
    return SOON if deadline <= today + BEFORE else 0


class NotDraft(Conflict):
    """The request is not being written by this office now."""

    message = N_(
        "This request is not a draft of your office now, so it neither goes out for clearance nor"
        " takes in what came back."
    )


class TooMany(Conflict):
    """There are as many rounds as there may be."""

    message = N_("This request has gone out 50 times already. Go on with one of these rounds.")


class TooOften(Conflict):
    """The same round was asked for very often."""

    message = N_("This round was asked for 20 times already. Close it, and begin another.")


class OtherRequest(NoWord):
    """A document that went out of another request, or is none of ours."""

    message = N_("This document went out for another request. Send it in on the page of that one.")


class OtherRound(NoWord):
    """A document that went out in another round of the same request."""

    message = N_(
        "This document went out in another round of this request: %(number)s. Send it in on the"
        " page of that round."
    )


class TooLong(NoWord):
    """The document holds more than a request can."""

    message = N_("This document holds more than a request can. Take pictures and annexes out.")
