"""What is told to followers, and of which of it the follower of a search hears."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from app.core.i18n import N_

MOST = 100
"""So many things one person follows for one office."""
KEPT = timedelta(days=90)
"""So long what was told stands on the first page."""


class What(StrEnum):
    """What happened to something that is followed."""

    NEW = "followed-new"
    CHANGED = "followed-changed"
    COMMENTED = "followed-commented"
    ADAPTED = "followed-adapted"
    CONFIRMED = "followed-confirmed"
    RETIRED = "followed-retired"
    GONE = "followed-gone"


NOTICES: Mapping[str, str] = {
    What.NEW: N_("A practice that fits what you follow can be read now."),
    What.CHANGED: N_("A practice that you follow has a new version."),
    What.COMMENTED: N_("There is a new comment on a practice that you follow."),
    What.ADAPTED: N_("A member recorded what it made of a practice that you follow."),
    What.CONFIRMED: N_("Its state confirmed a practice that you follow."),
    What.RETIRED: N_("A practice that you follow is no longer used by its state."),
    What.GONE: N_("A practice that you followed was withdrawn. It is not there any more."),
}
"""What happened, by code: the sentence for those who follow it."""

OF_SEARCHES = frozenset({What.NEW, What.CHANGED, What.ADAPTED})
"""What can make a practice fit a search, or give it new words; the rest is for who follows it."""
