"""The states of a nomination, and how much of it may wait at once."""

from enum import StrEnum

from app.core.i18n import N_

SERIES = "NOM"
ANSWER_WORKING_DAYS = 5
MOST_WAITING = 5
"""So many nominations of one member wait at once: whoever sends more has to write a letter."""

TOO_MANY = N_(
    "Several nominations of this member wait for the Secretariat already. Write to it instead: "
    "what you typed is still here."
)
ANSWERED = N_("This nomination was answered already. Here is the present state.")


class Stage(StrEnum):
    """Where a nomination stands."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
