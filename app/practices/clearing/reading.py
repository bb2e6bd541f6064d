"""A document that came back, field by field: what stands under each heading that carries a mark."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.papers.reading.lines import Lines
from app.papers.reading.marks import NEW_LINE
from app.papers.reading.parts import Element, Parts, W
from app.papers.reading.placed import Comment, called_in, comments_of
from app.papers.reading.runs import value
from app.papers.reading.text import TextReader, Written, flat, put_together
from app.papers.reading.told import Lost, Told, Tracked
from app.text.markdown import to_text

_PARAGRAPH = f"{W}p"


@dataclass(frozen=True, slots=True)
class Known:
    """What went out: the fields by their marks, what each heading says, and which hold prose."""

    marks: Mapping[str, str]
    labels: Mapping[str, str]
    prose: frozenset[str]


@dataclass(frozen=True, slots=True)
class Said:
    """What a document says in one of its two states; a field without its heading is missing."""

    texts: Mapping[str, str]
    comments: Mapping[str, Sequence[Comment]]
    tracked: Mapping[str, Sequence[Tracked]]


@dataclass(frozen=True, slots=True)
class Both:
    """A document with its tracked changes not made, and made; told is what was not understood."""

    plain: Said
    changed: Said
    lines: Sequence[str]


def read_fields(parts: Parts, known: Known) -> Both:
    """Return what a document says.

    Raises:
        TooMuch: it holds more than any text can.
        TextTooLong, TextTooIntricate: it costs more than a text may.
    """
    told = Told()
    plain = _reader(parts, told, known, accept=False).said()
    changed = plain
    if told.tracked:
        changed = _reader(parts, Told(), known, accept=True).said()
    told.lost.pop(Lost.LINK, None)  # links that went out are put back, see ``relinked``
    return Both(plain, changed, told.lines())


def _reader(parts: Parts, told: Told, known: Known, *, accept: bool) -> "_Reader":
    return _Reader(parts, told, Lines(parts, told, {}, accept=accept), known=known)


@dataclass(slots=True)
class _Reader(TextReader):
    """Reads the body once; ``here`` is the field under whose heading it stands."""

    known: Known = field(kw_only=True)
    here: str = ""
    prose: dict[str, list[Written]] = field(default_factory=dict)
    plain: dict[str, list[str]] = field(default_factory=dict)
    comments: dict[str, list[Comment]] = field(default_factory=dict)
    tracked: dict[str, list[Tracked]] = field(default_factory=dict)
    noted: Mapping[str, Comment] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def said(self) -> Said:
        """Return what stands in each field."""
        self.noted = comments_of(self.parts.others["comments"])
        body = self.body()
        self._gather(0)  # changes of whole blocks are told before any block is read
        for element in flat(body):
            before = len(self.told.tracked)
            self._take(element)
            self._gather(before)
            self._gather_comments(called_in(element))
        self._end()
        self.here = ""
        self._gather_comments(tuple(self.noted))
        texts = {name: put_together(said).strip() for name, said in self.prose.items()}
        texts |= {name: "\n".join(said) for name, said in self.plain.items()}
        return Said(texts, self.comments, self.tracked)

    def _take(self, element: Element) -> None:
        if begun := self._begun(element):
            self._end()
            self.here = begun
            kept: dict[str, list[object]] = self.prose if begun in self.known.prose else self.plain  # type: ignore[assignment] # either
            kept[begun] = []
            self._put_behind(element)
        elif self.kept(element) and self.here:
            self._put(element)

    def _begun(self, element: Element) -> str:
        """Return the field whose heading an element is, once for each field."""
        names = (value(one, "name") for one in element.iter(f"{W}bookmarkStart"))
        found = (self.known.marks.get(name, "") for name in names)
        return next(
            (one for one in found if one and one not in self.prose and one not in self.plain), ""
        )

    def _put_behind(self, element: Element) -> None:
        """Take what somebody wrote into the line of a heading."""
        line = "" if element.tag != _PARAGRAPH else self.lines.line(element)
        label, said = self.known.labels[self.here], to_text(line)
        rest = said.removeprefix(label).strip() if said.startswith(label) else ""
        if rest and self.here in self.known.prose:
            self.prose[self.here].append((rest, False))
        elif rest:
            self.plain[self.here].append(rest)

    def _put(self, element: Element) -> None:
        if self.here in self.known.prose:
            self.prose[self.here] += self.blocks(element)
        else:
            self.plain[self.here] += self._lines_of(element)
        if self.figures:
            self.figures.clear()
            self.told.lose(Lost.PICTURE)

    def _lines_of(self, element: Element) -> Iterator[str]:
        """Give the words of each line, whatever it looks like."""
        for one in [element] if element.tag == _PARAGRAPH else element.iter(_PARAGRAPH):
            said = self.lines.line(one).replace("\\\n", NEW_LINE)
            for line in said.split(NEW_LINE):
                if words := " ".join(to_text(line).split()):
                    yield words

    def _end(self) -> None:
        """Let notes and lists end with the field."""
        notes = self.lines.notes().strip()
        if notes and self.here in self.prose:
            self.prose[self.here].append((notes, False))
        self.indents.clear()
        self.code = False

    def _gather(self, before: int) -> None:
        new = self.told.tracked[before:]
        if new:
            self.tracked.setdefault(self.here, []).extend(new)

    def _gather_comments(self, called: Sequence[str]) -> None:
        for key in called:
            if key in self.noted and key not in self.used:
                self.used.add(key)
                self.comments.setdefault(self.here, []).append(self.noted[key])
