"""What goes out and comes back as one Word document: its first page, and what stands on each page.

The first page says what it is, until when it should be back, and that it decides nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.core import i18n
from app.core.i18n import N_, gettext
from app.papers.writing import parts
from app.papers.writing.runs import paragraph, run_of
from app.papers.writing.styles import numbering, styles
from app.papers.writing.text import Text
from app.papers.writing.xml import archive
from app.press.shapes import from_the_right

NO_DECISION = N_(
    "This is not a decision and not a position. Nothing that is written here is kept, sent or"
    " published until the office has looked at each change and taken it."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What is said around a text that goes out; ``facts`` and ``how`` stand on the first page.

    ``language`` is that of the text; a figure whose picture is not among ``pictures`` goes out in
    words.
    """

    number: str
    marking: str
    deadline: str
    readers: str
    facts: Sequence[str]
    how: str
    language: str
    author: str
    moment: datetime
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def framed(frame: Frame, text: Text, body: str, mark: str = "") -> bytes:
    """Return the document: the same text gives the same bytes. Whoever calls speaks its frame.

    ``text`` wrote the ``body``; ``mark`` is a place that the first page begins with.
    """
    files = {**parts.FILES, "header": "header1"}
    right = i18n.direction(frame.language) == "rtl"
    page = parts.SECTION.format(right="<w:bidi/>" if right else "").replace(
        "<w:footerReference",
        '<w:headerReference w:type="default" r:id="header"/><w:footerReference',
    )
    about = parts.About(
        f"{frame.number} {frame.marking}", frame.author, frame.language, frame.moment
    )
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": parts.content_types(files),
        "_rels/.rels": parts.RELATIONS,
        "docProps/core.xml": parts.properties(about),
        "word/document.xml": parts.document(_front(frame, mark) + body + page),
        "word/styles.xml": styles(frame.language),
        "word/numbering.xml": numbering(text.ordered),
        "word/footnotes.xml": parts.footnotes(text.notes.written),
        "word/settings.xml": parts.SETTINGS,
        "word/footer1.xml": parts.footer(gettext(NO_DECISION)),
        "word/header1.xml": parts.header(_above(frame)),
        "word/_rels/document.xml.rels": parts.related(text.links, parts.of_document(files)),
        "word/_rels/footnotes.xml.rels": parts.related(text.notes.links, ""),
    }
    made |= {f"word/media/{name}": frame.pictures[name] for name in text.links.pictures}
    return archive(made)


def _above(frame: Frame) -> str:
    """Return what stands above each page."""
    return " · ".join(
        [
            frame.number,
            frame.marking,
            gettext("Answer by %(day)s", day=frame.deadline),
            gettext("Readers: %(readers)s", readers=frame.readers),
        ]
    )


def _front(frame: Frame, mark: str) -> str:
    title = gettext("For clearance: %(number)s", number=frame.number)
    said = [
        gettext("Answer by %(day)s", day=frame.deadline),
        gettext("Readers: %(readers)s", readers=frame.readers),
        *frame.facts,
        gettext(NO_DECISION),
        frame.how,
    ]
    lines = [line(title, "Frame", before=mark), line(frame.marking, "Frame")]
    return "".join([*lines, *(line(one, "Front") for one in said)])


def line(said: str, style: str, more: str = "", *, before: str = "") -> str:
    """Return a paragraph of plain words; ``before`` is a place that it begins with."""
    return paragraph(before + run_of(said), style, more, rtl=from_the_right(said))
