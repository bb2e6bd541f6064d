"""What is true of the talk about an offer: ways, states of dates, what can be proposed."""

from collections.abc import Mapping
from enum import StrEnum

from app.assistance.working.rules import Side
from app.core.i18n import N_

MOST_TEXT = 2_000
MOST_WORDS = 2_000
"""So many words a talk can have; what is longer than this is not a talk."""
PER_PAGE = 30
MOST_MOMENTS, MOST_TAKEN = 5, 20
FIRST_HOUR, LAST_HOUR = 8, 18
"""Between these hours people are at work as a rule."""
LENGTHS = (15, 30, 45, 60, 90, 120, 180)
LATEST_DAYS = 365


class State(StrEnum):
    """How far a date has come; what is not wanted any more is ``GONE``."""

    PROPOSED = "proposed"
    TAKEN = "taken"
    GONE = "gone"


class Way(StrEnum):
    """How the two sides talk."""

    HERE = "here"
    MAIL = "mail"
    TELEPHONE = "telephone"
    IN_PERSON = "in_person"


class Change(StrEnum):
    """What one side can propose and the other agree to."""

    APART = "apart"
    SHARED = "shared"
    MAIL = "mail"
    TELEPHONE = "telephone"
    IN_PERSON = "in_person"


OTHER: Mapping[str, Side] = {Side.ASKER: Side.HELPER, Side.HELPER: Side.ASKER}
WAYS: Mapping[str, str] = {
    Way.MAIL: N_("By mail"),
    Way.TELEPHONE: N_("By telephone or video"),
    Way.IN_PERSON: N_("In person"),
}
CHANGES: Mapping[str, str] = {
    Change.APART: N_("The Secretariat no longer reads the words and files of this talk."),
    Change.SHARED: N_("The Secretariat reads from then on what is written in this talk."),
    Change.MAIL: N_("You talk by mail, and nothing more is written here."),
    Change.TELEPHONE: N_("You talk by telephone or video, and nothing more is written here."),
    Change.IN_PERSON: N_("You talk in person, and nothing more is written here."),
}
READERS: Mapping[bool, str] = {
    False: N_(
        "%(asker)s, %(helper)s and the Secretariat read what is written here; no other member does."
    ),
    True: N_(
        "%(asker)s and %(helper)s alone read what is written here; the Secretariat does not, and"
        " sees how far the offer has come."
    ),
}
"""One sentence that says who reads a talk, by whether it is apart."""


def fits(change: str, *, apart: bool, way: str) -> bool:
    """Whether ``change`` would change anything."""
    if change in {Change.APART, Change.SHARED}:
        return apart != (change == Change.APART)
    return change != way
