"""What standing offers keep."""

from app.core.inventory import ITEM, PORTAL, Class, Held, Kept
from app.standing.models import StandingNotNow, StandingOffer, StandingPromise, StandingTurn

HELD: Held = {
    StandingOffer: (
        Kept(
            Class.NETWORK,
            "item_id member summary experience capacity per_year themes modalities languages "
            "example",
            "What a member could give, in its own words and in words of fixed lists.",
            ITEM,
        ),
        Kept(
            Class.NETWORK,
            "valid_until confirmed_on",
            "Until when it stands, and when its member last said so.",
            ITEM,
        ),
        Kept(
            Class.TECHNICAL,
            "asked_on over_on",
            "When its member was asked to confirm it, and when it left search.",
            ITEM,
        ),
    ),
    StandingPromise: (
        Kept(
            Class.CONFIDENTIAL,
            "offer_id standing_id request_id promised_on",
            "Which accepted help counts against which standing offer of its helper.",
            ITEM,
        ),
    ),
    StandingNotNow: (
        Kept(
            Class.NETWORK,
            "office_id at",
            "Which office was invited to declare an offer and answered: not now.",
            PORTAL,
        ),
    ),
    StandingTurn: (Kept(Class.TECHNICAL, "id last", "Counts changes.", PORTAL),),
}
