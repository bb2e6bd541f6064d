"""The states of a nomination, and how soon it is answered."""

from enum import StrEnum

from app.core.i18n import N_

SERIES = "NOM"
ANSWER_WORKING_DAYS = 5
ANSWERED = N_("This nomination was answered already. Here is the present state.")


class Stage(StrEnum):
    """Where a nomination stands."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
