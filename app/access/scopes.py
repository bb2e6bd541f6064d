"""What a token of a programme opens: parts of the interface, chosen when it is made."""

from collections.abc import Mapping
from enum import StrEnum

from app.core.i18n import N_


class Scope(StrEnum):
    """The parts; what is public in a part is read without a token."""

    PRACTICES = "practices"
    PRACTICES_WRITE = "practices-write"
    COMMENTS = "comments"
    COMMENTS_WRITE = "comments-write"
    ADAPTATIONS_WRITE = "adaptations-write"
    FOLLOW = "follow"
    DIRECTORY = "directory"
    SEARCH = "search"
    ASSISTANCE = "assistance"
    ASSISTANCE_WRITE = "assistance-write"
    AGREED = "assistance-agreed"
    SEATS = "seats"
    SEATS_WRITE = "seats-write"
    DATES = "dates"


WORDS: Mapping[Scope, str] = {
    Scope.PRACTICES: N_("Practices that your office may read"),
    Scope.PRACTICES_WRITE: N_(
        "Write practices of your office: begin, change and submit them, confirm and retire them;"
        " read those that are not published"
    ),
    Scope.COMMENTS: N_("Comments on practices that your office may read"),
    Scope.COMMENTS_WRITE: N_("Write comments on practices, signed by your office as an expert"),
    Scope.ADAPTATIONS_WRITE: N_("Record what your office made of a practice"),
    Scope.FOLLOW: N_("What you follow: read it, follow practices and stop following them"),
    Scope.DIRECTORY: N_("The directory with what holders show to members"),
    Scope.SEARCH: N_("The search over all that your office may find"),
    Scope.ASSISTANCE: N_(
        "Requests for assistance and offers, with their confidential text; standing offers"
    ),
    Scope.ASSISTANCE_WRITE: N_(
        "Write requests for assistance of your office and offers to others, submit them and take"
        " them back"
    ),
    Scope.AGREED: N_(
        "What your office talks over and agrees on about an offer, in confidential text: talks,"
        " terms, plans, and what both sides said at the end"
    ),
    Scope.SEATS: N_("Open seats that your office may read, and how its applications stand"),
    Scope.SEATS_WRITE: N_(
        "Apply for places in open seats on behalf of your office, and take applications back"
    ),
    Scope.DATES: N_("Your calendar: by when your office is waited for, by number alone"),
}
"""What each opens, as people read it."""

ACTS = frozenset(
    {
        Scope.PRACTICES_WRITE,
        Scope.COMMENTS_WRITE,
        Scope.ADAPTATIONS_WRITE,
        Scope.FOLLOW,
        Scope.ASSISTANCE_WRITE,
        Scope.SEATS_WRITE,
    }
)
"""The parts by which something is changed."""

APART = frozenset({Scope.DATES})
"""What opens no part of the interface: a page of its own makes an address for it."""

OTHER_PART = N_("This token does not open this part of the interface.")
