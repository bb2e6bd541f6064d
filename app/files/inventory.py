"""What attachments keep."""

from app.core.inventory import Class, Held, Kept, Until
from app.files.models import Attachment, Unscanned

_WITH_IT = Until("with the item, or the record of the appointment, that it belongs to")

HELD: Held = {
    Attachment: (
        Kept(
            Class.NETWORK,
            "id item_id name kind size sha256 at office_id member",
            "What is attached, for those who see the item or the appointment; the file itself"
            " lies encrypted in the store, and is deleted there within a day after it was removed.",
            _WITH_IT,
        ),
        Kept(
            Class.CONFIDENTIAL,
            "place wrapped sealed_name",
            "Where the encrypted file lies, its key, wrapped by that of what it belongs to, and"
            " where that is confidential its name; encrypted.",
            _WITH_IT,
        ),
        Kept(
            Class.CONFIDENTIAL,
            "original tries",
            "Where the file as it came lies, encrypted, while it waits for the virus scanner, and"
            " how often the scanner gave no verdict on it.",
            Until("until the virus scanner answers, or with the file"),
        ),
        Kept(Class.PERSONAL, "person_id", "Who attached it, as a number.", _WITH_IT),
    ),
    Unscanned: (
        Kept(
            Class.TECHNICAL,
            "id since",
            "That the administrators were told of files that wait for the virus scanner, and since"
            " when the first of these waits.",
            Until("until no file waits any more"),
        ),
    ),
}
