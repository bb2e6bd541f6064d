"""What suggestions keep."""

from app.core.inventory import ITEM, Class, Held, Kept
from app.manual.suggesting.models import Suggestion

HELD: Held = {
    Suggestion: (
        Kept(
            Class.NETWORK,
            "item_id member block_id chapter_id edition base_hash stance proposed reason at",
            "Other words that a member proposes for a paragraph, why, and for whom it speaks.",
            ITEM,
        ),
        Kept(
            Class.NETWORK,
            "answer answered_at taken_hash landed",
            "What the editors answered, and the edition that came out with it.",
            ITEM,
        ),
    ),
}
