"""What discussion keeps."""

from app.core.inventory import ACCOUNT, ITEM, Class, Held, Kept
from app.discussion.models import (
    Comment,
    CommentLock,
    CommentMention,
    CommentMove,
    CommentRead,
    CommentReport,
)

HELD: Held = {
    Comment: (
        Kept(
            Class.NETWORK,
            "item_id about answers replies_to member stance body html at changed_at",
            "What an office said about a practice or a paragraph, for those who see both.",
            ITEM,
        ),
        Kept(
            Class.NETWORK,
            "question answered_by",
            "That it asks something, and which comment answers it.",
            ITEM,
        ),
        Kept(
            Class.CONFIDENTIAL,
            "hidden_reason",
            "Why the Secretariat hides it; for its office and the Secretariat.",
            ITEM,
        ),
        Kept(Class.TECHNICAL, "remind_on", "When those who are asked are reminded.", ITEM),
    ),
    CommentMention: (
        Kept(
            Class.NETWORK,
            "item_id label words",
            "Which members and offices a comment names, as it names them.",
            ITEM,
        ),
    ),
    CommentReport: (
        Kept(
            Class.PERSONAL,
            "person_id",
            "Who asked the Secretariat to look at a comment; its author never learns of it.",
            ACCOUNT,
        ),
        Kept(
            Class.CONFIDENTIAL,
            "id item_id office_id reason at outcome ended_at",
            "For which office and why somebody asked so, and what came of it; for the Secretariat.",
            ITEM,
        ),
    ),
    CommentLock: (
        Kept(
            Class.NETWORK,
            "about id sentence at",
            "That nobody writes under something for now, and why.",
            ITEM,
        ),
    ),
    CommentMove: (
        Kept(Class.NETWORK, "item_id was_about at", "Where a moved comment stood before.", ITEM),
    ),
    CommentRead: (
        Kept(
            Class.PERSONAL,
            "person_id about until",
            "How far somebody has read the comments on something.",
            ACCOUNT,
        ),
    ),
}
