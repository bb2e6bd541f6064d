"""More ways to see what changed: side by side, one paragraph, the whole manual on one page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from app.access.policy import P
from app.core.errors import NotFound
from app.manual import changes, noted, queries
from app.manual.changes import Changes, ChapterChange
from app.manual.pages import neutral
from app.manual.pages.comparing import address_name, look_of, state_name
from app.manual.pages.room import number_of, room
from app.manual.values import DRAFT, ChapterHead
from app.manual.wording import Line, lines, share_words
from app.text.redline import Redline
from app.text.redline_html import Sides, side_by_side, to_html
from app.web.ask import Ask
from app.web.render import Page
from app.web.throttle import COMPARING, LEAFING


@dataclass(frozen=True, slots=True)
class Shown:
    """The redline of a chapter, or of a part of it, in words and in the text."""

    head: ChapterHead
    lines: Sequence[Line]
    redline: Markup


@dataclass(frozen=True, kw_only=True)
class CompareSides(Page):
    """A chapter in two states, paragraph beside paragraph."""

    template: ClassVar[str] = "manual/compare_sides.html"
    here: ClassVar[str] = "manual"

    old: str
    new: str
    head: ChapterHead
    sides: Sequence[Sides]
    inline: str
    whole: str
    published: bool


@dataclass(frozen=True, kw_only=True)
class CompareWhole(Page):
    """Everything that changed, or what changed in one paragraph, on one page for printing."""

    template: ClassVar[str] = "manual/compare_whole.html"
    here: ClassVar[str] = "manual"

    old: str
    new: str
    number: str
    chapters: Sequence[Shown]
    changes: Changes | None
    share: str
    whole: str
    published: bool


@room.get("/manual/compare", P.ANYONE)
def choose(ask: Ask, old: str = "", new: str = "") -> Response:
    """Lead to the comparison of two editions that were chosen, or of the last two in force."""
    editions = queries.editions(ask.conn)
    if not editions:
        raise NotFound
    last = (noted.current_of(editions) or editions[0]).number
    before = next((e.number for e in editions if e.number < last and not e.withdrawal), last - 1)
    a = number_of(old) if old else max(1, before)
    b = number_of(new) if new else last
    return RedirectResponse(f"/manual/compare/{address_name(a)}/{address_name(b)}", 303)


@room.get("/manual/compare/{a}/{b}/sides/{chapter}", P.ANYONE, pace=LEAFING)
def sides(ask: Ask, a: str, b: str, chapter: str) -> Response:
    """Show a chapter in both states beside each other."""
    old, new = states(ask, a, b)
    chapter_id = queries.chapter_named(ask.conn, chapter)
    found = changes.of_chapter(ask.conn, old, new, chapter_id) if chapter_id else None
    if found is None:
        raise NotFound
    whole = f"/manual/compare/{a}/{b}"
    return ask.page(
        CompareSides(
            old=state_name(old),
            new=state_name(new),
            head=found.head,
            sides=_sides(ask, found),
            inline=f"{whole}?{urlencode({'chapter': found.head.slug})}",
            whole=whole,
            published=DRAFT not in (old, new),
        )
    )


@room.get("/manual/compare/{a}/{b}/whole", P.ANYONE, pace=COMPARING)
def whole(ask: Ask, a: str, b: str) -> Response:
    """Show every paragraph that changed, chapter after chapter."""
    old, new = states(ask, a, b)
    found = changes.between(ask.conn, old, new)
    shown = [_shown(ask, _changed(one)) for one in found.chapters]
    return _page(ask, (old, new), shown, found)


@room.get("/manual/compare/{a}/{b}/block/{block}", P.ANYONE, pace=LEAFING)
def block(ask: Ask, a: str, b: str, block: str) -> Response:
    """Show what became of one paragraph."""
    old, new = states(ask, a, b)
    home = queries.chapter_of_block(ask.conn, block, (new, old))
    found = changes.of_chapter(ask.conn, old, new, home) if home else None
    if found is None:
        raise NotFound
    own = [c for c in found.redline.changes if block in {c.old and c.old.id, c.new and c.new.id}]
    one = _shown(ask, replace(found, redline=Redline(tuple(own))), heads=False)
    number = found.new_text.numbers.get(block) or found.old_text.numbers.get(block, "")
    return _page(ask, (old, new), [one], None, number)


def states(ask: Ask, a: str, b: str) -> tuple[int, int]:
    """Return the two states that an address names, if its reader may see both.

    Raises:
        NotFound: when it names none.
    """
    old, new = number_of(a), number_of(b)
    if DRAFT in (old, new):
        ask.ensure(P.MANUAL_EDIT)
    known = {DRAFT, *(edition.number for edition in queries.editions(ask.conn))}
    if not {old, new} <= known:
        raise NotFound
    return old, new


def _sides(ask: Ask, found: ChapterChange) -> Sequence[Sides]:
    """Return the rows; a heading has no number."""
    rows = side_by_side(found.redline, look_of(found, ask.portal.static.url("icons.svg")))
    return [
        replace(row, old_number="", new_number="") if change.block.kind == "heading" else row
        for row, change in zip(rows, found.redline.changes, strict=True)
    ]


def _changed(found: ChapterChange) -> ChapterChange:
    """Return a chapter with nothing but what changed in it."""
    kept = tuple(change for change in found.redline.changes if change.kind != "same")
    return replace(found, redline=Redline(kept))


def _shown(ask: Ask, found: ChapterChange, *, heads: bool = True) -> Shown:
    look = look_of(found, ask.portal.static.url("icons.svg"))
    said = lines(found if heads else replace(found, old=None), look)
    return Shown(found.head, said, to_html(found.redline, look))


def _page(
    ask: Ask,
    between: tuple[int, int],
    shown: Sequence[Shown],
    found: Changes | None,
    number: str = "",
) -> Response:
    old, new = between
    page = CompareWhole(
        old=state_name(old),
        new=state_name(new),
        number=number,
        chapters=shown,
        changes=found,
        share=share_words(found.share) if found else "",
        whole=f"/manual/compare/{address_name(old)}/{address_name(new)}",
        published=DRAFT not in between,
    )
    return neutral.answer(ask, page) if page.published else ask.page(page)
