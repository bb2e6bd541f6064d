"""What is true of discussions of the manual: who is told what, and what is refused."""

from collections.abc import Mapping
from enum import StrEnum

from app.access.labels import NETWORK, SECRETARIAT
from app.core.errors import Conflict, NotFound
from app.core.i18n import N_

ADDRESS = "/manual/discuss"
LIST = "/manual/comments"
LABELS = frozenset({NETWORK, SECRETARIAT})
"""Who reads every discussion; there is no choice, so what is counted is the same for all."""
MOST_CLOSING = 500


class Stage(StrEnum):
    """Whether a discussion goes on; ``item.stage``."""

    OPEN = "open"
    CLOSED = "closed"


class What(StrEnum):
    """What those who take part are told."""

    COMMENTED = "manual-commented"
    CLOSED = "discussion-closed"
    REOPENED = "discussion-reopened"


NOTICES: Mapping[str, str] = {
    What.COMMENTED: N_("There is a new comment on a paragraph of the manual."),
    What.CLOSED: N_("The Secretariat closed a discussion of the manual."),
    What.REOPENED: N_("The Secretariat opened a discussion of the manual again."),
}
STATES: Mapping[Stage, str] = {Stage.OPEN: N_("Open"), Stage.CLOSED: N_("Closed")}
SIGNS: Mapping[Stage, str] = {Stage.OPEN: "submitted", Stage.CLOSED: "published"}


class NotDiscussed(NotFound):
    """The current edition does not have the paragraph, and nobody commented on it."""

    message = N_(
        "This paragraph is not in the current edition of the manual, and nobody commented on it."
    )


class Reworded(Conflict):
    """The current edition says something else than what the author looked at."""

    message = N_(
        "A newer edition words this paragraph differently from what you looked at. Its present"
        " words stand above, your comment stands in the form. Look at both and send it again."
    )


class Closed(Conflict):
    """The Secretariat closed the discussion meanwhile."""

    message = N_("This discussion was closed, so nothing was written. What you typed stands below.")


class Moved(Conflict):
    """Somebody did something to it meanwhile."""

    message = N_("Someone was faster than you. Here is the present state.")


def address(block: str) -> str:
    """Return the address of the discussion of a paragraph."""
    return f"{ADDRESS}/{block}"
