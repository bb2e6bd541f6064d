"""What is kept of practices that were entered for an office."""

from app.core.inventory import ITEM, Class, Held, Kept
from app.practices.behalf.models import PracticeBehalf, PracticeLetter

HELD: Held = {
    PracticeBehalf: (
        Kept(
            Class.NETWORK,
            "item_id answered_on refused",
            "Whether its office confirmed a practice that the Secretariat entered for it.",
            ITEM,
        ),
        Kept(
            Class.CONFIDENTIAL,
            "office_id asked_on",
            "Which office asked for an entry, and when: for its member and the Secretariat.",
            ITEM,
        ),
    ),
    PracticeLetter: (
        Kept(
            Class.CONFIDENTIAL,
            "attachment_id item_id",
            "Which file is the letter by which an office asked for an entry.",
            ITEM,
        ),
    ),
}
