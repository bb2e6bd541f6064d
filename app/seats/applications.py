"""The states of an application for a place, what leads from each, and what is said of it."""

from collections.abc import Mapping
from enum import StrEnum

from app.core.errors import Conflict
from app.core.i18n import N_
from app.seats.rules import What

MOST_APPLICATIONS = 5
"""For so many places in one seat an office applies at once."""


class Applied(StrEnum):
    """The states of an application."""

    SENT = "sent"
    LISTED = "listed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TAKEN_BACK = "taken-back"
    ENDED = "ended"


class Answer(StrEnum):
    """What can be done to an application."""

    ACCEPT = "accept"
    LIST = "list"
    DECLINE = "decline"
    TAKE_BACK = "take-back"
    END = "end"


ANSWERS = (Answer.ACCEPT, Answer.LIST, Answer.DECLINE)
"""What the offering office can answer."""
LIVE = frozenset({Applied.SENT, Applied.LISTED, Applied.ACCEPTED})
TRANSITIONS: Mapping[tuple[Applied, Answer], Applied] = {
    (Applied.SENT, Answer.ACCEPT): Applied.ACCEPTED,
    (Applied.SENT, Answer.LIST): Applied.LISTED,
    (Applied.SENT, Answer.DECLINE): Applied.DECLINED,
    (Applied.SENT, Answer.TAKE_BACK): Applied.TAKEN_BACK,
    (Applied.SENT, Answer.END): Applied.ENDED,
    (Applied.LISTED, Answer.ACCEPT): Applied.ACCEPTED,
    (Applied.LISTED, Answer.DECLINE): Applied.DECLINED,
    (Applied.LISTED, Answer.TAKE_BACK): Applied.TAKEN_BACK,
    (Applied.LISTED, Answer.END): Applied.ENDED,
    (Applied.ACCEPTED, Answer.TAKE_BACK): Applied.TAKEN_BACK,
    (Applied.ACCEPTED, Answer.END): Applied.ENDED,
}
"""Every act that is possible on an application, and where it leads."""
ANSWERED: Mapping[Applied, str] = {
    Applied.SENT: N_("Not answered yet"),
    Applied.LISTED: N_("On the waiting list"),
    Applied.ACCEPTED: N_("Has a place"),
    Applied.DECLINED: N_("No place this time"),
    Applied.TAKEN_BACK: N_("Taken back"),
    Applied.ENDED: N_("Ended without an answer, or with the seat"),
}
SIGN_OF: Mapping[Applied, str] = {
    Applied.SENT: "submitted",
    Applied.LISTED: "open",
    Applied.ACCEPTED: "agreed",
    Applied.DECLINED: "closed",
    Applied.TAKEN_BACK: "withdrawn",
    Applied.ENDED: "lapsed",
}
SETTLED: Mapping[Applied, str] = {
    Applied.SENT: N_("This application has not been answered yet."),
    Applied.LISTED: N_("This application is on the waiting list."),
    Applied.ACCEPTED: N_("This application has a place."),
    Applied.DECLINED: N_("This application was declined."),
    Applied.TAKEN_BACK: N_("This application was taken back."),
    Applied.ENDED: N_("This application has ended."),
}
"""What is said to somebody whose act on an application came too late."""
ALL_TAKEN = N_("All places are taken. Put the application on the waiting list, or add places.")
ENOUGH = N_(
    "Your office has applied for as many places in this seat as one office can. Take one"
    " application back first."
)
TELLS: Mapping[Applied, What] = {
    Applied.ACCEPTED: What.ACCEPTED,
    Applied.LISTED: What.LISTED,
    Applied.DECLINED: What.DECLINED,
}


def follows(now: str, act: Answer) -> Applied:
    """Return the state that ``act`` leads an application to.

    Raises:
        Conflict: when it does not start from ``now``.
    """
    known = Applied(now)
    if (known, act) not in TRANSITIONS:
        raise Conflict(SETTLED[known])
    return TRANSITIONS[known, act]
