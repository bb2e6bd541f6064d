"""What the secretariat's desk keeps."""

from datetime import timedelta

from app.core.inventory import PORTAL, Class, Held, Kept, Until, ended
from app.moderation.models import Batch, BatchRow, CannedAnswer, Hold

KEPT = timedelta(days=30)
_HELD = Until("fifteen minutes after it was opened, or seven days after it was taken", swept=True)
_DONE = ended(KEPT, "it was due")

HELD: Held = {
    Hold: (
        Kept(
            Class.PERSONAL,
            "kind key person_id taken since until",
            "Who of the Secretariat has opened or taken over what waits, for its own people.",
            _HELD,
        ),
    ),
    CannedAnswer: (
        Kept(
            Class.CONFIDENTIAL,
            "title text",
            "Texts that the Secretariat keeps ready for its answers, for its own people.",
            PORTAL,
        ),
        Kept(
            Class.TECHNICAL,
            "id language version changed_at retired_at",
            "In which language an answer is, and when it was last changed.",
            PORTAL,
        ),
        Kept(Class.PERSONAL, "changed_by", "Who of the Secretariat changed it last.", PORTAL),
    ),
    Batch: (
        Kept(
            Class.PERSONAL,
            "id person_id acting_id provider proof language act made_at due_at undone_at done_at",
            "Who planned an act on several things, and as whom, so that the right to it is asked"
            " again when it is done.",
            _DONE,
        ),
        Kept(
            Class.CONFIDENTIAL,
            "words",
            "The text that goes back with each of them, sealed for the Secretariat.",
            Until("until it is done or undone", swept=True),
        ),
    ),
    BatchRow: (
        Kept(
            Class.TECHNICAL,
            "batch_id key what version outcome said",
            "To which things it is done, and what came of each.",
            _DONE,
        ),
    ),
}
