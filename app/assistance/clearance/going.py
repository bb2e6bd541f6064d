"""What goes out of a request: one Word document, each field under its own heading."""

from datetime import datetime

from app.assistance.clearance.fields import FIELDS, says
from app.assistance.clearance.values import Round
from app.assistance.queries import Asked
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


def version_mark(version: int) -> str:
    """Return the hidden mark that tells which state of the draft went out."""
    return f"v{version}"


def document(asked: Asked, one: Round, moment: datetime) -> bytes:
    """Return the draft of a request, as it is at this ``moment``, as the document of a round."""
    with i18n.use_language(one.matter.language):
        text = Text(lambda _href: None, lambda place: place.name)
        words = says(asked)
        body = "".join(
            _field(text, one.matter.id, place, field, words[field.name])
            for place, field in enumerate(FIELDS)
        )
        frame = Frame(
            number=one.number,
            marking=one.marking,
            deadline=date_words(one.deadline),
            readers=one.readers,
            facts=[
                gettext(
                    "A request for assistance that is a draft still. Round %(number)s.",
                    number=one.count,
                ),
                gettext(NOT_HERE),
            ],
            how=gettext(HOW),
            language=asked.matter.language,
            author=AUTHOR,
            moment=moment,
        )
        return framed(frame, text, body, text.place(version_mark(asked.matter.version)))


def _field(text: Text, round_id: str, place: int, field: Field, said: str) -> str:
    more = "<w:pageBreakBefore/>" if place == 0 else ""
    heading = line(gettext(field.label), "Frame", more, before=text.place(mark_of(round_id, place)))
    lines = [paragraph(run_of(one), rtl=from_the_right(one)) for one in said.split("\n")]
    return heading + line(field.guidance, "Front") + "".join(lines)
