"""What came back as its office reads it: a redline for each field, and what can be taken.

Three texts are looked at: what went out, what came back, and what the draft says now. Where the
draft was changed meanwhile both changes stand beside each other, and nothing is taken by itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.core.i18n import N_, gettext
from app.papers.carrying import both
from app.practices.clearing.coming import Came, Returned
from app.practices.clearing.fields import FIELDS, Field, Shape, says
from app.practices.clearing.forms import KEEP, wrong_with
from app.practices.clearing.values import Round
from app.practices.entry import Entry
from app.text.blocks import split
from app.text.labels import RedlineWords
from app.text.redline import compare
from app.text.redline_html import RedlineLook, to_html
from app.text.spans import Span, words

CAME, TRACKED, BOTH = "came", "tracked", "both"
GONE = N_(
    "Its heading was taken out of the document, so what it says was not read. What stood there may"
    " now stand in the field before it."
)
SAME = N_("Your draft says exactly this already.")
LABELS: Mapping[str, str] = {
    KEEP: N_("Keep what the draft says"),
    CAME: N_("Take what came back"),
    TRACKED: N_("Take it with the tracked changes made"),
    BOTH: N_("Take both changes together"),
}


@dataclass(frozen=True, slots=True)
class Redline:
    """What differs between two texts: word by word, or as prose with its paragraphs."""

    title: str
    spans: Sequence[Span] = ()
    prose: Markup | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A field that came back otherwise, or with something noted beside it.

    ``mine`` is what was changed in the draft meanwhile; ``tries`` are the words that can be taken,
    by their choice.
    """

    name: str
    label: str
    prose: bool
    notes: Sequence[str]
    mine: Redline | None
    came: Sequence[Redline]
    tries: Mapping[str, str]
    problems: Sequence[str]

    @property
    def choices(self) -> Sequence[tuple[str, str]]:
        """What can be chosen, each with its words."""
        return [(choice, gettext(LABELS[choice])) for choice in (KEEP, *self.tries)]


@dataclass(frozen=True, slots=True)
class Review:
    """What came back; ``notes`` and ``lines`` are of the whole file."""

    rows: Sequence[Row]
    same: int
    notes: Sequence[str]
    lines: Sequence[str]

    @property
    def offered(self) -> Mapping[str, Mapping[str, str]]:
        """What can be taken of each field, by choice."""
        return {row.name: row.tries for row in self.rows if row.tries}

    @property
    def easy(self) -> Mapping[str, str]:
        """What came of each field that nobody changed here meanwhile."""
        found = ((row, next(iter(row.tries.values()), "")) for row in self.rows)
        return {row.name: said for row, said in found if row.tries and row.mine is None}


def review(one: Round, returned: Returned, entry: Entry, icons: str) -> Review:
    """Return what came of a round, against what the draft says now.

    Raises:
        TextTooLong, TextTooIntricate: it costs more than a text may.
    """
    now = says(entry)
    rows = [
        _Writer(one.says[field.name], now[field.name], entry, field, icons).row(
            returned.fields.get(field.name), returned.notes.get(field.name, ())
        )
        for field in FIELDS
        if field.name in returned.fields or field.name in returned.notes
    ]
    same = len(FIELDS) - sum(1 for row in rows if row.came or row.problems)
    return Review(rows, same, returned.notes.get("", ()), returned.lines)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes a row of a field: what went out, what the draft says now."""

    base: str
    now: str
    entry: Entry
    field: Field
    icons: str

    def row(self, came: Came | None, notes: Sequence[str]) -> Row:
        found = dict(self._came(came)) if came else {}
        mine = self.now != self.base and bool(found)
        problems = [gettext(GONE)] if came and came.gone else []
        tries, wrong = self._tries(found)
        return Row(
            name=self.field.name,
            label=gettext(self.field.label),
            prose=self.field.shape == Shape.PROSE,
            notes=notes,
            mine=self._redline(N_("What was changed here meanwhile"), self.now) if mine else None,
            came=[self._redline(_TITLES[choice], said) for choice, said in found.items()],
            tries=tries,
            problems=list(dict.fromkeys([*problems, *wrong])),
        )

    def _came(self, came: Came) -> Iterator[tuple[str, str]]:
        """Give what came that is other than what went out, by choice."""
        if came.plain is not None:
            yield CAME, came.plain
        if came.tracked is not None and came.tracked != came.plain:
            yield TRACKED, came.tracked

    def _tries(self, found: Mapping[str, str]) -> tuple[Mapping[str, str], Sequence[str]]:
        """Return what can be taken, and why something cannot."""
        offered = dict(found)
        if found and self.now != self.base and self.field.shape == Shape.PROSE:
            together = both(self.now, self.base, list(found.values())[-1])
            if together is not None and together not in {self.now, *found.values()}:
                offered[BOTH] = together
        tries, wrong = dict[str, str](), list[str]()
        for choice, said in offered.items():
            problem = gettext(SAME) if said == self.now else self._wrong(said)
            if problem:
                wrong.append(problem)
            else:
                tries[choice] = said
        return tries, wrong

    def _wrong(self, said: str) -> str:
        return wrong_with(self.entry, self.field.name, said)

    def _redline(self, title: str, said: str) -> Redline:
        spoken = gettext(title)
        if self.field.shape != Shape.PROSE:
            return Redline(spoken, words(self.base, said))
        look = RedlineLook(RedlineWords.spoken(gettext), self.icons)
        return Redline(spoken, prose=to_html(compare(split(self.base), split(said)), look))


_TITLES: Mapping[str, str] = {
    CAME: N_("What came back"),
    TRACKED: N_("What came back, with its tracked changes made"),
}
