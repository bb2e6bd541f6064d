"""What the writer of a section sends with a picture: its words, its source, its caption."""

from dataclasses import dataclass

from app.core.i18n import N_
from app.text.blocks import split
from app.text.figures import NAME, written
from app.text.safe_names import turned_line
from app.web.forms import Form, Reader, Sent

MOST_ALT, MOST_SOURCE, MOST_CAPTION = 500, 200, 500
MOST_DIGITS = 9
NO_ALT = N_("Say in words what the picture shows, for whoever does not see it.")
NO_SOURCE = N_("Say who made the picture, or where it is from.")
NO_LINE = N_("Write the caption as one paragraph, without a mark of a list or a heading before it.")
_SAMPLE = f"{'0' * 32}-1x1.png"


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a picture; ``there`` names one that was chosen from those kept already.

    ``at`` is where in the text it goes, None for its end.
    """

    alt: str
    source: str
    caption: str
    there: str
    at: int | None
    form: Form

    def line(self, name: str) -> str:
        """Return the figure as it stands in the text."""
        return written(name, self.alt, self.source, self.caption)


def read(sent: Sent) -> Told:
    """Read what is said of a picture."""
    reader = Reader(sent)
    alt = reader.line("alt", most=MOST_ALT, missing=NO_ALT)
    source = reader.line("source", most=MOST_SOURCE, missing=NO_SOURCE)
    caption = reader.line("caption", most=MOST_CAPTION)
    there = reader.line("there", most=len(_SAMPLE) + 6)
    if not reader.form.errors and not _is_one(written(_SAMPLE, alt, source, caption)):
        reader.wrong("caption", NO_LINE)
    if turned_line(caption):
        reader.wrong("caption", NO_LINE)
    at = place(reader.line("at", most=MOST_DIGITS))
    return Told(alt, source, caption, there if NAME.fullmatch(there) else "", at, reader.form)


def place(said: str) -> int | None:
    """Return a place in a text, None where nothing that was ever written says one."""
    fits = said.isascii() and said.isdigit() and len(said) <= MOST_DIGITS
    return int(said) if fits else None


def _is_one(text: str) -> bool:
    found = split(text)
    return len(found) == 1 and found[0].kind == "figure"


def put_in(text: str, figure: str, at: int | None) -> str:
    """Return a text with a figure after the paragraph at a place, or at its end."""
    end = len(text) if at is None else text.find("\n\n", max(0, at - 1))
    end = len(text) if end < 0 else end
    before, after = text[:end].rstrip("\n"), text[end:].strip("\n")
    return "\n\n".join(part for part in (before, figure, after) if part) + "\n"
