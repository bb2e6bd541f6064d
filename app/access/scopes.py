"""What a token of a programme may read: parts of the interface, chosen when it is made."""

from collections.abc import Mapping
from enum import StrEnum

from app.core.i18n import N_


class Scope(StrEnum):
    """The parts; what is public in a part is read without a token."""

    PRACTICES = "practices"
    DIRECTORY = "directory"
    SEARCH = "search"
    ASSISTANCE = "assistance"
    DATES = "dates"


WORDS: Mapping[Scope, str] = {
    Scope.PRACTICES: N_("Practices that your office may read"),
    Scope.DIRECTORY: N_("The directory with what holders show to members"),
    Scope.SEARCH: N_("The search over all that your office may find"),
    Scope.ASSISTANCE: N_(
        "Requests for assistance and offers, with their confidential text; standing offers"
    ),
    Scope.DATES: N_("Your calendar: by when your office is waited for, by number alone"),
}
"""What each opens, as people read it."""

APART = frozenset({Scope.DATES})
"""What opens no part of the interface: a page of its own makes an address for it."""

OTHER_PART = N_("This token does not open this part of the interface.")
