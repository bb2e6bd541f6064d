"""A redline as a page shows it: inline, or the old and the new side beside each other."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from app.text.blocks import Block
from app.text.clean import clean
from app.text.figures import Gallery
from app.text.html import Look, write_blocks
from app.text.labels import RedlineWords
from app.text.links import Link, resolver
from app.text.merge_html import View, write_merged
from app.text.redline import Change, Kind, Redline
from app.text.redline_words import merged
from app.text.tree import parse

_LOWER = {"h1": "h3", "h2": "h3", "h3": "h4", "h4": "h5", "h5": "h6", "h6": "h6"}


def _heading(tag: str, inside: str) -> str:
    return f"<{_LOWER[tag]}>{inside}</{_LOWER[tag]}>"


def _nowhere(_scheme: str, _slug: str) -> None:
    """Lead nowhere: the address of a chapter or term is not known here."""


@dataclass(frozen=True, slots=True)
class RedlineLook:
    """What the page around a redline hands in.

    The numbers are those of each text, by block id; where one is missing the place in the text
    is shown. ``unchanged`` gives the stored HTML of a block that did not change, so that it need
    not be rendered again.
    """

    words: RedlineWords = field(default_factory=RedlineWords)
    icons: str = ""
    link: Link = _nowhere
    old_numbers: Mapping[str, str] = field(default_factory=dict)
    new_numbers: Mapping[str, str] = field(default_factory=dict)
    gallery: Gallery = field(default_factory=Gallery)
    unchanged: Callable[[Block], Markup] | None = None

    @property
    def text(self) -> Look:
        """How the text inside the blocks is written."""
        return Look(resolve=resolver(self.link), heading=_heading, gallery=self.gallery)


@dataclass(frozen=True, slots=True)
class Sides:
    """One row of a side-by-side view; a side is ``None`` where the text has no such block."""

    kind: Kind
    old: Markup | None
    new: Markup | None
    old_number: str
    new_number: str


def to_html(redline: Redline, look: RedlineLook) -> Markup:
    """Return the whole redline as one text to read: unchanged blocks stay."""
    return Markup().join(change_html(change, look) for change in redline.changes)


def change_html(change: Change, look: RedlineLook) -> Markup:
    """Return one block of the redline."""
    inside = _inside(change, look, View(look.text, look.words))
    words, number = look.words, {"number": old_number(change, look)}
    match change.kind:
        case "same" | "edited":
            return Markup("<div>{}</div>\n").format(inside)
        case "inserted":
            return _tagged(look, "plus", "tag new", words.new, inside)
        case "deleted":
            return _tagged(look, "close", "tag", words.removed % number, inside)
        case _:
            tag = words.moved_up if _up(change) else words.moved_down
            return Markup('<div class="shift">{}{}</div>\n').format(
                _tag(look, "moved", "tag", tag % number), inside
            )


def side_by_side(redline: Redline, look: RedlineLook) -> tuple[Sides, ...]:
    """Return the redline as rows of old and new blocks."""
    return tuple(_sides(change, look) for change in redline.changes)


def _sides(change: Change, look: RedlineLook) -> Sides:
    before = View(look.text, look.words, frozenset({"keep", "delete"}))
    after = View(look.text, look.words, frozenset({"keep", "insert"}))
    return Sides(
        change.kind,
        _inside(change, look, before) if change.old else None,
        _inside(change, look, after) if change.new else None,
        old_number(change, look),
        new_number(change, look),
    )


def old_number(change: Change, look: RedlineLook) -> str:
    """Return the number the block had, or nothing."""
    return _number(change.old, change.old_place, look.old_numbers)


def new_number(change: Change, look: RedlineLook) -> str:
    """Return the number the block has, or nothing."""
    return _number(change.new, change.new_place, look.new_numbers)


def _number(block: Block | None, place: int | None, numbers: Mapping[str, str]) -> str:
    if block is None or place is None:
        return ""
    return numbers.get(block.id or "", str(place + 1))


def _up(change: Change) -> bool:
    return (change.new_place or 0) < (change.old_place or 0)


def _inside(change: Change, look: RedlineLook, view: View) -> Markup:
    if change.kind in {"same", "moved"}:
        return _plain(change.block, look)
    return clean("".join(write_merged(node, view) for node in merged(change)))


def _plain(block: Block, look: RedlineLook) -> Markup:
    if look.unchanged is not None:
        return look.unchanged(block)
    return clean(write_blocks(parse(block.source).nodes, look.text))


def _tagged(look: RedlineLook, icon: str, name: str, text: str, inside: Markup) -> Markup:
    return Markup("<div>{}{}</div>\n").format(_tag(look, icon, name, text), inside)


def _tag(look: RedlineLook, icon: str, name: str, text: str) -> Markup:
    return Markup(
        '<p class="{}"><svg class="i" aria-hidden="true"><use href="{}#{}"/></svg>{}</p>'
    ).format(name, look.icons, icon, text)
