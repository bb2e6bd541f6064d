"""What is kept of practices that were published without the name of their member."""

from app.core.inventory import ITEM, Class, Held, Kept
from app.practices.unnamed.models import PracticeUnnamed

HELD: Held = {
    PracticeUnnamed: (
        Kept(
            Class.NETWORK,
            "id item_id",
            "That a practice was published without the name of its member.",
            ITEM,
        ),
        Kept(
            Class.CONFIDENTIAL,
            "owner",
            "Whose it is, sealed: for that member and the Secretariat, until it says so itself.",
            ITEM,
        ),
    ),
}
