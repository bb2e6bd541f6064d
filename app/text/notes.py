"""Notes of one page: numbered in the order of their first mark, listed once, with ways back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from markupsafe import Markup, escape

from app.text.clean import clean
from app.text.html import Look, attributes, no_note, write_blocks, write_runs
from app.text.labels import ChapterWords
from app.text.tree import Node

_NONE = Markup()


class Note(NamedTuple):
    """A note as it stands in the list."""

    number: int
    label: str
    html: Markup


@dataclass(slots=True)
class Notes:
    """Collects definitions and marks while the text is written, then writes the list."""

    words: ChapterWords
    prefix: str = ""
    definitions: dict[str, Node] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    times: dict[str, int] = field(default_factory=dict)
    undefined: list[str] = field(default_factory=list)
    marks: dict[str, Markup] = field(default_factory=dict)

    def define(self, notes: Iterable[Node], mark: Markup = _NONE) -> None:
        """Take definitions; the first one of a label counts. ``mark`` says their language."""
        for note in notes:
            self.definitions.setdefault(note.detail, note)
            self.marks.setdefault(note.detail, mark)

    @property
    def unused(self) -> tuple[str, ...]:
        """Labels that are defined and never marked in the text."""
        return tuple(label for label in self.definitions if label not in self.numbers)

    def mark(self, label: str) -> str:
        """Write the mark of a note; without a definition it stays the text it was."""
        if label not in self.definitions:
            self.undefined.append(label)
            return no_note(label)
        number = self.numbers.setdefault(label, len(self.numbers) + 1)
        self.times[label] = time = self.times.get(label, 0) + 1
        name = self.words.note % {"number": number}
        link = attributes(href=f"#{self.prefix}n{number}", aria_label=name)
        return f"<sup{attributes(id=self._place(number, time))}><a{link}>{number}</a></sup>"

    def _place(self, number: int, time: int) -> str:
        return f"{self.prefix}r{number}" + (f"-{time}" if time > 1 else "")

    def listed(self, look: Look) -> tuple[Note, ...]:
        """Return the marked notes in order; notes inside notes stay text."""
        inside = replace(look, note=no_note)
        return tuple(
            Note(number, label, self._write(label, inside))
            for label, number in self.numbers.items()
        )

    def _write(self, label: str, look: Look) -> Markup:
        blocks = self.definitions[label].children
        if len(blocks) == 1 and blocks[0].tag == "p":
            return clean(write_runs(blocks[0].runs, look))
        return clean(write_blocks(blocks, look))

    def section(self, notes: Sequence[Note]) -> Markup:
        """Return ``listed`` notes with their heading, or nothing if there are none."""
        if not notes:
            return Markup()
        head = f"{self.prefix}h-n"
        items = Markup().join(self._item(note) for note in notes)
        return Markup(
            '<section class="notes part" aria-labelledby="{head}"><h2 id="{head}">{title}</h2>'
            "<ol>\n{items}</ol></section>\n"
        ).format(head=head, title=self.words.sources, items=items)

    def _item(self, note: Note) -> Markup:
        backs = Markup(" ").join(
            self._back(note.number, time) for time in range(1, self.times[note.label] + 1)
        )
        mark = self.marks[note.label]
        start = Markup('<li id="{}n{}"{}>').format(self.prefix, note.number, mark)
        return start + note.html + Markup(" ") + backs + Markup("</li>\n")

    def _back(self, number: int, time: int) -> Markup:
        pattern = self.words.back_label if time == 1 else self.words.back_place
        label = pattern % {"number": number, "place": time}
        text = self.words.back if time == 1 else str(time)
        return Markup('<a href="#{}" aria-label="{}">{}</a>').format(
            self._place(number, time), escape(label), text
        )
