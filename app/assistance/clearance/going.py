"""What goes out of a request: one Word document, each field under its own heading."""

from datetime import datetime

from app.assistance.clearance.fields import FIELDS, says
from app.assistance.queries import Asked
from app.clearing.forms import Framed
from app.core import i18n
from app.core.i18n import N_, gettext
from app.manual.citing import AUTHOR
from app.papers.writing.framed import Frame, framed, line
from app.papers.writing.runs import paragraph, run_of
from app.papers.writing.text import Text
from app.practices.clearing.fields import Field
from app.practices.clearing.going import HOW
from app.practices.clearing.marks import mark_of
from app.press.shapes import from_the_right
from app.web.components import date_words

NOT_HERE = N_("Themes, forms of help, languages, days and readers are chosen in the portal.")


def number_of(asked: Asked) -> str:
    """Return by what a document is called: the request, and which state of its draft it was."""
    return f"{asked.matter.number or asked.matter.id}-{asked.matter.version}"


def version_mark(version: int) -> str:
    """Return the hidden mark that tells which state of the draft went out."""
    return f"v{version}"


def document(asked: Asked, said: Framed, moment: datetime) -> bytes:
    """Return the draft of a request as a document, made out as ``said``."""
    with i18n.use_language(said.language):
        text = Text(lambda _href: None, lambda place: place.name)
        words = says(asked)
        body = "".join(
            _field(text, asked.matter.id, place, field, words[field.name])
            for place, field in enumerate(FIELDS)
        )
        frame = Frame(
            number=number_of(asked),
            marking=said.marking,
            deadline=date_words(said.deadline),
            readers=said.readers,
            facts=[
                gettext("A request for assistance that is a draft still. Nobody else has it."),
                gettext(NOT_HERE),
            ],
            how=gettext(HOW),
            language=asked.matter.language,
            author=AUTHOR,
            moment=moment,
        )
        return framed(frame, text, body, text.place(version_mark(asked.matter.version)))


def _field(text: Text, item_id: str, place: int, field: Field, said: str) -> str:
    more = "<w:pageBreakBefore/>" if place == 0 else ""
    heading = line(gettext(field.label), "Frame", more, before=text.place(mark_of(item_id, place)))
    lines = [paragraph(run_of(one), rtl=from_the_right(one)) for one in said.split("\n")]
    return heading + line(field.guidance, "Front") + "".join(lines)
