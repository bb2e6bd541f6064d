"""What items keep."""

from app.core.inventory import ITEM, PORTAL, RECORD, Class, Held, Kept, Until
from app.items.models import Item, ItemLabel, ItemOwner, Loaded, Registry, Revision

HELD: Held = {
    Item: (
        Kept(
            Class.CONFIDENTIAL,
            "id kind number stage audience language office_id created_at changed_at version",
            "What there is, in which state, and who may read it; nobody else learns of it.",
            RECORD,
        ),
        Kept(Class.PERSONAL, "created_by", "Who began it, as a number.", RECORD),
    ),
    ItemOwner: (Kept(Class.CONFIDENTIAL, "item_id member", "Whose it is.", ITEM),),
    ItemLabel: (
        Kept(
            Class.CONFIDENTIAL,
            "item_id label kind sort_key",
            "Who sees it: the one way to everything.",
            ITEM,
        ),
    ),
    Revision: (
        Kept(
            Class.NETWORK,
            "item_id number body at office_id",
            "What a practice or comment said before, for those who see it.",
            ITEM,
        ),
        Kept(
            Class.CONFIDENTIAL,
            "sealed_body",
            "What a request or offer said before; encrypted.",
            Until("destroyed with the words of the request it belongs to"),
        ),
        Kept(Class.PERSONAL, "person_id", "Who wrote this version, as a number.", ITEM),
    ),
    Registry: (
        Kept(Class.TECHNICAL, "year series last", "The last number given to a matter.", PORTAL),
    ),
    Loaded: (
        Kept(
            Class.TECHNICAL,
            "dataset key hash item_id at",
            "What was loaded from the project's own data, so that it is not loaded again.",
            PORTAL,
        ),
    ),
}
