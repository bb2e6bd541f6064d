"""What the manual keeps."""

from app.core.inventory import PORTAL, RECORD, Class, Held, Kept
from app.manual.models import (
    DraftBlock,
    DraftChapter,
    Edition,
    EditionBlock,
    EditionChapter,
    Epoch,
    ManualBlock,
    ManualBody,
    ManualChapter,
    ManualSlug,
)

_HEAD = "position number kind slug title readers questions"

_TEXT: Held = {
    ManualBody: (
        Kept(
            Class.PUBLIC,
            "hash kind words source",
            "The text of the manual, public with the first edition that has it.",
            RECORD,
        ),
    ),
    ManualBlock: (Kept(Class.PUBLIC, "id", "The address of a paragraph, for good.", RECORD),),
    ManualChapter: (Kept(Class.PUBLIC, "id", "The address of a chapter, for good.", RECORD),),
    ManualSlug: (
        Kept(Class.PUBLIC, "slug chapter_id", "Names of chapters; old ones lead on.", RECORD),
    ),
    Epoch: (Kept(Class.TECHNICAL, "id value", "Whether stored pages still hold.", PORTAL),),
}
_DRAFT: Held = {
    DraftChapter: (
        Kept(
            Class.CONFIDENTIAL,
            f"chapter_id {_HEAD} version changed_at",
            "The next edition as the Secretariat writes it.",
            RECORD,
        ),
        Kept(Class.PERSONAL, "changed_by", "Who changed it last, as a number.", RECORD),
    ),
    DraftBlock: (
        Kept(
            Class.CONFIDENTIAL,
            "chapter_id position block_id body_hash",
            "The paragraphs of the next edition.",
            RECORD,
        ),
    ),
}
_EDITIONS: Held = {
    Edition: (
        Kept(
            Class.PUBLIC,
            "number item_id label language published_at note weight hash",
            "A published edition, which never changes.",
            RECORD,
        ),
        Kept(Class.PERSONAL, "published_by", "Who published it, as a number.", RECORD),
    ),
    EditionChapter: (Kept(Class.PUBLIC, f"edition chapter_id {_HEAD}", "Its chapters.", RECORD),),
    EditionBlock: (
        Kept(
            Class.PUBLIC,
            "edition chapter_id position block_id body_hash number",
            "Its paragraphs, with the numbers that readers cite.",
            RECORD,
        ),
    ),
}

HELD: Held = {**_TEXT, **_DRAFT, **_EDITIONS}
