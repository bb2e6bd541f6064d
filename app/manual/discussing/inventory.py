"""What discussions of the manual keep."""

from app.core.inventory import ITEM, RECORD, Class, Held, Kept
from app.manual.discussing.models import ManualComment, ManualHeir, ManualThread

HELD: Held = {
    ManualThread: (
        Kept(
            Class.NETWORK,
            "item_id block_id chapter_id edition base_hash last_at closing closed_at",
            "That a paragraph of the manual is discussed, and why the Secretariat closed that.",
            ITEM,
        ),
    ),
    ManualComment: (
        Kept(
            Class.NETWORK,
            "item_id edition base_hash stance changed_at withdrawn_at",
            "On which words a comment was written, for whom it speaks, changed or taken back.",
            ITEM,
        ),
    ),
    ManualHeir: (
        Kept(
            Class.PUBLIC,
            "edition block_id heir",
            "Which paragraph the words of another went to with an edition.",
            RECORD,
        ),
    ),
}
