"""The small parts of a DOCX: runs, paragraphs, and what is counted over the whole document."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.papers.writing.xml import escaped
from app.press.shapes import from_the_right
from app.text.tree import Node

FIRST_NOTE = 2
"""The numbers below belong to the lines that stand above notes."""


@dataclass(slots=True)
class Links:
    """Addresses outside the document, and its pictures, by the name that its parts know."""

    names: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)

    def name(self, address: str) -> str:
        """Return the name of an address."""
        return self.names.setdefault(address, f"l{len(self.names) + 1}")

    def picture(self, name: str) -> str:
        """Return the name of a picture within the document."""
        return self.pictures.setdefault(name, f"f{len(self.pictures) + 1}")


@dataclass(slots=True)
class Footnotes:
    """The notes of the document so far, and those of the chapter that is written."""

    links: Links = field(default_factory=Links)
    written: list[str] = field(default_factory=list)
    definitions: Mapping[str, Node] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    chapter: int = 0

    def begin(self, definitions: Mapping[str, Node]) -> None:
        """Begin another chapter: its notes count from one."""
        self.chapter, self.definitions, self.numbers = self.chapter + 1, definitions, {}

    def place(self, number: int) -> str:
        """Return the name of the place where a note of the chapter is first called."""
        return f"r{self.chapter}_{number}"


def paragraph(inside: str, style: str = "", more: str = "", *, rtl: bool = False) -> str:
    """Return a paragraph of some runs."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    look = named + more + ("<w:bidi/>" if rtl else "")
    return f"<w:p>{f'<w:pPr>{look}</w:pPr>' if look else ''}{inside}</w:p>"


def run_of(text: str, look: str = "") -> str:
    """Return a run of text that looks some way."""
    properties = look + ("<w:rtl/>" if from_the_right(text) else "")
    shown = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{shown}<w:t xml:space="preserve">{escaped(text)}</w:t></w:r>'
