"""What adaptations keep."""

from app.core.inventory import ITEM, Class, Held, Kept
from app.practices.adapting.models import Adaptation, PracticeOrigin

HELD: Held = {
    Adaptation: (
        Kept(
            Class.NETWORK,
            "item_id practice_id member verdict readers changed why conditions cost effort led_to",
            "What a member made of a practice of another, in its own words, for those it chose.",
            ITEM,
        ),
        Kept(
            Class.NETWORK,
            "result result_note result_on",
            "What came of it, as its member said after a year.",
            ITEM,
        ),
        Kept(
            Class.CONFIDENTIAL,
            "hidden_reason",
            "Why the Secretariat hid it; for its office and the Secretariat.",
            ITEM,
        ),
        Kept(
            Class.TECHNICAL,
            "standing result_due asked_on",
            "That it stands, and when its member is asked what came of it.",
            ITEM,
        ),
    ),
    PracticeOrigin: (
        Kept(
            Class.CONFIDENTIAL,
            "practice_id request_id needs",
            "Of which request a practice came, for those who see both, and which other side of the "
            "help has to own it.",
            ITEM,
        ),
    ),
}
