"""What is true of consultations: when one writes, what became of it, what is said of it."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from app.core.errors import Conflict
from app.core.i18n import N_

USUAL = timedelta(days=28)
LONGEST = timedelta(days=366)
KEPT = timedelta(days=30)
"""So long after a consultation was withdrawn what was sent to it stays with the Secretariat."""
MOST_TITLE = 200
MOST_ASKED = 2_000
MOST_WORDS = 20_000
MOST_ANSWER = 2_000


class Stage(StrEnum):
    """What was done to a consultation; ``item.stage``. That it is over follows from its days."""

    OPENED = "opened"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


class State(StrEnum):
    """How far a consultation has come on a day."""

    COMING = "coming"
    OPEN = "open"
    OVER = "over"
    WITHDRAWN = "withdrawn"


class Sent(StrEnum):
    """What became of a submission; ``item.stage``."""

    SENT = "sent"
    SHOWN = "shown"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"


OF_AUTHOR = (Sent.WITHDRAWN, Sent.RETURNED)
"""What its own member's offices alone read."""


class What(StrEnum):
    """What is told."""

    OPENED = "consultation-opened"
    PROLONGED = "consultation-prolonged"
    ENDED = "consultation-ended"
    WITHDRAWN = "consultation-withdrawn"
    SHOWN = "consultation-shown"
    SENT = "contribution-sent"
    ANSWERED = "contribution-answered"
    VOICE_SENT = "voice-sent"


WAITS: Mapping[str, str] = {}
NOTICES: Mapping[str, str] = {
    What.OPENED: N_("The Secretariat asks your office what it thinks of a draft of the manual."),
    What.PROLONGED: N_("A consultation on the manual lasts longer than was said."),
    What.ENDED: N_("A consultation on the manual was ended before its last day."),
    What.WITHDRAWN: N_("A consultation on the manual was withdrawn."),
    What.SHOWN: N_("You can read what others submitted to a consultation on the manual."),
    What.SENT: N_("A member sent a submission to a consultation on the manual."),
    What.VOICE_SENT: N_("A guest sent a submission to a consultation on the manual."),
    What.ANSWERED: N_("The editors said what became of your office's submission on the manual."),
}

STATES: Mapping[State, str] = {
    State.COMING: N_("Not begun yet"),
    State.OPEN: N_("Open"),
    State.OVER: N_("Over"),
    State.WITHDRAWN: N_("Withdrawn"),
}
SIGNS: Mapping[State, str] = {
    State.COMING: "submitted",
    State.OPEN: "open",
    State.OVER: "closed",
    State.WITHDRAWN: "withdrawn",
}


def state_of(stage: str, begins: date, until: date, today: date) -> State:
    """Return how far a consultation has come: its last day is the last on which one writes."""
    if stage == Stage.WITHDRAWN:
        return State.WITHDRAWN
    if stage == Stage.ENDED or until < today:
        return State.OVER
    return State.OPEN if begins <= today else State.COMING


class Closed(Conflict):
    """Nobody writes now."""

    message = N_("This consultation is over, so nothing was changed. Copy your text to keep it.")


class NotBegun(Conflict):
    """Nobody writes yet."""

    message = N_("This consultation has not begun yet, so nothing was sent.")


class Rewritten(Conflict):
    """A colleague of the same member was faster."""

    message = N_(
        "Your office's submission was changed or withdrawn after you opened this page. It stands"
        " above, your text stands in the form. Look at both and send it again."
    )


class Moved(Conflict):
    """The consultation is not what the editor looked at."""

    message = N_("This consultation has changed meanwhile. Here is the present state.")


class NotLater(Conflict):
    """It would not last longer."""

    message = N_("Choose a day after the present last day.")


class Lasts(Conflict):
    """Its submissions may still change."""

    message = N_("Submissions are answered and shown to others once the consultation is over.")


class NoneSent(Conflict):
    """There is nothing to show."""

    message = N_("Nobody submitted anything, so there is nothing to show.")


class Answered(Conflict):
    """It was answered or withdrawn already."""

    message = N_("This submission was answered or withdrawn already. Here is the present state.")
