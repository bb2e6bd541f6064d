"""A paragraph of Word as one line of Markdown, and the notes that it calls."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.papers.reading.marks import Piece, as_line, plain
from app.papers.reading.parts import Element, Parts, W
from app.papers.reading.runs import Inside, numbers_of, value
from app.papers.reading.settled import settled
from app.papers.reading.told import Lost, Told
from app.text.markdown import to_text


@dataclass(slots=True)
class Lines:
    """Writes paragraphs; ``labels`` are those that the chapter has for its notes, by their text."""

    parts: Parts
    told: Told
    labels: Mapping[str, str]
    accept: bool
    inside: Inside = field(init=False)
    written: dict[tuple[str, str], Element] = field(default_factory=dict)
    given: dict[tuple[str, str], str] = field(default_factory=dict)
    notes_read: dict[tuple[str, str], str] = field(default_factory=dict)
    said: set[tuple[str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.inside = Inside(self.parts, self.told, self.accept, numbers=numbers_of(self.parts))
        for part in ("footnotes", "endnotes"):
            root = self.parts.others[part]
            root = None if root is None else settled(root, self.told, accept=self.accept)
            for note in () if root is None else root:
                self.written.setdefault((part, value(note, "id")), note)

    def line(self, paragraph: Element) -> str:
        """Return a paragraph as Markdown, without its stress where that cannot be marked."""
        begun = len(self.inside.notes)
        pieces = self.inside.pieces(paragraph)
        marks = {}
        for n, which in enumerate(self.inside.notes[begun:], begun):
            if which not in self.given:
                self.given[which] = self._label(which)
            marks[f"\0{n}\0"] = f"[^{self.given[which]}]"
        pieces = [_named(piece, marks) for piece in pieces]
        line = as_line(pieces)
        if not any(piece.strong or piece.slanted for piece in pieces):
            return line
        without = as_line(plain(pieces))
        if to_text(line) == to_text(without):
            return line
        self.told.lose(Lost.STRESS, to_text(without))
        return without

    def raw(self, paragraph: Element) -> str:
        """Return a paragraph's text as it is typed."""
        return "".join(piece.text for piece in self.inside.pieces(paragraph) if not piece.raw)

    def notes(self) -> str:
        """Return the notes first called since the last block, after an empty line each."""
        called, self.inside.notes = self.inside.notes, []
        out = ""
        for which in dict.fromkeys(one for one in called if one not in self.said):
            self.said.add(which)
            said = self._note(which).replace("\n\n", "\n\n    ")
            out += f"\n\n[^{self.given[which]}]: {said}" if said and which in self.given else ""
        return out

    def _label(self, which: tuple[str, str]) -> str:
        """Return the label of a note: the one that the chapter has for this text, or a new one."""
        taken = set(self.given.values())
        known = self.labels.get(" ".join(to_text(self._note(which)).split()), "")
        if known and known not in taken:
            return known
        number = len(taken) + 1
        while f"n{number}" in taken or f"n{number}" in self.labels.values():
            number += 1
        return f"n{number}"

    def _note(self, which: tuple[str, str]) -> str:
        if which not in self.notes_read:
            self.notes_read[which] = self._read(which)
        return self.notes_read[which]

    def _read(self, which: tuple[str, str]) -> str:
        note = self.written.get(which)
        reader = Inside(self.parts, self.told, self.accept, which[0], numbers=self.inside.numbers)
        paragraphs = () if note is None else note.iter(f"{W}p")
        lines = [as_line(reader.pieces(paragraph)) for paragraph in paragraphs]
        return "\n\n".join(on_one_line(line) for line in lines if line)


def on_one_line(line: str) -> str:
    """Return a line without its breaks."""
    return line.replace("\\\n", " ")


def _named(piece: Piece, marks: Mapping[str, str]) -> Piece:
    mark = marks.get(piece.text) if piece.raw else None
    return piece if mark is None else Piece(mark, href=piece.href, raw=True)
