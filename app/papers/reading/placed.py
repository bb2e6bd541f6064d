"""A Word document that the portal wrote itself: its blocks by their ids, and what was noted there.

Each block's id stands in the document as a hidden bookmark at its beginning. What came to stand in
between has none.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.papers.reading.figures import CAPTION, CREDIT, told_by_bytes
from app.papers.reading.lines import Lines
from app.papers.reading.looks import Item
from app.papers.reading.parts import Element, W, read
from app.papers.reading.runs import value
from app.papers.reading.text import TextReader, Written, flat, put_together
from app.papers.reading.told import Lost, Told, Tracked
from app.text.blocks import Block, split

Best = Callable[[Sequence[str], str], str]
"""Which of the ids that stand at one block is the id of a block that says this."""

MOST_COMMENTS = 500
LONGEST_COMMENT = 2_000
LONGEST_WHO = 100


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment of the document: by whom, and what it says."""

    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Placed:
    """What a document says in one of its two states.

    ``marks`` are the ids that it still has, ``comments`` and ``tracked`` what stands at each id;
    what stands before every id, or at none, stands at "".
    """

    blocks: Sequence[Block]
    marks: frozenset[str]
    comments: Mapping[str, Sequence[Comment]]
    tracked: Mapping[str, Sequence[Tracked]]


@dataclass(frozen=True, slots=True)
class Both:
    """A document with its tracked changes not made, and made; told is what was not understood."""

    plain: Placed
    changed: Placed
    lines: Sequence[str]

    @property
    def tracks(self) -> bool:
        """Whether it holds tracked changes."""
        return any(self.plain.tracked.values())


@dataclass(frozen=True, slots=True)
class Known:
    """What went out: the labels of its notes by their text, its ids, and which are figures.

    ``best`` tells which of several ids that stand at one block is its own, ``named`` what a picture
    is called by its bytes.
    """

    labels: Mapping[str, str]
    ids: frozenset[str]
    figures: frozenset[str]
    best: Best
    named: Callable[[bytes], str]


def read_placed(content: bytes, known: Known) -> Both:
    """Return what a document says, with pictures under the names that their bytes make.

    Raises:
        NoWord, TooMuch: it cannot be read, or holds more than a chapter can.
        TextTooLong, TextTooIntricate: it costs more than a text may.
    """
    parts = read(content)
    told = Told()
    lines = Lines(parts, told, known.labels, accept=False)
    plain = _PlacedReader(parts, told, lines, known=known).placed()
    changed = plain
    if told.tracked:
        again = Told()
        lines = Lines(parts, again, known.labels, accept=True)
        changed = _PlacedReader(parts, again, lines, known=known).placed()
    told.lost.pop(Lost.LINK, None)  # links that went out are put back, see ``relinked``
    return Both(plain, changed, told.lines())


@dataclass(slots=True)
class _PlacedReader(TextReader):
    """Reads the body once; ``here`` is the id of the block that was read last."""

    known: Known = field(kw_only=True)
    here: str = ""
    waiting: list[str] = field(default_factory=list)
    marks: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    comments: dict[str, list[Comment]] = field(default_factory=dict)
    tracked: dict[str, list[Tracked]] = field(default_factory=dict)
    noted: Mapping[str, Comment] = field(default_factory=dict)

    def placed(self) -> Placed:
        """Return the blocks with their ids."""
        self.noted = comments_of(self.parts.others["comments"])
        written: list[Written] = []
        body = self.body()
        self._gather(0)  # changes of whole blocks are told before any block is read
        for element in flat(body):
            written += self._placed(element)
        written += [(self.lines.notes().strip(), False), *self.drawn()]
        text = told_by_bytes(put_together(written), self.parts.pictures, self.known.named)
        blocks = split(text)
        self.here = ""
        self._gather_comments(tuple(self.noted))
        return Placed(blocks, frozenset(self.marks), self.comments, self.tracked)

    def _placed(self, element: Element) -> Sequence[Written]:
        below = self.looks.style(element) in {CAPTION, CREDIT}
        ends = element.tag in {f"{W}p", f"{W}tbl"} and not below
        written = list(self.drawn()) if ends else []  # a figure has an id of its own
        self._mark(element)
        called = called_in(element)
        if not self.kept(element) or (below and self._orphan(element)):
            self._gather_comments(called)
            return written
        if self.waiting:  # a block of its own, also where it looks like the one before
            written.append((self.lines.notes().strip(), False))
            self.indents.clear()
            self.code = False
        before = len(self.told.tracked)
        made = list(self.blocks(element))
        if self.waiting and any(said for said, _ in made):
            said, goes_on = made[-1]
            made[-1] = (f"{{#{self._named(said)}}}\n{said}", goes_on)
        elif self.waiting and self.figures:
            self.figures[0].id = self._named(self.figures[0].words)
        self._gather(before)
        self._gather_comments(called)
        return [*written, *made]

    def _named(self, said: str) -> str:
        """Return the id of a block that says this, and let it be the one that was read last."""
        self.here = self.known.best(self.waiting, said)
        self.waiting.clear()
        return self.here

    def _orphan(self, element: Element) -> bool:
        """Tell whether this stood below a picture that was taken out; then it goes with it."""
        if self.figures or not self.known.figures.intersection(self.waiting):
            return False
        self.told.lose(Lost.BELOW, self.lines.line(element))
        self.lines.notes()
        return True

    def listed(self, item: Item, line: str) -> Written:
        """Return an item; within one block numbers go on, whatever list Word counts them in."""
        return TextReader.listed(self, replace(item, key=str(item.ordered)), line)

    def _mark(self, element: Element) -> None:
        """Note the ids that stand in an element, or are one."""
        for mark in element.iter(f"{W}bookmarkStart"):
            name = value(mark, "name")
            if name in self.known.ids and name not in self.marks:
                self.marks.add(name)
                self.waiting.append(name)

    def _gather(self, before: int) -> None:
        new = self.told.tracked[before:]
        if new:
            self.tracked.setdefault(self.here, []).extend(new)

    def _gather_comments(self, called: Sequence[str]) -> None:
        """Let comments stand at the block that was read last."""
        for key in called:
            if key in self.noted and key not in self.used:
                self.used.add(key)
                self.comments.setdefault(self.here, []).append(self.noted[key])


def called_in(element: Element) -> list[str]:
    """Return the comments that begin or stand in an element, in order, each once."""
    marks = element.iter(f"{W}commentRangeStart", f"{W}commentReference")
    return list(dict.fromkeys(value(mark, "id") for mark in marks))


def comments_of(root: Element | None) -> dict[str, Comment]:
    """Return the comments of a document by their number, not more than a page can show."""
    every = () if root is None else root.iterchildren(f"{W}comment")
    found: dict[str, Comment] = {}
    for one in every:
        if len(found) >= MOST_COMMENTS:
            break
        said = "\n".join(_words(line) for line in one.iter(f"{W}p")).strip()
        if said:
            who = value(one, "author")[:LONGEST_WHO]
            found[value(one, "id")] = Comment(who, said[:LONGEST_COMMENT])
    return found


def _words(line: Element) -> str:
    return "".join(one.text or "" for one in line.iter(f"{W}t"))
