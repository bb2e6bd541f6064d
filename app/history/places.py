"""Where a thing stands that has a page of its own."""

from collections.abc import Mapping

from app.items.models import Kind

PLACES: Mapping[Kind, str] = {
    Kind.PRACTICE: "/practices/",
    Kind.ADAPTATION: "/adaptations/",
    Kind.REQUEST: "/assistance/",
    Kind.STANDING: "/standing-offers/",
    Kind.SEAT: "/open-seats/",
    Kind.SUGGESTION: "/manual/suggestions/",
    Kind.CONSULTATION: "/manual/consultations/",
    Kind.CLEARANCE: "/manual/clearances/",
    Kind.ROUND: "/practices/clearances/",
    Kind.REQUEST_ROUND: "/assistance/clearances/",
    Kind.JOINING: "/practices/joining/",
    Kind.CONTRIBUTION: "/manual/contributions/",
}
