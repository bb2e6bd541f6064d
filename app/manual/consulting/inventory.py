"""What consultations keep."""

from app.core.inventory import ITEM, Class, Held, Kept
from app.manual.consulting.models import Consultation, Consulted, Contribution

HELD: Held = {
    Consultation: (
        Kept(
            Class.NETWORK,
            "item_id title asked begins until edition whole hash at ended_at shown_at withdrawn_at",
            "What the Secretariat asks the members about a text of the draft, and until when.",
            ITEM,
        ),
    ),
    Consulted: (
        Kept(
            Class.NETWORK,
            "item_id chapter_id position number kind slug title readers questions blocks",
            "The text that is consulted on, as it was when the consultation was opened.",
            ITEM,
        ),
    ),
    Contribution: (
        Kept(
            Class.CONFIDENTIAL,
            "item_id consultation_id member stance words at answer answered_at",
            "What an office submitted and what became of it: its member and the Secretariat read"
            " it, and the network where the editors let it once the consultation is over.",
            ITEM,
        ),
    ),
}
