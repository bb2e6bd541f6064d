"""What is kept of guests."""

from app.core.inventory import Class, Held, Kept, Until, ended
from app.guests.fading import KEPT
from app.guests.models import Guest, GuestName

_OVER = ended(
    KEPT,
    "the guest's last day, or the day it was withdrawn; while what it sent to a consultation can"
    " still be withdrawn by it, a year at most",
)

HELD: Held = {
    Guest: (
        Kept(
            Class.PERSONAL,
            "name address ministry person_id",
            "Whom an office let read one thing, so that it knows who does.",
            _OVER,
        ),
        Kept(
            Class.PERSONAL,
            "id item_id host office_id last_day invited_by invited_at accepted_at ended_by"
            " ended_at reminded_on stays",
            "What was lent to whom until when, and who lent it and took it back.",
            _OVER,
        ),
        Kept(
            Class.CONFIDENTIAL,
            "remark words remarked_at",
            "What the guest thinks of it: Focal Point and alternate of the member read it;"
            " encrypted where what was lent is.",
            _OVER,
        ),
        Kept(Class.TECHNICAL, "token_hash", "Fingerprint of the invitation's address.", _OVER),
    ),
    GuestName: (
        Kept(
            Class.CONFIDENTIAL,
            "id known",
            "Who a guest of a consultation is: encrypted, for two people of the Secretariat and the"
            " letters that the portal writes to the guest.",
            Until("with what is known of the guest"),
        ),
    ),
}
