"""What goes out as one Word document: a first page that says what it is, and blocks with marks.

Nothing here knows of the manual: any text that is made of blocks with ids goes out so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.core.i18n import N_
from app.manual.exports.docx import blocks as written
from app.papers.places import Follow
from app.papers.writing.framed import Frame, framed, line
from app.papers.writing.text import Text
from app.text.blocks import Block

HOW = N_(
    "Change the text on the pages below, with or without tracked changes, and put questions into"
    " comments. Work in this document and save it as .docx: hidden marks say which paragraph is"
    " which. Then send it back to the office that sent it. What is changed on this page is not"
    " read."
)


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks under a title; ``numbers`` are those that readers cite.

    ``above`` is what is said above a block; it is no text of it and is not read back.
    """

    title: str
    blocks: Sequence[Block]
    numbers: Mapping[str, str]
    above: Mapping[str, str] = field(default_factory=dict)


def write(frame: Frame, sections: Sequence[Section], follow: Follow) -> bytes:
    """Return the document: the same text gives the same bytes. Whoever calls speaks its frame."""
    text = Text(follow, lambda place: place.block or "top", frame.pictures)
    return framed(frame, text, "".join(_section(text, one) for one in sections))


def _section(text: Text, one: Section) -> str:
    """Return a section on a page of its own."""
    title = line(one.title, "Frame", "<w:pageBreakBefore/>")
    return title + written(text, one.blocks, one.numbers, one.above)
