"""What goes out as one Word document: a first page that says what it is, and blocks with marks.

Nothing here knows of the manual: any text that is made of blocks with ids goes out so.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.core import i18n
from app.core.i18n import N_, gettext
from app.manual.exports import docx_parts as parts
from app.manual.exports.book import Place
from app.manual.exports.docx import blocks as written
from app.manual.exports.docx_runs import paragraph, run_of
from app.manual.exports.docx_styles import numbering, styles
from app.manual.exports.docx_text import Text
from app.manual.exports.xml import archive
from app.press.shapes import from_the_right
from app.text.blocks import Block

Follow = Callable[[str], Place | str | None]

NO_DECISION = N_(
    "This is not a decision and not a position. Nothing that is written here is kept, sent or"
    " published until the office has looked at each change and taken it."
)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What goes out; ``facts`` are said on the first page, ``language`` is that of the text.

    A figure whose picture is not among ``pictures`` goes out in words.
    """

    number: str
    marking: str
    deadline: str
    readers: str
    facts: Sequence[str]
    language: str
    author: str
    moment: datetime
    sections: Sequence[Section]
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def write(paper: Paper, follow: Follow) -> bytes:
    """Return the document: the same paper gives the same bytes. Whoever calls speaks its frame."""
    text = Text(follow, lambda place: place.block or "top", paper.pictures)
    body = "".join(_section(text, one) for one in paper.sections)
    files = {**parts.FILES, "header": "header1"}
    right = i18n.direction(paper.language) == "rtl"
    page = parts.SECTION.format(right="<w:bidi/>" if right else "").replace(
        "<w:footerReference",
        '<w:headerReference w:type="default" r:id="header"/><w:footerReference',
    )
    about = parts.About(
        f"{paper.number} {paper.marking}", paper.author, paper.language, paper.moment
    )
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": parts.content_types(files),
        "_rels/.rels": parts.RELATIONS,
        "docProps/core.xml": parts.properties(about),
        "word/document.xml": parts.document(_front(paper) + body + page),
        "word/styles.xml": styles(paper.language),
        "word/numbering.xml": numbering(text.ordered),
        "word/footnotes.xml": parts.footnotes(text.notes.written),
        "word/settings.xml": parts.SETTINGS,
        "word/footer1.xml": parts.footer(gettext(NO_DECISION)),
        "word/header1.xml": parts.header(_above(paper)),
        "word/_rels/document.xml.rels": parts.related(text.links, parts.of_document(files)),
        "word/_rels/footnotes.xml.rels": parts.related(text.notes.links, ""),
    }
    made |= {f"word/media/{name}": paper.pictures[name] for name in text.links.pictures}
    return archive(made)


def _above(paper: Paper) -> str:
    """Return what stands above each page."""
    return " · ".join(
        [
            paper.number,
            paper.marking,
            gettext("Answer by %(day)s", day=paper.deadline),
            gettext("Readers: %(readers)s", readers=paper.readers),
        ]
    )


def _front(paper: Paper) -> str:
    title = gettext("For clearance: %(number)s", number=paper.number)
    said = [
        gettext("Answer by %(day)s", day=paper.deadline),
        gettext("Readers: %(readers)s", readers=paper.readers),
        *paper.facts,
        gettext(NO_DECISION),
        gettext(HOW),
    ]
    lines = [_line(title, "Frame"), _line(paper.marking, "Frame")]
    return "".join([*lines, *(_line(one, "Front") for one in said)])


def _line(said: str, style: str, more: str = "") -> str:
    return paragraph(run_of(said), style, more, rtl=from_the_right(said))


def _section(text: Text, one: Section) -> str:
    """Return a section on a page of its own."""
    title = _line(one.title, "Frame", "<w:pageBreakBefore/>")
    return title + written(text, one.blocks, one.numbers, one.above)
