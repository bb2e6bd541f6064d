"""What came back as its office reads it: a redline for each paragraph, and what can be taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.core.i18n import N_, gettext
from app.manual.clearing.forms import Offer
from app.manual.clearing.offering import Beside, Try, as_pictured, asked, offer
from app.manual.clearing.returned import Came, Returned, Wording
from app.manual.clearing.values import Sent
from app.manual.suggesting.rules import Asks
from app.manual.suggesting.values import titled
from app.papers.reading.placed import Comment
from app.papers.reading.told import said_of

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
PICTURE_REPLACED = N_(
    "Its picture came back as another file: somebody replaced it, or a word processor saved it"
    " anew. It is not taken; the picture of the manual stays. If it should be another one, say so"
    " in a comment on the paragraph."
)
PICTURE_ADDED = N_(
    "A picture was put in that the manual does not have. It is not taken; say in the reason what it"
    " shows, and give it to the editors."
)


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
    notes = [
        note for wording, _ in found if wording for note in _notes(one, wording, known, beside)
    ]
    if notes or came.plain or came.changed:
        notes += _meanwhile(one)
    return Row(
        id=one.id,
        title=title_of(one),
        chapter=one.chapter,
        notes=list(dict.fromkeys(notes)),
        tries=[offer(one, wording, end, beside) for wording, end in found if wording],
        comments=came.comments,
        tracked=[said_of(change) for change in came.tracked],
    )


def title_of(one: Sent) -> str:
    """Return how a paragraph is named."""
    return titled(one.number, one.base.source)


def _notes(one: Sent, wording: Wording, known: Mapping[str, Sent], beside: Beside) -> list[str]:
    said = []
    pictured = as_pictured(one, wording.text, beside.pictures)
    if wording.into in known:
        said.append(gettext(INTO, where=title_of(known[wording.into])))
    elif not wording.text:
        said.append(gettext(TAKEN_OUT))
    after = wording.added and asked(one, pictured.text)[0] == Asks.ADD
    flags = (
        (pictured.replaced, PICTURE_REPLACED),
        (pictured.added, PICTURE_ADDED),
        (wording.split, SPLIT),
        (wording.added, AFTER if after else ADDED),
        (wording.moved, MOVED),
    )
    return [*said, *(gettext(sentence) for flag, sentence in flags if flag)]


def _meanwhile(one: Sent) -> list[str]:
    if one.now is None:
        return [gettext(GONE)]
    return [gettext(MEANWHILE)] if one.now != one.base_hash else []
