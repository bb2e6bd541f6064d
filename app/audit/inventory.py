"""What the record keeps."""

from app.audit.models import AuditCheckpoint, AuditRecord
from app.core.inventory import RECORD, Class, Held, Kept

HELD: Held = {
    AuditRecord: (
        Kept(
            Class.PERSONAL,
            "person_id office_id subject",
            "Who did something, for which office, to what: numbers, never names.",
            RECORD,
        ),
        Kept(
            Class.CONFIDENTIAL,
            "at event detail",
            "What was done and when, so that the office can say what happened; none of the text.",
            RECORD,
        ),
        Kept(
            Class.TECHNICAL,
            "id hash",
            "Place in the chain, so that no entry can be changed, added or removed unseen.",
            RECORD,
        ),
    ),
    AuditCheckpoint: (
        Kept(
            Class.TECHNICAL,
            "number at kind portal entries hash key signature",
            "A signature over the record, which its holders can compare.",
            RECORD,
        ),
    ),
}
