"""What is kept of guests of consultations, besides what is kept of every guest."""

from app.core.inventory import ITEM, Class, Held, Kept, Until
from app.manual.voices.models import Voice, Voiced

HELD: Held = {
    Voice: (
        Kept(
            Class.PERSONAL,
            "guest_id consultation_id number by_code second",
            "That a guest is one of a consultation, and which two people know who it is.",
            Until("with what is known of the guest"),
        ),
    ),
    Voiced: (
        Kept(
            Class.CONFIDENTIAL,
            "item_id voice_id number naming name organisation parts receipt",
            "How a guest chose to be named, and what it said about single chapters: read by whoever"
            " reads the submission. A name is here only where the guest wants it shown.",
            ITEM,
        ),
    ),
}
