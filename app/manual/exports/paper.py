"""An edition as data for the press: what the template sets as headings, lists, tables, notes."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.core.i18n import gettext
from app.manual.exports.book import Book, Place
from app.manual.figures.drawing import media_of
from app.manual.rules import TITLE
from app.manual.values import ChapterHead, ChapterText
from app.press.printing import Printed, printed
from app.press.shapes import from_the_right
from app.text.figures import size_of
from app.text.inline import Run
from app.text.labels import FigureWords
from app.text.tree import LEAVES, Node, parse

TEMPLATE = "manual"
_HEADINGS = {"h1": 2, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_MARKS = frozenset({"strong", "em", "code"})
_PAGE = "{}"
MOST_DRAWN = 24 * 2**20
"""Bytes of the pictures of a chapter; what goes beyond is said to be missing, and the file made."""
_WIDE, _HIGH = 459, 560
"""Points of a page."""


def write(book: Book) -> Printed:
    """Return the PDF; whoever calls speaks the language of the text.

    Raises:
        NotPrinted: when the press could not make it.
    """
    return printed(TEMPLATE, data_of(book), book.edition.published_at)


def data_of(book: Book) -> Mapping[str, Any]:
    """Return what the template needs."""
    edition = book.edition
    mark = gettext(
        "%(title)s, edition %(number)s", title=gettext(TITLE), number=str(edition.number)
    )
    return {
        "language": edition.language,
        "title": book.title,
        "author": book.author,
        "mark": mark,
        "stated": book.stated,
        "check": gettext("SHA-256 of the text of the edition: %(hash)s", hash=edition.hash),
        "hash": f"sha256:{edition.hash}",
        "address": book.address,
        "href": book.address,
        "whole": book.whole,
        "contents": gettext("Contents"),
        "onpage": gettext("(page %(page)s)", page=_PAGE),
        "unprinted": gettext("These signs have no shape in the fonts of this document:"),
        "parts": [_part(book, head, text) for head, text in book.parts],
    }


def _part(book: Book, head: ChapterHead, text: ChapterText) -> Mapping[str, Any]:
    trees = [parse(block.source) for block in text.blocks]
    writer = _Writer(book, head.slug)
    for tree in trees:
        for note in tree.notes:
            writer.definitions.setdefault(note.detail, note)
    blocks: list[Mapping[str, Any]] = []
    level = 1
    for block, tree in zip(text.blocks, trees, strict=True):
        number = text.numbers.get(block.id or "", "")
        first = tree.nodes[0] if tree.nodes else Node("p")
        if first.tag in _HEADINGS:  # a level is never left out: PDF/UA refuses that
            level = min(_HEADINGS[first.tag], level + 1)
        blocks.append(
            {
                "at": block.id or "",
                "number": number,
                "level": level if first.tag in _HEADINGS else 0,
                "nodes": [writer.node(node) for node in tree.nodes],
            }
        )
    return {
        "at": Place(head.slug).name,
        "title": f"{head.number} {head.title}",
        "lead": head.readers,
        "blocks": blocks,
    }


@dataclass(slots=True)
class _Writer:
    """Writes the nodes of a chapter; a note is written where its mark first stands."""

    book: Book
    slug: str
    definitions: dict[str, Node] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    within_note: bool = False
    drawn: int = 0

    def node(self, node: Node) -> Mapping[str, Any]:
        """Return a node with all that is in it."""
        if node.tag == "pre":
            return {"tag": "pre", "lines": node.text.split("\n")}
        if node.tag == "table":
            rows = [row for part in node.children for row in part.children]
            return {
                "tag": "table",
                "rows": [[self._runs(c.runs) for c in r.children] for r in rows],
            }
        if node.tag == "figure":
            return self._figure(node)
        if node.tag in LEAVES:
            tag = "hr" if node.tag == "hr" else "p"
            return {"tag": tag, "right": from_the_right(node.text), "runs": self._runs(node.runs)}
        return {
            "tag": node.tag,
            "first": int(node.detail or 1) if node.tag == "ol" else 1,
            "right": from_the_right(next((leaf.text for leaf in node.leaves()), "")),
            "nodes": [self.node(child) for child in node.children],
        }

    def _figure(self, node: Node) -> Mapping[str, Any]:
        """Return a picture with what stands below it, or that it is missing and what it shows."""
        parts = {part.tag: part for part in node.children}
        words, said = parts["img"].text, FigureWords.spoken(gettext)
        content = self.book.pictures.get(node.detail, b"")
        self.drawn += len(content)
        shown = content if self.drawn <= MOST_DRAWN else b""
        credit = parts["credit"].text if "credit" in parts else ""
        return {
            "tag": "figure",
            "picture": _drawing(node.detail, shown) if shown else "",
            "points": _points(node.detail),
            "alt": words or "–",
            "missing": said.missing % {"words": words},
            "right": from_the_right(words),
            "runs": self._runs(parts["figcaption"].runs) if "figcaption" in parts else [],
            "credit": said.credit % {"source": credit} if credit else "",
        }

    def _runs(self, runs: Sequence[Run]) -> list[Mapping[str, Any]]:
        return [self._run(run) for run in runs]

    def _run(self, run: Run) -> Mapping[str, Any]:
        if run.atom == "br":
            return {"tag": "br"}
        if run.atom == "note":
            return self._note(run)
        href = next((detail for tag, detail in run.marks if tag == "a"), "")
        leads = self.book.follow(href) if href else None
        marks = sorted({tag for tag, _ in run.marks} & _MARKS)
        said = {"tag": "text", "marks": marks, "words": run.text}
        if isinstance(leads, Place):
            return {**said, "tag": "ref", "at": leads.name}
        return said if leads is None else {**said, "tag": "link", "href": leads}

    def _note(self, run: Run) -> Mapping[str, Any]:
        label = run.marks[-1][1]
        definition = self.definitions.get(label)
        if definition is None or self.within_note:
            return {"tag": "text", "marks": [], "words": run.text}
        order = list(self.definitions).index(label)
        at = f"n-{self.slug}-{order}"
        if label in self.seen:
            return {"tag": "again", "at": at}
        self.seen.add(label)
        self.within_note = True
        nodes = [self.node(child) for child in definition.children]
        self.within_note = False
        return {"tag": "note", "at": at, "nodes": nodes}


def _drawing(name: str, content: bytes) -> str:
    """Return a picture as a drawing, which is text: the press takes nothing else."""
    width, height = size_of(name)
    points = b64encode(content).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}"><image width="{width}" height="{height}"'
        f' href="data:{media_of(name)};base64,{points}"/></svg>'
    )


def _points(name: str) -> int:
    """Return how wide a picture is on paper."""
    width, height = size_of(name)
    return max(1, int(min(width * 0.75, _WIDE, _HIGH * width / height)))
