"""What an edition changed, in words, as letters and feeds say it: the manual is public."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from app.core import i18n
from app.core.i18n import N_, gettext, ngettext
from app.manual import changes, queries
from app.manual.changes import Changes, ChapterChange
from app.manual.values import EditionInfo
from app.manual.wording import lines
from app.text.labels import RedlineWords
from app.text.redline_html import RedlineLook

MOST_LINES = 40
MOST_SIGNS = 400
"""A line is cut after so many signs: a letter is no place for a new chapter."""


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter that changed: what it is called, and a line for each change in it."""

    title: str
    lines: Sequence[str]


def before(editions: Sequence[EditionInfo], number: int) -> int | None:
    """Return the edition that was in force before ``number``; None before the first."""
    older = (one for one in editions if one.number < number and one.withdrawal is None)
    return next((one.number for one in older), None)


def part(one: ChapterChange) -> Part:
    """Return what changed in a chapter in words of the language now spoken."""
    return Part(_title(one), list(_lines(one)))


def shortened(found: Sequence[Part]) -> tuple[Sequence[Part], int]:
    """Return as many of the lines as a letter has room for, and how many more there are."""
    kept: list[Part] = []
    room = MOST_LINES
    for one in found:
        if room > 0:
            kept.append(Part(one.title, one.lines[:room]))
        room -= len(one.lines)
    return kept, max(0, -room)


def _title(one: ChapterChange) -> str:
    said = N_("Chapter %(number)s, %(title)s")
    if one.head.kind != "chapter":
        said = N_("Annex %(number)s, %(title)s")
    return gettext(said, number=one.head.number, title=one.head.title)


def _lines(one: ChapterChange) -> Iterator[str]:
    if one.old is None:
        yield gettext("This chapter is new.")
        return
    if one.new is None:
        yield gettext("This chapter was removed.")
        return
    look = RedlineLook(
        words=RedlineWords.spoken(gettext),
        old_numbers=one.old_text.numbers,
        new_numbers=one.new_text.numbers,
    )
    for line in lines(one, look):
        yield _cut(" ".join((f"{line.label}.", *line.sentences)))


def _cut(said: str) -> str:
    said = " ".join(said.split())
    return said if len(said) <= MOST_SIGNS else said[:MOST_SIGNS].rstrip() + " …"


def unsaid(more: int) -> str:
    """Say that ``more`` changes are not listed."""
    return ngettext(
        "One more change is not listed here.", "%(num)s more changes are not listed here.", more
    )


class Letters:
    """What letters of one act say of editions: worked out once for each language."""

    def __init__(self, conn: Connection, base_url: str) -> None:
        self._conn = conn
        self._base_url = base_url
        self._found: dict[int, tuple[int, Changes] | None] = {}
        self._said: dict[tuple[int, str], Sequence[str]] = {}

    def of_item(self, item_id: str) -> Sequence[str]:
        """Return the lines about an edition, by its item; none where it is no edition."""
        editions = queries.editions(self._conn)
        found = next((one.number for one in editions if one.item_id == item_id), None)
        return self.of_edition(found) if found else ()

    def of_edition(self, number: int) -> Sequence[str]:
        """Return the lines about an edition in the language now spoken; none for the first."""
        key = (number, i18n.language())
        if key not in self._said:
            self._said[key] = list(self._lines(number))
        return self._said[key]

    def _lines(self, number: int) -> Iterator[str]:
        if number not in self._found:
            old = before(queries.editions(self._conn), number)
            found = changes.between(self._conn, old, number) if old else None
            self._found[number] = (old, found) if old and found else None
        known = self._found[number]
        if known is None:
            return
        old, found = known
        yield gettext("What changed since edition %(number)s:", number=old)
        kept, more = shortened([part(one) for one in found.chapters])
        for one in kept:
            yield one.title
            yield from (f"- {line}" for line in one.lines)
        if more:
            yield unsaid(more)
        address = f"{self._base_url}/manual/compare/{old}/{number}"
        yield gettext("All of it, word by word: %(address)s", address=address)
