"""What came back as its office reads it: a redline for each paragraph, and what can be taken."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from app.core.i18n import N_, gettext
from app.manual.changes import NOWHERE, ChapterChange
from app.manual.clearing.coming import outgoing
from app.manual.clearing.forms import wrong_with
from app.manual.clearing.returned import Came, Returned, Wording
from app.manual.clearing.values import Sent
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

TAKEN_OUT = N_(
    "This paragraph was taken out. Suggestions are other words: comment on the paragraph to ask"
    " that it goes."
)
INTO = N_("Its words were put together with those of %(where)s; they stand there.")
SPLIT = N_("It was split. The first part keeps its address.")
ADDED = N_("Other paragraphs were added after it. They belong to its new wording.")
MOVED = N_(
    "It stands elsewhere in the file. Suggestions are words: say in the reason where it should"
    " stand."
)
MEANWHILE = N_(
    "The current edition words this paragraph differently from what went out. It is compared with"
    " what went out; who reads the suggestion is told so."
)
GONE = N_("The current edition does not have this paragraph any more, so nothing is suggested.")
SUGGESTED = N_("Your office suggests exactly these words already.")
AS_NOW = N_("The current edition says exactly this already.")


@dataclass(frozen=True, slots=True)
class Try:
    """A wording that came: its tick, what it changes, and why it cannot be taken if it cannot."""

    tick: str
    tracked: bool
    words: str
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
    def offered(self) -> Mapping[str, tuple[str, str]]:
        """What can be taken, by its tick: the paragraph and the words."""
        return {
            one.tick: (row.id, one.words)
            for row in self.rows
            for one in row.tries
            if not one.why_not
        }


@dataclass(frozen=True, slots=True)
class Beside:
    """What a redline is read beside: what the office suggests already, by paragraph, as hashes."""

    suggested: Mapping[str, Collection[str]]
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
    notes = [note for wording, _ in found if wording for note in _notes(wording, known)]
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


def _notes(wording: Wording, known: Mapping[str, Sent]) -> list[str]:
    said = []
    if wording.into in known:
        said.append(gettext(INTO, where=title_of(known[wording.into])))
    elif not wording.text:
        said.append(gettext(TAKEN_OUT))
    flags = ((wording.split, SPLIT), (wording.added, ADDED), (wording.moved, MOVED))
    return [*said, *(gettext(sentence) for flag, sentence in flags if flag)]


def _meanwhile(one: Sent) -> list[str]:
    if one.now is None:
        return [gettext(GONE)]
    return [gettext(MEANWHILE)] if one.now != one.base_hash else []


def _try(one: Sent, wording: Wording, end: str, beside: Beside) -> Try:
    return Try(
        tick=one.id + end,
        tracked=bool(end),
        words=wording.text,
        compared=reworded(one, wording.text, beside.icons),
        why_not=_why_not(one, wording.text, beside),
    )


def _why_not(one: Sent, words: str, beside: Beside) -> str:
    """Return why these words cannot be taken, "" where they can."""
    said = content_hash(words)
    if one.now is None or not words.strip() or said == content_hash(one.wording):
        return gettext(NOTHING)
    if said == one.now:
        return gettext(AS_NOW)
    if said in beside.suggested.get(one.id, ()):
        return gettext(SUGGESTED)
    return wrong_with(words)


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
