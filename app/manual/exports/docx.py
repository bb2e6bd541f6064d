"""An edition as a DOCX: real headings, lists, tables and footnotes; written by hand."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from app.core import i18n
from app.core.i18n import gettext
from app.manual.exports.book import Book
from app.manual.values import ChapterHead, ChapterText
from app.papers.places import Place
from app.papers.writing import parts
from app.papers.writing.runs import paragraph, run_of
from app.papers.writing.styles import numbering, styles
from app.papers.writing.text import Text
from app.papers.writing.xml import archive
from app.press.shapes import from_the_right
from app.text.blocks import Block
from app.text.tree import Node, Tree, parse

NOTHING: Mapping[str, str] = MappingProxyType({})
_HEADINGS = {"h1": 2, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}


def write(book: Book) -> bytes:
    """Return the document; whoever calls speaks the language of the text."""
    order = {head.slug: n for n, (head, _) in enumerate(book.parts, 1)}

    def anchor(place: Place) -> str:
        return place.block or f"c{order[place.slug]}"

    text = Text(book.follow, anchor, book.pictures)
    chapters = [_chapter(text, head, written) for head, written in book.parts]
    front = _front(book, text)
    right = i18n.direction(book.edition.language) == "rtl"
    sections = parts.SECTION.format(right="<w:bidi/>" if right else "")
    # a section ends in the last paragraph that has its properties; the last one in the body
    body = "".join(f"<w:p><w:pPr>{sections}</w:pPr></w:p>{chapter}" for chapter in chapters)
    edition = book.edition
    about = parts.About(book.title, book.author, edition.language, edition.published_at)
    stated = f"{book.title}, {book.stated}, sha256:{edition.hash}"
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": parts.content_types(),
        "_rels/.rels": parts.RELATIONS,
        "docProps/core.xml": parts.properties(about),
        "word/document.xml": parts.document(front + body + sections),
        "word/styles.xml": styles(book.edition.language),
        "word/numbering.xml": numbering(text.ordered),
        "word/footnotes.xml": parts.footnotes(text.notes.written),
        "word/settings.xml": parts.SETTINGS,
        "word/footer1.xml": parts.footer(stated),
        "word/_rels/document.xml.rels": parts.related(text.links, parts.of_document()),
        "word/_rels/footnotes.xml.rels": parts.related(text.notes.links, ""),
    }
    files |= {f"word/media/{name}": book.pictures[name] for name in text.links.pictures}
    return archive(files)


def _front(book: Book, text: Text) -> str:
    """Return the first page: what it is, where it stands, how it is checked, what is in it."""
    address = text.linked(run_of(book.address, '<w:rStyle w:val="Hyperlink"/>'), book.address)
    lines = [
        paragraph(run_of(book.title), "Title", rtl=from_the_right(book.title)),
        paragraph(run_of(book.stated), "Front"),
        paragraph(address, "Front"),
        paragraph(run_of(book.checked), "Front"),
    ]
    if book.whole:
        lines.append(paragraph(run_of(gettext("Contents")), "Contents"))
        lines += [_entry(text, head) for head, _ in book.parts]
    return "".join(lines)


def _entry(text: Text, head: ChapterHead) -> str:
    where = text.anchor(Place(head.slug))
    page = (
        '<w:r><w:tab/></w:r><w:fldSimple w:instr=" PAGEREF '
        f'{where} \\h "><w:r><w:t>·</w:t></w:r></w:fldSimple>'
    )
    inside = run_of(f"{head.number} {head.title}") + page
    return paragraph(text.linked(inside, Place(head.slug)), "Contents1")


def _chapter(text: Text, head: ChapterHead, written: ChapterText) -> str:
    title = run_of(f"{head.number} {head.title}")
    out = [
        paragraph(
            text.place(text.anchor(Place(head.slug)), title),
            "Heading1",
            rtl=from_the_right(head.title),
        ),
        paragraph(run_of(head.readers), "Lead", rtl=from_the_right(head.readers)),
    ]
    return "".join([*out, blocks(text, written.blocks, written.numbers)])


def blocks(
    text: Text,
    written: Sequence[Block],
    numbers: Mapping[str, str],
    above: Mapping[str, str] = NOTHING,
) -> str:
    """Return the blocks of a chapter, or some of them; their notes count from one.

    ``above`` is what is said above a block without being text of it, by its id.
    """
    trees = [parse(block.source) for block in written]
    notes: dict[str, Node] = {}
    for tree in trees:
        for note in tree.notes:
            notes.setdefault(note.detail, note)
    text.notes.begin(notes)
    return "".join(
        _said(above.get(block.id or "", ""))
        + _block(text, block, tree, numbers.get(block.id or "", ""))
        for block, tree in zip(written, trees, strict=True)
    )


def _said(line: str) -> str:
    return paragraph(run_of(line, "<w:i/>"), "Above", rtl=from_the_right(line)) if line else ""


def _block(text: Text, block: Block, tree: Tree, number: str) -> str:
    if not tree.nodes:
        return ""
    first: Node = tree.nodes[0]
    place = text.place(block.id) if block.id else ""
    if first.tag in _HEADINGS:
        style = f"Heading{_HEADINGS[first.tag]}"
        return paragraph(place + text.runs(first.runs), style, rtl=from_the_right(first.text))
    mark = place + (run_of(number, '<w:rStyle w:val="Number"/>') if number else "")
    if first.tag == "p" and len(tree.nodes) == 1:
        space = run_of("\u2002") if number else ""
        inside = mark + space + text.runs(first.runs)
        return paragraph(inside, rtl=from_the_right(first.text))
    return (paragraph(mark, "Above") if mark else "") + text.blocks(tree.nodes)
