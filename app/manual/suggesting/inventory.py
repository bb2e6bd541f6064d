"""What suggestions keep."""

from app.core.inventory import ITEM, Class, Held, Kept
from app.manual.suggesting.models import Suggestion

HELD: Held = {
    Suggestion: (
        Kept(
            Class.NETWORK,
            "item_id member block_id chapter_id edition base_hash consultation_id asks stance"
            " proposed reason at",
            "What a member would change about a paragraph, why, and for whom it speaks.",
            ITEM,
        ),
        Kept(
            Class.NETWORK,
            "answer answered_at taken_hash born_id landed",
            "What the editors answered, and the edition that came out with it.",
            ITEM,
        ),
    ),
}
