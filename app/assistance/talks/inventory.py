"""What talks about offers keep."""

from app.assistance.talks.models import Conversation, Moment, Telling, Word
from app.core.inventory import ITEM, Class, Held, Kept, Until

WORDS = Until("destroyed 90 days after the request has ended (PORTAL_KEEP_CLOSED_DAYS)")

TALKED: Held = {
    Conversation: (
        Kept(
            Class.CONFIDENTIAL,
            "item_id apart_id apart way asks asks_by named grouped joined",
            "How the two sides talk about an offer, whether the Secretariat reads it, what one of "
            "them proposes, and by whom a helper lets itself be seen.",
            ITEM,
        ),
    ),
    Word: (
        Kept(
            Class.CONFIDENTIAL,
            "text",
            "What one side of an offer wrote to the other; encrypted, while both agreed on it for "
            "the two sides alone.",
            WORDS,
        ),
        Kept(
            Class.CONFIDENTIAL,
            "id item_id side office_id language at decided_by decided_at",
            "When which side wrote, and what both call a decision.",
            ITEM,
        ),
    ),
    Moment: (
        Kept(
            Class.CONFIDENTIAL,
            "id offer_id item_id side starts_at minutes state at",
            "When the two sides of an offer could talk, and when they will.",
            ITEM,
        ),
    ),
    Telling: (
        Kept(
            Class.CONFIDENTIAL,
            "request_id at",
            "That an office lets those it asks see which kinds of help it was offered.",
            ITEM,
        ),
    ),
}
