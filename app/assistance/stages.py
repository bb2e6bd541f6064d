"""The states of requests and offers, and the sides that act on them."""

from enum import StrEnum


class Stage(StrEnum):
    """The stored states of a request.

    ``ON_BEHALF`` while the Secretariat enters it for an office that wrote a letter, ``ENTERED``
    while it waits for the word of that office.
    """

    DRAFT = "draft"
    ON_BEHALF = "on_behalf"
    ENTERED = "entered"
    SUBMITTED = "submitted"
    AUTHENTICATED = "authenticated"
    RETURNED = "returned"
    OPEN = "open"
    IN_TALKS = "in_talks"
    AGREED = "agreed"
    UNDER_WAY = "under_way"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class OfferStage(StrEnum):
    """The stored states of an offer."""

    OFFERED = "offered"
    IN_TALKS = "in_talks"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


class Party(StrEnum):
    """Who acts: the office that asked, the secretariat, the member that offers, or the days."""

    OWNER = "owner"
    SECRETARIAT = "secretariat"
    HELPER = "helper"
    CLOCK = "clock"
