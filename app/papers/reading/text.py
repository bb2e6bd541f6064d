"""A Word document as Markdown: headings, lists, tables, notes; what else it holds is told."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.papers.reading.figures import CAPTION, CREDIT, Figure
from app.papers.reading.lines import Lines, on_one_line
from app.papers.reading.looks import CONTINUED, PREFORMATTED, RULE, TITLE, Item, Looks
from app.papers.reading.marks import NEW_LINE
from app.papers.reading.parts import Element, Parts, TooMuch, W, read
from app.papers.reading.runs import PUT_IN, TAKEN_OUT
from app.papers.reading.settled import settled
from app.papers.reading.told import Lost, Told, Tracked

Written = tuple[str, bool]
"""A block, and whether it goes on the one before it line by line."""

_DEEPEST = 6
_SECTION = 2
"""The level of a chapter's own headings."""
_PARAGRAPH, _TABLE = f"{W}p", f"{W}tbl"
_SILENT = frozenset(
    f"{W}{name}"
    for name in (
        "sectPr", "bookmarkStart", "bookmarkEnd", "proofErr", "permStart", "permEnd",
        "commentRangeStart", "commentRangeEnd",
    )
)  # fmt: skip
_STEP = " " * 4
MOST_CELLS = 20_000


@dataclass(frozen=True, slots=True)
class FromWord:
    """A chapter's text without the tracked changes and with them, and what the editor must know.

    Where there are no changes both texts are the same. ``pictures`` are named in figures of both.
    """

    text: str
    changed: str
    lines: Sequence[str]
    tracked: Sequence[Tracked]
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def from_word(content: bytes, labels: Mapping[str, str]) -> FromWord:
    """Return the text of a document; ``labels`` are those of the chapter's notes, by their text.

    Raises:
        NoWord, TooMuch: it cannot be read, or holds more than a chapter can.
    """
    parts = read(content)
    told = Told()
    text = TextReader(parts, told, Lines(parts, told, labels, accept=False)).text()
    changed = text
    if told.tracked:
        again = Told()
        changed = TextReader(parts, again, Lines(parts, again, labels, accept=True)).text()
    return FromWord(text, changed, told.lines(), told.tracked, parts.pictures)


