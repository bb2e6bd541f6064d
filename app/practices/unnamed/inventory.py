"""What is kept of practices that were published without the name of their member."""

from app.core.inventory import ITEM, Class, Held, Kept
from app.practices.unnamed.models import PracticeUnnamed

HELD: Held = {
    PracticeUnnamed: (
        Kept(
            Class.NETWORK,
            "id item_id answered_on",
            "That a practice was published without its member’s name, and when it confirmed it.",
            ITEM,
        ),
        Kept(
            Class.CONFIDENTIAL,
            "owner asked_on",
            "Whose it is, sealed: for that member and the Secretariat, until it says so itself.",
            ITEM,
        ),
    ),
}
