"""What goes out of a practice: one Word document, field by field, each under its own heading."""

from collections.abc import Sequence

from app.core import i18n
from app.core.i18n import N_, gettext
from app.manual.citing import AUTHOR
from app.papers.nodes import HEADINGS
from app.papers.writing.framed import Frame, framed, line
from app.papers.writing.runs import paragraph, run_of
from app.papers.writing.text import Text
from app.practices.clearing.fields import FIELDS, Field, Shape
from app.practices.clearing.marks import mark_of
from app.practices.clearing.values import Round
from app.press.shapes import from_the_right
from app.text.links import public
from app.text.parser import COMMENT
from app.text.tree import Node, parse
from app.web.components import date_words

HOW = N_(
    "Change what stands under the headings on the pages below, with or without tracked changes, and"
    " put questions into comments. Leave the headings as they are: they say which field is which."
    " Work in this document and save it as .docx. Then send it back to the office that sent it."
    " What is changed on this page is not read."
)
NOT_HERE = N_(
    "Themes, pillars, risk factors, steps, files and readers are chosen in the portal and do not go"
    " out."
)


def document(one: Round, base: str) -> bytes:
    """Return the document as it went out: the same bytes each time; ``base`` is the portal's."""
    with i18n.use_language(one.matter.language):
        text = Text(lambda href: _leads(href, base), lambda place: place.name)
        body = "".join(_field(text, one, place, field) for place, field in enumerate(FIELDS))
        return framed(_frame(one), text, body)


def _leads(href: str, base: str) -> str | None:
    """Return where a link leads from a document, None where it is words alone."""
    if public(href) is None or href.startswith("#"):
        return None
    return base + href if href.startswith("/") else href


def _frame(one: Round) -> Frame:
    return Frame(
        number=one.number,
        marking=one.marking,
        deadline=date_words(one.deadline),
        readers=one.readers,
        facts=[
            gettext("What it is: %(what)s", what=one.says["title"]),
            gettext(
                "A good practice that is not published yet. Round %(number)s.", number=one.count
            ),
            gettext(NOT_HERE),
        ],
        how=gettext(HOW),
        language=one.spoken,
        author=AUTHOR,
        moment=one.at,
    )


def _field(text: Text, one: Round, place: int, field: Field) -> str:
    """Return a field: its heading, which carries its mark, its guidance, and what it says."""
    label = gettext(field.label)
    more = "<w:pageBreakBefore/>" if place == 0 else ""
    mark = text.place(mark_of(one.matter.id, place))
    heading = line(label, "Frame", more, before=mark)
    return heading + line(field.guidance, "Front") + _said(text, field, one.says[field.name])


def _said(text: Text, field: Field, said: str) -> str:
    if field.shape == Shape.PROSE:
        return _prose(text, parse(said, COMMENT).nodes) or paragraph("")
    return "".join(paragraph(run_of(one), rtl=from_the_right(one)) for one in said.split("\n"))


def _prose(text: Text, nodes: Sequence[Node]) -> str:
    return "".join(_node(text, one) for one in nodes)


def _node(text: Text, node: Node) -> str:
    if node.tag in HEADINGS:
        level = int(node.tag[1])
        return paragraph(text.runs(node.runs), f"Heading{level}", rtl=from_the_right(node.text))
    return text.blocks([node])
