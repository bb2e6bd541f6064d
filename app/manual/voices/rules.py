"""What is true of guests of consultations: until when, how many, and why something is refused."""

from datetime import date, timedelta
from enum import StrEnum

from app.core.errors import Conflict, Refusal
from app.core.i18n import N_

ANSWERS = timedelta(days=60)
"""So long after the end of a consultation a guest can still read what the editors answered."""
MOST = 50
"""So many guests of one consultation there are at once."""
MOST_NAME, MOST_ORGANISATION = 120, 200


class Way(StrEnum):
    """How somebody comes."""

    LETTER = "letter"
    CODE = "code"


def latest(until: date) -> date:
    """Return the furthest last day of a guest of a consultation that lasts ``until``."""
    return until + ANSWERS


class NoRoom(Conflict):
    """There are as many guests as can be."""

    message = N_("This consultation has fifty guests already. Withdraw one of them first.")


class Twice(Conflict):
    """The address is a guest already."""

    message = N_(
        "This address has an invitation to this already. Withdraw it first to invite anew."
    )


class NotInvited(Conflict):
    """The consultation is over, or was withdrawn."""

    message = N_("This consultation is over or was withdrawn, so nobody is invited to it any more.")


class Over(Conflict):
    """The invitation ended meanwhile."""

    message = N_("This invitation was over already. Here is the present state.")


class Rewritten(Conflict):
    """Something else was sent in the meantime."""

    message = N_(
        "What you sent was changed or withdrawn after you opened this page. Look at what stands"
        " there now, then send your text again: it stands in the form."
    )


class TooLate(Conflict):
    """What was sent is shown to others by now, or was withdrawn."""

    message = N_("This was withdrawn before, or is shown to others by now. Nothing was changed.")


class LoanOver(Refusal):
    """The invitation ended while somebody wrote."""

    status = 409
    title = N_("This was not sent")
    message = N_(
        "Your invitation is over, or was taken back, so your text was not sent and nobody reads"
        " it. It stands below: copy it if you need it."
    )
