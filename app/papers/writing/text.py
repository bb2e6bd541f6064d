"""The text of a DOCX: runs, paragraphs, lists, tables and footnotes from the tree of a block."""

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field

from app.core.i18n import gettext
from app.papers.places import Follow, Place
from app.papers.writing.pictures import drawing
from app.papers.writing.runs import FIRST_NOTE, Footnotes, Links, paragraph, run_of
from app.press.shapes import from_the_right
from app.text.inline import Run
from app.text.labels import FigureWords
from app.text.tree import Node

_MARKS = {"strong": "<w:b/>", "em": "<w:i/>", "code": '<w:rStyle w:val="Code"/>'}
_ORDER = ("code", "strong", "em")
DEEPEST = 8
BULLETS = 1
"""The list of points; numbered lists have one each after it, since each counts anew."""


@dataclass(slots=True)
class Text:
    """Writes nodes one after the other; ``ordered`` holds the first number of each list."""

    follow: Follow
    anchor: Callable[[Place], str]
    pictures: Container[str] = frozenset()
    figures: int = 0
    notes: Footnotes = field(default_factory=Footnotes)
    links: Links = field(default_factory=Links)
    ordered: list[int] = field(default_factory=list)
    within_note: bool = False
    places: int = 0

    def place(self, name: str, inside: str = "") -> str:
        """Return a place that links of the document lead to."""
        self.places += 1
        start = f'<w:bookmarkStart w:id="{self.places}" w:name="{name}"/>'
        return f'{start}{inside}<w:bookmarkEnd w:id="{self.places}"/>'

    def blocks(self, nodes: Sequence[Node], style: str = "", depth: int = 0) -> str:
        """Return the paragraphs of some nodes."""
        return "".join(self._block(node, style, depth) for node in nodes)

    def _block(self, node: Node, style: str, depth: int) -> str:
        match node.tag:
            case "ul" | "ol":
                return self._list(node, depth)
            case "blockquote":
                return self.blocks(node.children, "Quote", depth)
            case "table" | "figure":
                return self._table(node) if node.tag == "table" else self._figure(node)
            case "pre" | "hr":
                return _unmarked(node)
            case _ if node.children:
                return self.blocks(node.children, style, depth)
            case _:
                return paragraph(self.runs(node.runs), style, rtl=from_the_right(node.text))

    def _figure(self, node: Node) -> str:
        """Return a picture with what stands below it, or that it is missing and what it shows."""
        parts = {part.tag: part for part in node.children}
        words, said = parts["img"].text, FigureWords.spoken(gettext)
        inside = run_of(said.missing % {"words": words})
        if node.detail in self.pictures:
            self.figures += 1
            inside = drawing(node.detail, words, self.figures, self.links.picture(node.detail))
        out = [paragraph(inside, "Figure")]
        if caption := parts.get("figcaption"):
            rtl = from_the_right(caption.text)
            out.append(paragraph(self.runs(caption.runs), "Caption", rtl=rtl))
        if credit := parts.get("credit"):
            out.append(paragraph(run_of(said.credit % {"source": credit.text}), "Credit"))
        return "".join(out)

    def _list(self, node: Node, depth: int) -> str:
        number = BULLETS
        if node.tag == "ol":
            self.ordered.append(int(node.detail or 1))
            number = BULLETS + len(self.ordered)
        level = min(depth, DEEPEST)
        return "".join(self._item(item, number, level) for item in node.children)

    def _item(self, item: Node, number: int, level: int) -> str:
        out: list[str] = []
        mark = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        for child in item.children:
            if child.tag in {"p", ""}:
                rtl = from_the_right(child.text)
                style = "ListParagraph" if mark else "ListContinue"
                out.append(paragraph(self.runs(child.runs), style, mark, rtl=rtl))
            else:
                out.append(paragraph("", "ListParagraph", mark) if mark else "")
                out.append(self._block(child, "ListContinue", level + 1))
            mark = ""
        return "".join(out) or paragraph("", "ListParagraph", mark)

    def _table(self, table: Node) -> str:
        rows = [row for part in table.children for row in part.children]
        columns = max(len(row.children) for row in rows)
        grid = "<w:gridCol/>" * columns
        body = "".join(self._row(row, head=n == 0) for n, row in enumerate(rows))
        return (
            '<w:tbl><w:tblPr><w:tblStyle w:val="Table"/><w:tblW w:w="0" w:type="auto"/>'
            '<w:tblLook w:firstRow="1" w:firstColumn="1"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>{paragraph('', 'After')}"
        )

    def _row(self, row: Node, *, head: bool) -> str:
        style = "TableHead" if head else "TableText"
        repeat = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if head else ""
        cells = "".join(
            f"<w:tc>{paragraph(self.runs(c.runs), style, rtl=from_the_right(c.text))}</w:tc>"
            for c in row.children
        )
        return f"<w:tr>{repeat}{cells}</w:tr>"

    def runs(self, runs: Sequence[Run]) -> str:
        """Return marked text; neighbours under one link stand in it together."""
        return "".join(self._marked(run) for run in runs)

    def _marked(self, run: Run) -> str:
        if run.atom == "note":
            return self._note(run.marks[-1][1], run.text)
        if run.atom == "br":
            return "<w:r><w:br/></w:r>"
        marks = {tag for tag, _ in run.marks}
        href = next((detail for tag, detail in run.marks if tag == "a"), "")
        leads = self.follow(href) if href else None
        look = "".join(_MARKS[tag] for tag in _ORDER if tag in marks)
        if leads is None:
            return run_of(run.text, look)
        style = "" if "code" in marks else '<w:rStyle w:val="Hyperlink"/>'
        return self.linked(run_of(run.text, style + look), leads)

    def linked(self, inside: str, leads: Place | str) -> str:
        """Return runs that lead to a place of the document or to an address."""
        if isinstance(leads, Place):
            return f'<w:hyperlink w:anchor="{self.anchor(leads)}">{inside}</w:hyperlink>'
        name = (self.notes.links if self.within_note else self.links).name(leads)
        return f'<w:hyperlink r:id="{name}">{inside}</w:hyperlink>'

    def _note(self, label: str, shown: str) -> str:
        notes = self.notes
        definition = notes.definitions.get(label)
        if definition is None or self.within_note:
            return run_of(shown)
        if label in notes.numbers:  # once more: the number leads to its first place
            number = notes.numbers[label]
            again = run_of(str(number), '<w:vertAlign w:val="superscript"/>')
            return f'<w:hyperlink w:anchor="{notes.place(number)}">{again}</w:hyperlink>'
        notes.numbers[label] = number = len(notes.numbers) + 1
        key = FIRST_NOTE + len(notes.written)
        notes.written.append("")  # its place, before notes inside it could take it
        notes.written[-1] = self._written(key, definition)
        return self.place(
            notes.place(number),
            '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
            f'<w:footnoteReference w:id="{key}"/></w:r>',
        )

    def _written(self, key: int, definition: Node) -> str:
        mark = (
            '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
            + run_of(" ")
        )
        self.within_note = True
        first, *others = definition.children or (Node("p"),)
        if first.tag != "p":
            first, others = Node("p"), list(definition.children)
        body = paragraph(mark + self.runs(first.runs), "FootnoteText")
        body += self.blocks(others, "FootnoteText")
        self.within_note = False
        return f'<w:footnote w:id="{key}">{body}</w:footnote>'


def _unmarked(node: Node) -> str:
    """Return lines as they were typed, or a rule."""
    if node.tag == "hr":
        return paragraph("", "Rule")
    return "".join(paragraph(run_of(line), "Preformatted") for line in node.text.split("\n"))
