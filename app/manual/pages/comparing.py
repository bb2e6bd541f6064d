"""Two states of the manual beside each other: all chapters in numbers, one chapter in redline."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar
from urllib.parse import urlencode

from markupsafe import Markup, escape
from starlette.responses import Response

from app.access.policy import P
from app.core.errors import NotFound
from app.core.i18n import gettext
from app.manual import changes, queries
from app.manual.actions.publishing import numbers_of
from app.manual.changes import Changes, ChapterChange
from app.manual.figures.gallery import everywhere
from app.manual.pages.room import DRAFT_NAME, number_of, room
from app.manual.values import DRAFT, ChapterHead, ChapterText, EditionInfo
from app.manual.wording import Line, lines, share_words
from app.text.chapter import render_chapter
from app.text.clean import clean
from app.text.figures import Gallery
from app.text.html import Look, write_blocks
from app.text.labels import RedlineWords
from app.text.redline_html import RedlineLook, to_html
from app.text.tree import parse
from app.web.ask import Ask
from app.web.render import Page
from app.web.throttle import LEAFING


@dataclass(frozen=True, kw_only=True)
class Compare(Page):
    """Every chapter that differs between two states."""

    template: ClassVar[str] = "manual/compare.html"
    here: ClassVar[str] = "manual"

    old: str
    new: str
    rows: Sequence["Row"]
    changes: Changes
    share: str
    news: Sequence[EditionInfo]
    turned: str
    whole: str
    editions: Sequence[EditionInfo]
    published: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A chapter in the overview, and where its redline is."""

    chapter: ChapterChange
    href: str
    gone: bool
    new: bool


@dataclass(frozen=True, kw_only=True)
class CompareChapter(Page):
    """The redline of one chapter, and the same in words; ``sides`` shows it side by side."""

    template: ClassVar[str] = "manual/compare_chapter.html"
    here: ClassVar[str] = "manual"

    old: str
    new: str
    head: ChapterHead
    chapter: ChapterChange
    lines: Sequence[Line]
    redline: Markup
    whole: str
    sides: str
    published: bool
    submitted: bool = False


@room.get("/manual/compare/{a}/{b}", P.ANYONE, pace=LEAFING)
def compare(ask: Ask, a: str, b: str, chapter: str = "") -> Response:
    """Show what changed from ``a`` to ``b``: the whole manual, or one chapter of it."""
    old, new = number_of(a), number_of(b)
    if DRAFT in (old, new):
        ask.ensure(P.MANUAL_EDIT)
    editions = queries.editions(ask.conn)
    if not {old, new} <= {DRAFT, *(e.number for e in editions)}:
        raise NotFound
    if chapter:
        return _chapter(ask, old, new, chapter)
    found = changes.between(ask.conn, old, new)
    whole = f"/manual/compare/{a}/{b}"
    return ask.page(
        Compare(
            old=state_name(old),
            new=state_name(new),
            rows=rows(found, whole),
            changes=found,
            share=share_words(found.share),
            news=[e for e in editions if old < e.number <= (new or e.number)],
            turned=f"/manual/compare/{b}/{a}",
            whole=f"{whole}/whole",
            editions=editions,
            published=DRAFT not in (old, new),
        )
    )


def rows(found: Changes, whole: str) -> Sequence[Row]:
    """Return the chapters that differ, each with the address of its redline."""
    return [
        Row(c, f"{whole}?{urlencode({'chapter': c.head.slug})}", c.new is None, c.old is None)
        for c in found.chapters
    ]


def _chapter(ask: Ask, old: int, new: int, slug: str) -> Response:
    chapter_id = queries.chapter_named(ask.conn, slug)
    found = changes.of_chapter(ask.conn, old, new, chapter_id) if chapter_id else None
    if found is None:
        raise NotFound
    whole = f"/manual/compare/{address_name(old)}/{address_name(new)}"
    page = redline_of(ask, found, state_name(old), state_name(new), whole)
    sides = f"{whole}/sides/{found.head.slug}"
    return ask.page(replace(page, sides=sides, published=DRAFT not in (old, new)))


def redline_of(ask: Ask, found: ChapterChange, old: str, new: str, whole: str) -> CompareChapter:
    """Return the page of a chapter whose new state is not published."""
    look = look_of(found, ask.portal.static.url("icons.svg"))
    return CompareChapter(
        old=old,
        new=new,
        head=found.head,
        chapter=found,
        lines=lines(found, look),
        redline=to_html(found.redline, look),
        whole=whole,
        sides="",
        published=False,
    )


def look_of(found: ChapterChange, icons: str, *, gallery: Gallery | None = None) -> RedlineLook:
    """Return how a redline is shown: numbered as both texts are, or would be once published."""
    pictures = gallery or everywhere()
    number = found.head.number
    notes = _note_numbers(number, found.new_text)
    kept = Look(
        note=lambda label: f"<sup>{escape(notes.get(label, label))}</sup>",
        heading=_heading,
        gallery=pictures,
    )
    return RedlineLook(
        words=RedlineWords.spoken(gettext),
        icons=icons,
        gallery=pictures,
        old_numbers=found.old_text.numbers or numbers_of(number, found.old_text.blocks),
        new_numbers=found.new_text.numbers or numbers_of(number, found.new_text.blocks),
        unchanged=lambda block: clean(write_blocks(parse(block.source).nodes, kept)),
    )


def _note_numbers(number: str, text: ChapterText) -> Mapping[str, int]:
    """Return the number of each note of the new text, by its label."""
    shown = render_chapter(text.blocks, number=number, link=lambda _kind, _name: None)
    return {note.label: note.number for note in shown.notes}


def _heading(_tag: str, inside: str) -> str:
    """Write a heading below those of the page."""
    return f"<h3>{inside}</h3>"


def state_name(number: int) -> str:
    """Return what a state is called."""
    return gettext("Edition %(number)s", number=number) if number else gettext("the draft")


def address_name(number: int) -> str:
    """Return what a state is called in an address."""
    return str(number) if number else DRAFT_NAME
