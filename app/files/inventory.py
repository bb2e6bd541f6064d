"""What attachments keep."""

from app.core.inventory import ITEM, Class, Held, Kept
from app.files.models import Attachment

HELD: Held = {
    Attachment: (
        Kept(
            Class.NETWORK,
            "id item_id name kind size sha256 at office_id member",
            "What is attached, for those who see the item; the file itself lies encrypted in the"
            " store, and is deleted there within a day after it was removed.",
            ITEM,
        ),
        Kept(
            Class.CONFIDENTIAL,
            "place wrapped sealed_name",
            "Where the encrypted file lies, its key, wrapped by the item's, and under a request its"
            " name; encrypted.",
            ITEM,
        ),
        Kept(Class.PERSONAL, "person_id", "Who attached it, as a number.", ITEM),
    ),
}
