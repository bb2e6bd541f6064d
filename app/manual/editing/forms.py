"""What the writer of a section sends."""

import re
from collections import Counter
from dataclasses import dataclass

from app.core.i18n import N_
from app.manual.editing.saving import Typed
from app.manual.rules import MOST_CHAPTER
from app.text.safe_names import turned_line
from app.web.forms import TURNED, Form, Reader, Sent

MOST_DIGITS = 9
_MARK = re.compile(r"^\{#([a-z2-7]{8})\}[ \t]*$", re.MULTILINE)
TWICE = N_("The mark {#%(mark)s} stands twice. Take one of the two lines out.")
MISSING = N_("Write the text of the section, or take the section out of the whole chapter.")


@dataclass(frozen=True, slots=True)
class SectionForm:
    """A section as sent, with what is wrong with it; ``turn`` is that of the text set aside."""

    typed: Typed
    turn: int
    form: Form


def read_section(sent: Sent, section: str) -> SectionForm:
    """Read the text of a section, and from which state of the chapter it began."""
    reader = Reader(sent)
    source = reader.text("text", most=MOST_CHAPTER, missing=MISSING)
    seen, turn = number(reader, "version"), number(reader, "turn")
    at_end = reader.checked("at_end")
    turned = turned_line(str(reader.form.values["text"]))
    if turned:
        reader.wrong("text", TURNED, line=turned)
    for name, times in Counter(_MARK.findall(source)).items():
        if times > 1:
            reader.wrong("text", TWICE, mark=name)
    return SectionForm(Typed(section, seen, source, at_end), turn, reader.form)


def number(reader: Reader, name: str) -> int:
    """Read a number the page itself wrote; anything else is none that was ever given."""
    found = reader.line(name, most=MOST_DIGITS)
    return int(found) if found.isascii() and found.isdigit() and len(found) <= MOST_DIGITS else 0
