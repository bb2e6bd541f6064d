"""What came back as its office reads it: a redline for each paragraph, and what can be taken."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from app.core.i18n import N_, gettext
from app.manual.changes import NOWHERE, ChapterChange
from app.manual.clearing.coming import outgoing
from app.manual.clearing.forms import Offer, wrong_with
from app.manual.clearing.returned import Came, Returned, Wording
from app.manual.clearing.values import Sent
from app.manual.suggesting.pieces import pieces, plain
from app.manual.suggesting.rules import Asks
from app.manual.suggesting.shown import Compared
from app.manual.suggesting.values import titled
from app.manual.word.placed import Comment
from app.manual.word.told import said_of
from app.manual.wording import lines
from app.text.blocks import content_hash
from app.text.labels import RedlineWords
from app.text.redline import compare
from app.text.redline_html import RedlineLook, to_html

TRACKED = ":tracked"
"""How a tick ends that counts tracked changes as made."""

TAKEN_OUT = N_("This paragraph was taken out.")
INTO = N_("Its words were put together with those of %(where)s; they stand there.")
SPLIT = N_("It was split. The first part keeps its address.")
ADDED = N_("Other paragraphs were added after it. They belong to its new wording.")
AFTER = N_("Other paragraphs were added after it; its own words are as they were.")
MOVED = N_(
    "It stands elsewhere in the file. Suggestions are words: say in the reason where it should"
    " stand."
)
MEANWHILE = N_(
    "The current edition words this paragraph differently from what went out. It is compared with"
    " what went out; who reads the suggestion is told so."
)
GONE = N_("The current edition does not have this paragraph any more, so nothing is suggested.")
SUGGESTED = N_("Your office suggests exactly this already.")
AS_NOW = N_("The current edition says exactly this already.")


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
class Row:
    """A paragraph that came back otherwise, or with something noted beside it."""

    id: str
    title: str
    chapter: str
    notes: Sequence[str]
    tries: Sequence[Try]
    comments: Sequence[Comment]
    tracked: Sequence[str]


@dataclass(frozen=True, slots=True)
class Review:
    """What came back; ``tracked`` and ``comments`` are those that stand at no paragraph."""

    rows: Sequence[Row]
    same: int
    comments: Sequence[Comment]
    tracked: Sequence[str]
    lines: Sequence[str]
    marked: bool

    @property
    def offered(self) -> Mapping[str, Offer]:
        """What can be taken, by its tick."""
        return {
            one.tick: Offer(row.id, one.asks, one.words)
            for row in self.rows
            for one in row.tries
            if not one.why_not
        }


@dataclass(frozen=True, slots=True)
class Beside:
    """What a redline is read beside: what the office suggests already, by paragraph."""

    suggested: Mapping[str, Collection[tuple[Asks, str]]]
    icons: str


def review(sent: Sequence[Sent], returned: Returned, beside: Beside) -> Review:
    """Return what came of what was ``sent``."""
    known = {one.id: one for one in sent}
    rows = [
        _row(known[came.id], came, known, beside)
        for came in returned.blocks
        if came.id in known and (came.plain or came.changed or came.comments or came.tracked)
    ]
    return Review(
        rows=rows,
        same=len(sent) - sum(1 for row in rows if row.tries or row.notes),
        comments=returned.comments,
        tracked=[said_of(one) for one in returned.tracked],
        lines=returned.lines,
        marked=returned.marked,
    )


def _row(one: Sent, came: Came, known: Mapping[str, Sent], beside: Beside) -> Row:
    found = [(came.plain, "")]
    if came.changed != came.plain:
        found.append((came.changed, TRACKED))
    notes = [note for wording, _ in found if wording for note in _notes(one, wording, known)]
    if notes or came.plain or came.changed:
        notes += _meanwhile(one)
    return Row(
        id=one.id,
        title=title_of(one),
        chapter=one.chapter,
        notes=list(dict.fromkeys(notes)),
        tries=[_try(one, wording, end, beside) for wording, end in found if wording],
        comments=came.comments,
        tracked=[said_of(change) for change in came.tracked],
    )


def title_of(one: Sent) -> str:
    """Return how a paragraph is named."""
    return titled(one.number, one.base.source)


def _notes(one: Sent, wording: Wording, known: Mapping[str, Sent]) -> list[str]:
    said = []
    if wording.into in known:
        said.append(gettext(INTO, where=title_of(known[wording.into])))
    elif not wording.text:
        said.append(gettext(TAKEN_OUT))
    after = wording.added and asked(one, wording.text)[0] == Asks.ADD
    flags = (
        (wording.split, SPLIT),
        (wording.added, AFTER if after else ADDED),
        (wording.moved, MOVED),
    )
    return [*said, *(gettext(sentence) for flag, sentence in flags if flag)]


def _meanwhile(one: Sent) -> list[str]:
    if one.now is None:
        return [gettext(GONE)]
    return [gettext(MEANWHILE)] if one.now != one.base_hash else []


def _try(one: Sent, wording: Wording, end: str, beside: Beside) -> Try:
    asks, words = asked(one, wording.text)
    return Try(
        tick=one.id + end,
        tracked=bool(end),
        asks=asks,
        words=words,
        label=gettext(LABELS[asks, bool(end)]),
        compared=reworded(one, wording.text, beside.icons),
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
    if one.now is None or (asks == Asks.REWORD and said == content_hash(one.wording)):
        return gettext(NOTHING)
    if asks == Asks.REWORD and said == one.now:
        return gettext(AS_NOW)
    if (asks, said) in beside.suggested.get(one.id, ()):
        return gettext(SUGGESTED)
    return "" if asks == Asks.REMOVE else wrong_with(words)


LABELS = {
    (Asks.REWORD, False): N_("Suggest this wording"),
    (Asks.REMOVE, False): N_("Suggest that this paragraph goes"),
    (Asks.ADD, False): N_("Suggest these paragraphs after it"),
    (Asks.REWORD, True): N_("Count the tracked changes as our wording, and suggest it"),
    (Asks.REMOVE, True): N_("Count the tracked changes as made, and suggest that it goes"),
    (Asks.ADD, True): N_("Count the tracked changes as made, and suggest these paragraphs"),
}
"""What a tick says, by what it asks for and whether tracked changes count as made."""
NOTHING = N_("There are no other words here to take.")


def reworded(one: Sent, words: str, icons: str) -> Compared:
    """Return what changed between what went out of a paragraph and what came back.

    Raises:
        TextTooLong, TextTooIntricate: it costs more than a text may.
    """
    numbers = {one.id: one.number, "": f"{one.number} +"}
    look = RedlineLook(
        RedlineWords.spoken(gettext), icons, old_numbers=numbers, new_numbers=numbers
    )
    found = compare(outgoing(one.id, one.wording), outgoing(one.id, words))
    return Compared(
        lines(ChapterChange(None, None, found, NOWHERE, NOWHERE), look), to_html(found, look)
    )
