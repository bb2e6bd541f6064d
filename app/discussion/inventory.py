"""What discussion keeps."""

from app.core.inventory import ITEM, Class, Held, Kept
from app.discussion.models import Comment

HELD: Held = {
    Comment: (
        Kept(
            Class.NETWORK,
            "item_id about answers member body html at",
            "What an office said about a practice or a paragraph, for those who see both.",
            ITEM,
        ),
    ),
}
