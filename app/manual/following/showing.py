"""What changed since a chapter was last read, as its reader sees it: each with its redline."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from app.core.i18n import gettext
from app.manual.following.news import BlockNews, ChapterNews
from app.manual.opening import Opened
from app.text.markdown import to_words

MOST = 12
"""So many paragraphs are named one by one; the redline of the chapter has all of them."""
BEGINNING = 60


@dataclass(frozen=True, slots=True)
class Told:
    """A paragraph that changed: its number or first words, whether it is new, and its redline."""

    label: str
    new: bool
    href: str


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since a chapter was read in ``edition``; ``more`` are not named."""

    edition: int
    told: Sequence[Told]
    more: int
    gone: int
    redline: str


def since(found: ChapterNews, opened: Opened) -> Since:
    """Return what changed in the chapter that is open."""
    now = opened.edition.number
    return Since(
        edition=found.since,
        told=[_told(one, now, opened) for one in found.changed[:MOST]],
        more=max(0, len(found.changed) - MOST),
        gone=found.gone,
        redline=redline(found.since, now, opened.head.slug),
    )


def redline(old: int, new: int, slug: str) -> str:
    """Return the address of the redline of a chapter between two editions."""
    return f"/manual/compare/{old}/{new}?{urlencode({'chapter': slug})}"


def _told(one: BlockNews, now: int, opened: Opened) -> Told:
    source = next(block.source for block in opened.text.blocks if block.id == one.block_id)
    beginning = " ".join(to_words(source).split())[:BEGINNING]
    label = gettext("Paragraph %(number)s", number=one.number) if one.number else beginning
    return Told(label, one.new, f"/manual/compare/{one.since}/{now}/block/{one.block_id}")
