"""What the manual keeps."""

from app.core.inventory import PORTAL, RECORD, Class, Held, Kept, Until, ended
from app.manual.clearing import inventory as clearing
from app.manual.consulting import inventory as consulting
from app.manual.discussing import inventory as discussing
from app.manual.editing.models import DraftRevision, Writing
from app.manual.editing.writing import ALIVE
from app.manual.exports.models import ManualFile
from app.manual.figures.keeping import UNUSED
from app.manual.figures.models import Figure, FigureUse
from app.manual.following import inventory as following
from app.manual.models import (
    DraftBlock,
    DraftChapter,
    Edition,
    EditionBlock,
    EditionChapter,
    EditionNote,
    EditionSignature,
    Epoch,
    ManualBlock,
    ManualBody,
    ManualChapter,
    ManualSlug,
)
from app.manual.publishing.models import Submission
from app.manual.stored.models import ManualPage
from app.manual.suggesting import inventory as suggesting
from app.manual.translating import inventory as translating
from app.manual.voices import inventory as voices

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
_IDLE = ended(ALIVE, "the writer stopped, or 90 days after a text was set aside")
_WRITING: Held = {
    DraftRevision: (
        Kept(
            Class.CONFIDENTIAL,
            "chapter_id version at hash blocks",
            "Every state of the next edition as it was written, which never changes.",
            RECORD,
        ),
    ),
    Writing: (
        Kept(
            Class.PERSONAL,
            "person_id chapter_id section began_at seen_at",
            "Who of the editors writes where, shown to the others for ten minutes.",
            _IDLE,
        ),
        Kept(
            Class.CONFIDENTIAL,
            "version turn source",
            "A text that its writer set aside, which nobody else reads.",
            _IDLE,
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
    EditionSignature: (
        Kept(
            Class.PUBLIC,
            "edition at portal key signature",
            "That the portal published it, for whoever checks a copy.",
            RECORD,
        ),
    ),
    EditionNote: (
        Kept(Class.PUBLIC, "id edition kind text at", "What was added to it since.", RECORD),
        Kept(Class.PERSONAL, "by", "Who added it, as a number.", RECORD),
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

_SUBMITTED: Held = {
    Submission: (
        Kept(
            Class.CONFIDENTIAL,
            "id slot kind number label note weight share draft_hash after publish_at proposed_at"
            " alone_at agreed_at outcome why ended_at",
            "What was submitted for publication or withdrawal, and what became of it.",
            RECORD,
        ),
        Kept(
            Class.PERSONAL,
            "proposed_by agreed_by ended_by",
            "Who submitted it and who answered, as numbers.",
            RECORD,
        ),
    ),
}

_FILES: Held = {
    ManualFile: (
        Kept(
            Class.PUBLIC,
            "edition chapter kind content size sha256 missing tries made_at",
            "An edition, or a chapter of it, as a file to keep.",
            RECORD,
        ),
    ),
    ManualPage: (
        Kept(
            Class.PUBLIC,
            "edition language slug build epoch br zstd gzip made_at",
            "A chapter of the current edition as it is sent; made again whenever it changes.",
            Until("until the next edition, or a week after another version made its own"),
        ),
    ),
}

_FIGURES: Held = {
    Figure: (
        Kept(
            Class.CONFIDENTIAL,
            "name sha256 size content at",
            "A picture of the manual, with nothing in it but its points; public with the first"
            " edition that shows it.",
            ended(UNUSED, "it was added, where no text of the manual ever showed it"),
        ),
    ),
    FigureUse: (
        Kept(
            Class.CONFIDENTIAL,
            "body_hash figure",
            "Which text of the manual shows which picture.",
            RECORD,
        ),
    ),
}

HELD: Held = {
    **_TEXT,
    **_DRAFT,
    **_WRITING,
    **_EDITIONS,
    **_SUBMITTED,
    **discussing.HELD,
    **suggesting.HELD,
    **clearing.HELD,
    **consulting.HELD,
    **voices.HELD,
    **translating.HELD,
    **_FILES,
    **_FIGURES,
    **following.HELD,
}
