"""An edition as data for the press: what the template sets as headings, lists, tables, notes."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.core.i18n import gettext
from app.manual.exports.book import Book
from app.manual.figures.drawing import media_of
from app.manual.rules import TITLE
from app.manual.values import ChapterHead, ChapterText
from app.papers.nodes import HEADINGS, Nodes
from app.papers.places import Place
from app.press.printing import Printed, printed
from app.text.figures import size_of
from app.text.tree import Node, parse

TEMPLATE = "manual"
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
    writer = _Writer(book.follow, head.slug, pictures=book.pictures)
    for tree in trees:
        for note in tree.notes:
            writer.definitions.setdefault(note.detail, note)
    blocks: list[Mapping[str, Any]] = []
    level = 1
    for block, tree in zip(text.blocks, trees, strict=True):
        number = text.numbers.get(block.id or "", "")
        first = tree.nodes[0] if tree.nodes else Node("p")
        if first.tag in HEADINGS:  # a level is never left out: PDF/UA refuses that
            level = min(HEADINGS[first.tag], level + 1)
        blocks.append(
            {
                "at": block.id or "",
                "number": number,
                "level": level if first.tag in HEADINGS else 0,
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
class _Writer(Nodes):
    """Writes the nodes of a chapter with its pictures."""

    pictures: Mapping[str, bytes] = field(default_factory=dict)
    drawn: int = 0

    def drawing(self, name: str) -> tuple[str, int]:
        """Return a picture as a drawing and how wide it is on paper; empty where there is none."""
        content = self.pictures.get(name, b"")
        self.drawn += len(content)
        shown = content if self.drawn <= MOST_DRAWN else b""
        return _drawing(name, shown) if shown else "", _points(name)


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
