"""What the keys of confidential text keep."""

from app.core.inventory import Class, Held, Kept, Until
from app.sealing.models import PartyKey, RecordKey

RENEWED = Until("until the keys are renewed (`portal rotate-keys`)")
WITH_TEXT = Until("with the text it seals; deleted before it where the text is destroyed")

HELD: Held = {
    PartyKey: (
        Kept(
            Class.CONFIDENTIAL,
            "id party current master wrapped made_at",
            "The key of each party, wrapped by the installation's, which is not in the database.",
            RENEWED,
        ),
    ),
    RecordKey: (
        Kept(
            Class.CONFIDENTIAL,
            "record party key_id wrapped",
            "The key of each confidential record, wrapped for each party that may read it.",
            WITH_TEXT,
        ),
    ),
}
