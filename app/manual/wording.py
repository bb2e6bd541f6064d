"""A redline in words: for every changed block a line that says what was removed and inserted."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from babel.numbers import format_percent

from app.core import i18n
from app.core.i18n import N_, gettext
from app.manual.changes import ChapterChange, HeadChange
from app.text.markdown import to_words
from app.text.redline import Change, Kind
from app.text.redline_html import RedlineLook, new_number, old_number
from app.text.redline_words import Wording, in_words

KINDS: Mapping[Kind, tuple[str, str]] = MappingProxyType(
    {
        "edited": ("reworded", N_("Paragraph %(new)s reworded")),
        "moved": ("moved", N_("Paragraph %(new)s moved, was %(old)s")),
        "moved_edited": ("moved", N_("Paragraph %(new)s moved and reworded, was %(old)s")),
        "inserted": ("new", N_("Paragraph %(new)s is new")),
        "deleted": ("gone", N_("Paragraph %(old)s removed")),
    }
)
HEADINGS: Mapping[Kind, str] = MappingProxyType(
    {
        "edited": N_("Heading reworded"),
        "moved": N_("Heading moved: “%(title)s”"),
        "moved_edited": N_("Heading moved and reworded"),
        "inserted": N_("New heading"),
        "deleted": N_("Heading removed"),
    }
)
FIELDS = MappingProxyType(
    {
        "number": N_("Number of the chapter"),
        "title": N_("Title"),
        "slug": N_("Address"),
        "readers": N_("For whom"),
        "questions": N_("Questions it answers"),
    }
)
SENTENCES = MappingProxyType(
    {
        "removed": N_("Removed: “%(removed)s”."),
        "inserted": N_("Inserted: “%(inserted)s”."),
        "replaced": N_("“%(removed)s” became “%(inserted)s”."),
        "marked": N_("Marked otherwise: “%(removed)s” became “%(inserted)s”."),
        "new_figure": N_("Figure inserted: “%(inserted)s”."),
        "no_figure": N_("Figure removed: “%(removed)s”."),
        "picture": N_("The picture of the figure was replaced."),
        "alternative": N_("Alternative text: “%(removed)s” became “%(inserted)s”."),
    }
)


LEAST_SHARE = 0.001


@dataclass(frozen=True, slots=True)
class Line:
    """One changed block in words; ``kind`` is that of ``ui.tag``."""

    kind: str
    label: str
    sentences: tuple[str, ...]


def share_words(share: float) -> str:
    """Return a share (0 to 1) as a percentage; what is not nothing is never shown as nothing."""
    if 0 < share < LEAST_SHARE:
        return gettext(N_("less than %(share)s"), share=_percent(LEAST_SHARE))
    return _percent(share)


def _percent(share: float) -> str:
    locale = i18n.locale_of(i18n.language())
    return str(format_percent(share, "0.0\xa0%", locale=locale))


def lines(chapter: ChapterChange, look: RedlineLook) -> Sequence[Line]:
    """Return what changed in a chapter, in reading order."""
    heads = [_head_line(change) for change in chapter.head_changes]
    return [*heads, *_block_lines(chapter, look)]


def _block_lines(chapter: ChapterChange, look: RedlineLook) -> Iterator[Line]:
    for change in chapter.redline.changes:
        if change.kind != "same":
            kind, label = KINDS[change.kind]
            if change.block.kind == "heading":
                label = HEADINGS[change.kind]
            words = gettext(label, **_places(change, look))
            yield Line(kind, words, tuple(_sentence(wording) for wording in in_words(change)))


def _places(change: Change, look: RedlineLook) -> Mapping[str, str]:
    title = to_words(change.block.source) if change.block.kind == "heading" else ""
    return {"old": old_number(change, look), "new": new_number(change, look), "title": title}


def _sentence(wording: Wording) -> str:
    return gettext(SENTENCES[wording.kind], removed=wording.removed, inserted=wording.inserted)


def _head_line(change: HeadChange) -> Line:
    old = "".join(span.text for span in change.spans if span.op != "insert")
    new = "".join(span.text for span in change.spans if span.op != "delete")
    sentence = gettext(SENTENCES["replaced"], removed=old, inserted=new)
    return Line("reworded", gettext(FIELDS[change.field]), (sentence,))
