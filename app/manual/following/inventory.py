"""What is kept of who reads the manual."""

from app.core.inventory import ACCOUNT, RECORD, Class, Held, Kept
from app.manual.following.models import ManualRead, ManualReceipt, ManualUnmarked

HELD: Held = {
    ManualRead: (
        Kept(
            Class.PERSONAL,
            "person_id chapter_id edition before at",
            "Which edition of a chapter somebody read last, shown to that person alone.",
            ACCOUNT,
        ),
    ),
    ManualUnmarked: (
        Kept(Class.PERSONAL, "person_id", "Of whom nothing is kept of what is read.", ACCOUNT),
    ),
    ManualReceipt: (
        Kept(
            Class.CONFIDENTIAL,
            "edition member office_id at",
            "Which members received an edition, for the Secretariat; no agreement is meant by it.",
            RECORD,
        ),
        Kept(Class.PERSONAL, "by", "Who said so, as a number.", RECORD),
    ),
}
