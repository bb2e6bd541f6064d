"""What rounds of clearance of a request keep."""

from app.assistance.clearance.models import RequestRound
from app.assistance.talks.inventory import WORDS
from app.core.inventory import ITEM, Class, Held, Kept

OUT: Held = {
    RequestRound: (
        Kept(
            Class.CONFIDENTIAL,
            "marking readers",
            "How a draft of a request that went out for clearance is marked, and which ministries"
            " read it; encrypted for its member alone. Neither what went out nor what comes back"
            " is kept.",
            WORDS,
        ),
        Kept(
            Class.CONFIDENTIAL,
            "item_id request_id member count deadline at asked asked_on reminded back_at came"
            " closed_at",
            "That a draft of a request went out for clearance, until when, how often it was asked"
            " for, and what came of it: its member alone reads it.",
            ITEM,
        ),
    ),
}
