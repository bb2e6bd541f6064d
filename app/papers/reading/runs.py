"""What stands inside a paragraph of Word: text under its marks, notes, and tracked changes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from app.papers.reading.marks import NEW_LINE, Piece
from app.papers.reading.parts import Element, Parts, R, TooMuch, W
from app.papers.reading.told import LONGEST_TRACKED, Lost, Told
from app.text.links import public

_THROUGH = {f"{W}{n}" for n in ("smartTag", "sdtContent", "fldSimple", "customXml", "bdo", "dir")}
PUT_IN = {f"{W}ins", f"{W}moveTo"}
TAKEN_OUT = {f"{W}del", f"{W}moveFrom"}
_PICTURES = {f"{W}{n}" for n in ("drawing", "pict", "object")}
_TEXTS = {f"{W}t", f"{W}delText"}
_SIGNS = {f"{W}tab": " ", f"{W}noBreakHyphen": "‑", f"{W}softHyphen": "", f"{W}cr": NEW_LINE}
_NOTES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_SILENT = frozenset(
    f"{W}{name}"
    for name in (
        "pPr", "rPr", "proofErr", "lastRenderedPageBreak", "fldChar", "delInstrText",
        "footnoteRef", "endnoteRef", "annotationRef", "commentReference", "separator",
        "continuationSeparator", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "fldData",
    )
)  # fmt: skip
"""What says nothing of its own; anything else that is not read is told."""
MOST_NOTES = 2_000
DEEPEST = 40
"""Parts within parts of one paragraph; Word makes fewer than ten."""
_DIGITS = 8
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_SAID = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_KEY = re.compile(r"\w{1,40}")
MOST_OF_DRAWING = 50
_LINKING = "HYPERLINK"
OFF = frozenset({"0", "false", "none", "off"})
NUMBER = "paragraph number"
"""The style of the paragraph numbers in the portal's own documents; they are no text."""


def value(element: Element | None, name: str = "val") -> str:
    """Return an attribute of Word's own, nothing where there is none."""
    return "" if element is None else str(element.get(f"{W}{name}", ""))


def number(said: str, otherwise: int) -> int:
    """Return a number of Word's own, ``otherwise`` where it is none that a document needs."""
    return int(said) if said.isdecimal() and len(said) <= _DIGITS else otherwise


def text_within(element: Element) -> str:
    """Return the beginning of what stands in an element, longer than a change is told."""
    found = ""
    for one in islice(element.iter(*_TEXTS), LONGEST_TRACKED + 1):
        found += (one.text or "")[: LONGEST_TRACKED + 1]
        if len(found) > LONGEST_TRACKED:
            break
    return found


def numbers_of(parts: Parts) -> frozenset[str]:
    """Return the names by which a document has the style of paragraph numbers."""
    styles = parts.others["styles"]
    every = () if styles is None else styles.iter(f"{W}style")
    named = (one for one in every if value(one.find(f"{W}name")).lower() == NUMBER)
    return frozenset(value(one, "styleId") for one in named)


