"""What clearances keep."""

from app.core.inventory import ITEM, Class, Held, Kept
from app.manual.clearing.models import Clearance, Cleared

HELD: Held = {
    Clearance: (
        Kept(
            Class.CONFIDENTIAL,
            "item_id member edition chapter_id consultation_id marking readers deadline at"
            " reminded_on back_at closed_at",
            "What an office sent out for clearance, to whom and until when: its member alone reads"
            " it. What comes back is not kept.",
            ITEM,
        ),
    ),
    Cleared: (
        Kept(
            Class.CONFIDENTIAL,
            "item_id place chapter_id block_id base_hash proposed",
            "The paragraphs that went out for clearance, as they went out.",
            ITEM,
        ),
    ),
}
