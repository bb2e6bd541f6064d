"""What a second person and who corrects an edition send."""

from app.core.i18n import N_
from app.manual.models import EditionNote
from app.manual.publishing.rules import MOST_REASON
from app.manual.rules import Note
from app.web.forms import Form, Reader, Sent

REASON = N_("Write in one sentence why.")
ADDED = (Note.ERRATUM, Note.CORRECTION)


def reason(sent: Sent) -> tuple[str, Form]:
    """Read why something is refused, or withdrawn."""
    reader = Reader(sent)
    said = reader.straight("reason", most=MOST_REASON, missing=REASON)
    return said, reader.form


def added(sent: Sent, number: int) -> tuple[EditionNote, Form]:
    """Read what is added to an edition."""
    reader = Reader(sent)
    kind = reader.choice("kind", set(ADDED), missing=N_("Say what is corrected."))
    said = reader.straight("text", most=MOST_REASON, missing=N_("Write what is right."))
    return EditionNote(edition=number, kind=kind or Note.ERRATUM, text=said), reader.form