@dataclass(slots=True)
class Inside:
    """Reads paragraphs; ``accept`` says whether tracked changes count as made.

    ``pictures`` gathers those that stand in them: their words, and the names they are known by.
    """

    parts: Parts
    told: Told
    accept: bool
    part: str = "document"
    notes: list[tuple[str, str]] = field(default_factory=list)
    pictures: list[tuple[str, str]] = field(default_factory=list)
    called: int = 0
    depth: int = 0
    numbers: frozenset[str] = frozenset()

    def pieces(self, paragraph: Element) -> list[Piece]:
        """Return the text of a paragraph; ``notes`` gathers the notes that it calls."""
        return list(self._within(paragraph, ""))

    def _within(self, element: Element, href: str) -> Iterator[Piece]:
        self.depth += 1
        if self.depth > DEEPEST:
            raise TooMuch
        for child in element:
            yield from self._one(child, href)
        self.depth -= 1

    def _one(self, child: Element, href: str) -> Iterator[Piece]:
        tag = child.tag
        if tag == f"{W}r":
            yield from self._run(child, href)
        elif tag in PUT_IN or tag in TAKEN_OUT:
            yield from self._tracked(child, href)
        elif tag == f"{W}hyperlink":
            yield from self._within(child, self._address(child))
        elif tag in _THROUGH:
            yield from self._within(child, href)
        elif tag == f"{W}sdt":
            for content in child.iterchildren(f"{W}sdtContent"):
                yield from self._within(content, href)
        else:
            self._left(child)

    def _left(self, child: Element) -> None:
        """Tell of what is not read, unless it says nothing of its own."""
        tag = str(child.tag)
        if tag.startswith(_MATHS):
            self.told.lose(Lost.EQUATION)
        elif tag in _PICTURES or tag == _CHOICE:
            if not self._picture(child):
                self.told.lose(Lost.PICTURE)
        elif tag == f"{W}instrText":
            if _LINKING in (child.text or ""):
                self.told.lose(Lost.LINK)
        elif tag not in _SILENT and not tag.endswith(("Start", "End")):
            self.told.lose(Lost.OTHER)

    def _picture(self, child: Element) -> bool:
        """Note the picture of a drawing; return whether there is one that can be read."""
        keys = [one.get(f"{R}embed", "") for one in islice(child.iter(_BLIP), MOST_OF_DRAWING)]
        found = [key for key in keys if key in self.parts.pictures and _KEY.fullmatch(key)]
        if not found or self.part != "document" or len(self.pictures) >= MOST_NOTES:
            return False
        words = next((one.get("descr", "") for one in child.iter(_SAID) if one.get("descr")), "")
        self.pictures.append((words[:LONGEST_TRACKED], found[0]))
        return True

    def _tracked(self, child: Element, href: str) -> Iterator[Piece]:
        inserted = child.tag in PUT_IN
        self.told.track(text_within(child), value(child, "author"), inserted=inserted)
        if inserted == self.accept:
            yield from self._within(child, href)

    def _address(self, link: Element) -> str:
        """Return where a link leads, nothing where the manual does not lead there."""
        found = self.parts.link(self.part, link.get(f"{R}id", ""))
        if found and public(found) and not found.startswith(("/", "#")):
            return found
        self.told.lose(Lost.LINK, "".join(t.text or "" for t in link.iter(f"{W}t")))
        return ""

    def _run(self, run: Element, href: str) -> Iterator[Piece]:
        look = run.find(f"{W}rPr")
        style = value(look.find(f"{W}rStyle")) if look is not None else ""
        if style in self.numbers:
            return
        shape = Piece(
            "", strong=_on(look, "b"), slanted=_on(look, "i"), code=style == "Code", href=href
        )
        for child in run:
            if child.tag in _TEXTS:
                yield replace(shape, text=(child.text or "").replace("\u2002", " "))
            elif child.tag in _SIGNS:
                yield replace(shape, text=_SIGNS[child.tag])
            else:
                yield from self._other(child, shape)

    def _other(self, child: Element, shape: Piece) -> Iterator[Piece]:
        """Give a break, a note, or words below their reading; tell of the rest."""
        if child.tag == f"{W}br":
            yield replace(shape, text=" " if value(child, "type") else NEW_LINE)
        elif child.tag in _NOTES:
            self.called += 1
            if self.called > MOST_NOTES:
                raise TooMuch
            self.notes.append((_NOTES[child.tag], value(child, "id")))
            yield Piece(f"\0{len(self.notes) - 1}\0", raw=True)
        elif child.tag == f"{W}ruby":
            for base in child.iterchildren(f"{W}rubyBase"):
                yield from self._within(base, shape.href)
        else:
            self._left(child)


def _on(look: Element | None, name: str) -> bool:
    found = None if look is None else look.find(f"{W}{name}")
    return found is not None and value(found) not in OFF
