"""What rounds of clearance keep."""

from app.core.inventory import ITEM, Class, Held, Kept
from app.practices.clearing.models import PracticeRound

HELD: Held = {
    PracticeRound: (
        Kept(
            Class.CONFIDENTIAL,
            "item_id practice_id member count marking readers deadline says at back_at"
            " reminded_on closed_at",
            "What an office sent out of its practice for clearance, to whom and until when: its"
            " member alone reads it. What comes back is not kept.",
            ITEM,
        ),
    ),
}
