"""What sealed requests keep."""

from app.assistance.blind.models import Card, CardLabel, Week, Word
from app.core.inventory import ITEM, PORTAL, Class, Held, Kept

SEALED: Held = {
    Card: (
        Kept(
            Class.CONFIDENTIAL,
            "id request_id themes modalities languages region starts ends answer_by opened_at "
            "listed",
            "What others read of a sealed request, and which request it is of.",
            ITEM,
        ),
    ),
    CardLabel: (
        Kept(Class.CONFIDENTIAL, "card_id label", "By which labels a card is read.", ITEM),
    ),
    Word: (
        Kept(
            Class.CONFIDENTIAL,
            "id card_id member office_id modalities languages starts capacity stage passed_on told "
            "moved_at offer_id",
            "Which member said that it could help with a sealed request, how, and what came of it; "
            "when who asks was told of it or answered.",
            ITEM,
        ),
    ),
    Week: (
        Kept(
            Class.TECHNICAL,
            "week",
            "In which weeks sealed requests were let out, so that it is done once.",
            PORTAL,
        ),
    ),
}
