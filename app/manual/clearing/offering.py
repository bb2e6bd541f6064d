"""What can be taken of a paragraph that came back: other words, that it goes, or more after it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from app.core.i18n import N_, gettext
from app.manual.changes import NOWHERE, ChapterChange
from app.manual.clearing.coming import outgoing
from app.manual.clearing.forms import wrong_with
from app.manual.clearing.returned import Wording
from app.manual.clearing.values import Sent
from app.manual.suggesting.pieces import pieces, plain
from app.manual.suggesting.rules import Asks
from app.manual.suggesting.shown import Compared
from app.manual.wording import lines
from app.text.blocks import content_hash, split
from app.text.figures import ADDRESS_OF, Gallery, Picture, names
from app.text.labels import FigureWords, RedlineWords
from app.text.redline import compare
from app.text.redline_html import RedlineLook, to_html

SUGGESTED = N_("Your office suggests exactly this already.")
AS_NOW = N_("The current edition says exactly this already.")
STOPPED = N_("It cannot be taken now.")
NOTHING = N_("There are no other words here to take.")
LABELS = {
    (Asks.REWORD, False): N_("Suggest this wording"),
    (Asks.REMOVE, False): N_("Suggest that this paragraph goes"),
    (Asks.ADD, False): N_("Suggest these paragraphs after it"),
    (Asks.REWORD, True): N_("Count the tracked changes as our wording, and suggest it"),
    (Asks.REMOVE, True): N_("Count the tracked changes as made, and suggest that it goes"),
    (Asks.ADD, True): N_("Count the tracked changes as made, and suggest these paragraphs"),
}
"""What a tick says, by what it asks for and whether tracked changes count as made."""


@dataclass(frozen=True, slots=True)
class Try:
    """What came of a paragraph: its tick, what it asks for, and why it cannot be taken if so."""

    tick: str
    tracked: bool
    asks: Asks
    words: str
    label: str
    compared: Compared
    why_not: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What a redline is read beside: what the office suggests already, by paragraph.

    ``pictures`` are those that went out: no other is taken or shown. ``stopped`` where nothing
    can be taken now.
    """

    suggested: Mapping[str, Collection[tuple[Asks, str]]]
    icons: str
    pictures: Collection[str] = frozenset()
    stopped: bool = False


def offer(one: Sent, wording: Wording, end: str, beside: Beside) -> Try:
    """Return what can be taken of a paragraph as it came; ``end`` is that of its tick.

    Raises:
        TextTooLong, TextTooIntricate: it costs more than a text may.
    """
    asks, words = asked(one, as_pictured(one, wording.text, beside.pictures).text)
    return Try(
        tick=one.id + end,
        tracked=bool(end),
        asks=asks,
        words=words,
        label=gettext(LABELS[asks, bool(end)]),
        compared=reworded(one, wording.text, beside),
        why_not=_why_not(one, asks, words, beside),
    )


def asked(one: Sent, words: str) -> tuple[Asks, str]:
    """Return what a wording that came asks for: that the paragraph goes, more after it, or other.

    More after it are paragraphs behind one that says exactly what the edition does.

    Raises:
        TextTooLong, TextTooIntricate: it costs more than a text may.
    """
    if not words.strip():
        return Asks.REMOVE, ""
    first, *others = pieces("", words)
    if others and content_hash(first.source) == one.base_hash:
        return Asks.ADD, plain(others)
    return Asks.REWORD, words


def _why_not(one: Sent, asks: Asks, words: str, beside: Beside) -> str:
    """Return why this cannot be taken, "" where it can."""
    said = content_hash(words)
    if beside.stopped:
        return gettext(STOPPED)
    if one.now is None or (asks == Asks.REWORD and said == content_hash(one.wording)):
        return gettext(NOTHING)
    if asks == Asks.REWORD and said == one.now:
        return gettext(AS_NOW)
    if (asks, said) in beside.suggested.get(one.id, ()):
        return gettext(SUGGESTED)
    return "" if asks == Asks.REMOVE else wrong_with(words)


class Pictured(NamedTuple):
    """A wording with no other pictures than those that went out, and what became of others."""

    text: str
    replaced: bool
    added: bool


def as_pictured(one: Sent, words: str, pictures: Collection[str]) -> Pictured:
    """Return a wording with the pictures of the manual: another in its place, or more, is left out.

    Raises:
        TextTooLong, TextTooIntricate: it costs more than a text may.
    """
    came = [name for block in split(words) for name in names(block.source)]
    strange = [name for name in came if name not in pictures]
    missing = sorted(names(one.wording).difference(came))
    text = words
    for old, new in zip(strange, missing, strict=False):
        text = text.replace(old, new)
    more = strange[len(missing) :]
    if more:
        kept = [block for block in split(text) if names(block.source).isdisjoint(more)]
        text = plain(kept)
    return Pictured(text, bool(strange and missing), bool(more))


def reworded(one: Sent, words: str, beside: Beside) -> Compared:
    """Return what changed between what went out of a paragraph and what came back.

    Raises:
        TextTooLong, TextTooIntricate: it costs more than a text may.
    """
    numbers = {one.id: one.number, "": f"{one.number} +"}

    def show(name: str) -> Picture | None:
        return Picture(f"{ADDRESS_OF}{name}") if name in beside.pictures else None

    look = RedlineLook(
        RedlineWords.spoken(gettext),
        beside.icons,
        old_numbers=numbers,
        new_numbers=numbers,
        gallery=Gallery(show, words=FigureWords.spoken(gettext)),
    )
    found = compare(outgoing(one.id, one.wording), outgoing(one.id, words))
    return Compared(
        lines(ChapterChange(None, None, found, NOWHERE, NOWHERE), look), to_html(found, look)
    )
