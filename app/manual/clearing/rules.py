"""What is true of clearances of the manual, beside what is true of every clearance."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from app.core.errors import Conflict
from app.core.i18n import N_

BEFORE = timedelta(days=3)
"""So long before the day by which it should be back its office is reminded."""
MOST_CHOSEN = 100
"""Suggestions of an office that go out together, and wordings that are taken together."""


class What(StrEnum):
    """What waits."""

    OUT = "clearance-out"


WAITS: Mapping[str, str] = {
    What.OUT: N_("A text is out for clearance. Send it in once it is back, or close the clearance.")
}


class NewEdition(Conflict):
    """Another edition came out while the redline was looked at."""

    message = N_(
        "Another edition of the manual was published after you opened this page, so nothing was"
        " suggested. What it means for each paragraph stands below. Look at it and send it again."
    )


class SuggestedMeanwhile(Conflict):
    """Somebody of the same member took the same words in this very moment."""

    message = N_(
        "Your office has suggested some of these words meanwhile, so nothing was suggested twice."
        " Look at what is left and send it again."
    )


class ChapterGone(Conflict):
    """The current edition does not have the chapter."""

    message = N_("The current edition of the manual does not have this chapter. Choose another.")


class NotConsulted(Conflict):
    """The text of the consultation does not go out."""

    message = N_(
        "This consultation is over or was withdrawn, so its text does not go out for clearance."
    )


class NotBegun(Conflict):
    """Nobody writes on the text yet."""

    message = N_(
        "The consultation has not begun yet, so nothing can be taken now. Send the file in again"
        " once it has."
    )


class Ended(Conflict):
    """The consultation is over."""

    message = N_(
        "The consultation on this text is over, so nothing can be taken any more. What came back"
        " can be read here; your office can suggest the same on the current edition."
    )


class TextWithdrawn(Conflict):
    """The consultation was withdrawn."""

    message = N_(
        "The editors withdrew the consultation on this text, so it is not shown here any more and"
        " nothing can be taken. The files that went out and came back stay with your office."
    )