@dataclass(slots=True)
class TextReader:
    """Reads the body once, block by block; ``indents`` are the lists that are open."""

    parts: Parts
    told: Told
    lines: Lines
    looks: Looks = field(init=False)
    raised: int = 0
    code: bool = False
    indents: list[tuple[str, int, int]] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.looks = Looks.of(self.parts)

    def text(self) -> str:
        """Return the whole text."""
        comments = self.parts.others["comments"]
        for one in () if comments is None else comments.iterchildren(f"{W}comment"):
            self.told.lose(Lost.COMMENT, "".join(t.text or "" for t in one.iter(f"{W}t")))
        body = self.body()
        elements = self._without_title([e for e in flat(body) if self.kept(e)])
        levels = [level for e in elements if e.tag == _PARAGRAPH and (level := self.looks.level(e))]
        self.raised = _SECTION - min(levels, default=_SECTION)
        blocks = [written for e in elements for written in self.blocks(e)]
        ends = ((self.lines.notes().strip(), False), *self.drawn())
        return put_together([*blocks, *ends])

    def body(self) -> Element:
        """Return the body as it is without the tracked changes, or with them."""
        return settled(self.parts.body, self.told, accept=self.lines.accept)

    def kept(self, element: Element) -> bool:
        """Tell whether an element is text; what else it holds is told."""
        if element.tag == _PARAGRAPH:
            titled = self.looks.style(element) == TITLE
            if titled:
                self.told.lose(Lost.TITLE, self.lines.line(element))
            return not titled and not self.looks.left_out(element)
        if element.tag != _TABLE and element.tag not in _SILENT:
            self.told.lose(Lost.OTHER)
        return bool(element.tag == _TABLE)

    def _without_title(self, elements: list[Element]) -> list[Element]:
        """Leave out a title: the only heading of the first level, before every other heading."""
        heads = [e for e in elements if e.tag == _PARAGRAPH and self.looks.level(e)]
        first = [e for e in heads if self.looks.level(e) == 1]
        if len(first) != 1 or len(heads) == 1 or first[0] is not heads[0]:
            return elements
        self.told.lose(Lost.TITLE, self.lines.line(first[0]))
        return [e for e in elements if e is not first[0]]

    def blocks(self, element: Element) -> Iterator[Written]:
        """Give a block, at last; the notes of a list stand after it."""
        style = self.looks.style(element) if element.tag == _PARAGRAPH else ""
        item = self.looks.item(element) if element.tag == _PARAGRAPH else None
        if style in {CAPTION, CREDIT} and self.figures:
            self.figures[-1].below(
                style, on_one_line(self.lines.line(element)) + self.lines.notes()
            )
            return
        if item is None and not (self.indents and style == CONTINUED):
            yield self.lines.notes().strip(), False
            yield from self.drawn()
            self.indents.clear()
        goes_on, self.code = self.code, style == PREFORMATTED
        if self.code:
            yield _STEP + self.lines.raw(element), goes_on
        elif style == RULE:
            yield "---", False
        elif element.tag == _TABLE:
            yield self._table(element), False
        elif line := self.lines.line(element):
            yield self.listed(item, line) if item else (self._paragraph(element, line), False)
        self.figures += [Figure(*one) for one in self.lines.inside.pictures]
        self.lines.inside.pictures = []

    def drawn(self) -> Iterator[Written]:
        """Give the pictures since the last block, each a figure of its own."""
        found, self.figures = self.figures, []
        yield from ((one.markdown, False) for one in found)

    def _paragraph(self, element: Element, line: str) -> str:
        if level := self.looks.level(element):
            depth = min(level + self.raised, _DEEPEST)
            return f"{'#' * depth} {on_one_line(line)}{self.lines.notes()}"
        if self.indents:
            space = _STEP * len(self.indents)
            return space + line.replace(NEW_LINE, NEW_LINE + space)
        if self.looks.quoted(element):
            line = "> " + line.replace(NEW_LINE, "\n> ")
        return line + self.lines.notes()

    def listed(self, item: Item, line: str) -> Written:
        """Return an item of a list below those that are open."""
        goes_on = bool(self.indents)
        while self.indents and self.indents[-1][1] > item.level:
            self.indents.pop()
        if self.indents and self.indents[-1][1] == item.level and self.indents[-1][0] != item.key:
            self.indents.pop()
            goes_on = bool(self.indents)
        if not self.indents or self.indents[-1][1] < item.level:
            self.indents.append((item.key, item.level, item.first))
            goes_on = goes_on and (not item.ordered or item.first == 1)  # else words go on
        key, level, number = self.indents[-1]
        self.indents[-1] = (key, level, number + 1)
        mark = f"{number}. " if item.ordered else "- "
        space = _STEP * (len(self.indents) - 1)
        body = line.replace(NEW_LINE, NEW_LINE + space + " " * len(mark))
        return f"{space}{mark}{body}", goes_on

    def _table(self, table: Element) -> str:
        if table.find(f".//{W}tbl") is not None:
            self.told.lose(Lost.TABLE)
        if table.find(f".//{W}vMerge") is not None or table.find(f".//{W}gridSpan") is not None:
            self.told.lose(Lost.MERGED)
        rows = [[c for c in flat(r) if c.tag == f"{W}tc"] for r in table.iterchildren(f"{W}tr")]
        filled = [cells for row in rows if any(cells := [self._cell(cell) for cell in row])]
        if not filled:
            return ""
        wide = max(map(len, filled))
        if wide * len(filled) > MOST_CELLS:
            raise TooMuch
        first, *others = ([*row, *[""] * (wide - len(row))] for row in filled)
        lines = [_row(first), _row(["---"] * wide), *map(_row, others)]
        return NEW_LINE.join(lines) + self.lines.notes()

    def _cell(self, cell: Element) -> str:
        lines = [self.lines.line(one) for one in cell.iter(f"{W}p")]
        return " ".join(on_one_line(line) for line in lines if line)


def flat(parent: Element) -> Iterator[Element]:
    """Give children, and what stands in containers that only hold content."""
    for child in parent:
        if child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}customXml", *PUT_IN, *TAKEN_OUT}:
            yield from flat(child)
        elif child.tag not in {f"{W}sdtPr", f"{W}sdtEndPr"}:
            yield child


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def put_together(blocks: Sequence[Written]) -> str:
    """Join blocks by an empty line, the items of one list line by line."""
    said = [block for block in blocks if block[0]]
    gaps = (NEW_LINE if goes_on else "\n\n" if n else "" for n, (_, goes_on) in enumerate(said))
    return "".join(gap + written for gap, (written, _) in zip(gaps, said, strict=True)) + NEW_LINE
