"""What the outbox keeps."""

from app.core.inventory import Class, Held, Kept, Until, ended
from app.mail.models import Letter
from app.mail.sending import KEPT, MOST_TRIES

_LEFT = Until(f"until it has left or was given up after {MOST_TRIES} tries in about five days")
_DONE = ended(KEPT, "it left or was given up")

HELD: Held = {
    Letter: (
        Kept(Class.PERSONAL, "body", "The text of the letter.", _LEFT),
        Kept(Class.PERSONAL, "address", "Where a letter to somebody outside goes.", _LEFT),
        Kept(
            Class.PERSONAL,
            "id person_id item_id lent subject stops created_at sent_at",
            "That a letter was written to whom about what, what it can stop, and when it left.",
            _DONE,
        ),
        Kept(
            Class.TECHNICAL,
            "urgent not_before leased_until attempts problem",
            "How urgent it is, when it is tried next, and why it did not leave.",
            _DONE,
        ),
    ),
}
