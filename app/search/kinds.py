"""What the index may hold. Requests and the offers made on them are confidential: never here."""

from enum import StrEnum
from types import MappingProxyType

from app.core.i18n import N_

CONFIDENTIAL = "/assistance"
"""Nothing under this address enters the index, whatever its kind."""


class SearchKind(StrEnum):
    """The kinds of thing that can be found; the order is that of the filter."""

    PRACTICE = "practice"
    MANUAL = "manual"
    COMMENT = "comment"
    MEMBER = "member"
    STANDING = "standing-offer"
    SUGGESTION = "suggestion"
    ADAPTATION = "adaptation"
    SEAT = "open-seat"


_NOT_TO_READERS = (SearchKind.STANDING, SearchKind.SUGGESTION, SearchKind.SEAT)
TO_READERS = tuple(kind for kind in SearchKind if kind not in _NOT_TO_READERS)
"""What somebody finds whose way in is worth reading only: the others lead to what is shut."""

CODES = MappingProxyType(
    {
        SearchKind.PRACTICE: 0,
        SearchKind.MANUAL: 1,
        SearchKind.COMMENT: 2,
        SearchKind.MEMBER: 3,
        SearchKind.STANDING: 4,
        SearchKind.SUGGESTION: 5,
        SearchKind.ADAPTATION: 6,
        SearchKind.SEAT: 7,
    }
)
"""The four bits of a kind in an entry's id: never changed, new kinds take new numbers."""

ONE = MappingProxyType(
    {
        SearchKind.PRACTICE: N_("Practice"),
        SearchKind.MANUAL: N_("Manual"),
        SearchKind.COMMENT: N_("Comment"),
        SearchKind.MEMBER: N_("Member"),
        SearchKind.STANDING: N_("Standing offer"),
        SearchKind.SUGGESTION: N_("Suggestion"),
        SearchKind.ADAPTATION: N_("Adaptation"),
        SearchKind.SEAT: N_("Open seat"),
    }
)
MANY = MappingProxyType(
    {
        SearchKind.PRACTICE: N_("Practices"),
        SearchKind.MANUAL: N_("Manual"),
        SearchKind.COMMENT: N_("Comments"),
        SearchKind.MEMBER: N_("Members"),
        SearchKind.STANDING: N_("Standing offers"),
        SearchKind.SUGGESTION: N_("Suggestions"),
        SearchKind.ADAPTATION: N_("Adaptations"),
        SearchKind.SEAT: N_("Open seats"),
    }
)
