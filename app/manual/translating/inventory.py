"""What translations of the manual keep."""

from app.core.inventory import RECORD, Class, Held, Kept
from app.manual.translating.models import (
    DraftTranslatedBlock,
    DraftTranslation,
    EditionLanguage,
    EditionTranslatedBlock,
    EditionTranslation,
)

_HEAD = "language chapter_id title readers questions source state"
_BLOCK = "language block_id source_hash body_hash"

HELD: Held = {
    DraftTranslation: (
        Kept(
            Class.CONFIDENTIAL,
            f"{_HEAD} version changed_at",
            "The next edition in another language, as the Secretariat writes it.",
            RECORD,
        ),
        Kept(Class.PERSONAL, "changed_by", "Who changed it last, as a number.", RECORD),
    ),
    DraftTranslatedBlock: (
        Kept(Class.CONFIDENTIAL, _BLOCK, "Its paragraphs, each with what it translates.", RECORD),
    ),
    EditionLanguage: (
        Kept(
            Class.PUBLIC,
            "edition language state blocks translated stale",
            "The languages of a published edition, and how complete each was.",
            RECORD,
        ),
    ),
    EditionTranslation: (
        Kept(Class.PUBLIC, f"edition {_HEAD}", "The chapters' heads in another language.", RECORD),
    ),
    EditionTranslatedBlock: (
        Kept(Class.PUBLIC, f"edition {_BLOCK}", "The paragraphs in another language.", RECORD),
    ),
}
