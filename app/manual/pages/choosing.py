"""Choosing a paragraph of the current edition: to suggest other words for it, or to discuss it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.core import i18n
from app.manual import opening, queries
from app.manual.discussing.remarks import counts
from app.manual.discussing.rules import address as discussion
from app.manual.opening import Opened, address
from app.manual.pages.proposing import edition_now
from app.manual.pages.room import room
from app.manual.suggesting.rules import BlockGone
from app.manual.suggesting.values import beginning
from app.manual.values import ChapterHead, EditionInfo
from app.web.ask import Ask
from app.web.render import Page

SHOWN = 160


@dataclass(frozen=True, kw_only=True)
class Choose(Page):
    """The paragraphs of a chapter, each with the way to suggest other words."""

    template: ClassVar[str] = "manual/suggest_where.html"
    here: ClassVar[str] = "manual"

    head: ChapterHead
    edition: EditionInfo
    chapter: str
    rows: Sequence[tuple[str, str, str]]


@dataclass(frozen=True, kw_only=True)
class Where(Page):
    """The paragraphs of a chapter, each with its discussion: (number, words, address, comments)."""

    template: ClassVar[str] = "manual/discuss_where.html"
    here: ClassVar[str] = "manual"

    opened: Opened
    chapter: str
    rows: Sequence[tuple[str, str, str, int]]


@room.get("/manual/suggest", P.SUGGESTION_WRITE)
def choose(ask: Ask, chapter: str = "") -> Response:
    """Show the paragraphs of a chapter of the current edition, of the first where none is named."""
    opened = chapter_now(ask, chapter)
    edition, head, numbers = opened.edition, opened.head, opened.text.numbers
    rows = [
        (numbers.get(str(b.id), ""), words, f"/manual/suggest/{b.id}")
        for b in opened.text.blocks
        if (words := beginning(b.source, SHOWN))
    ]
    place = address(edition.number, i18n.language(), head.slug)
    return ask.page(Choose(head=head, edition=edition, chapter=place, rows=rows))


@room.get("/manual/discuss", P.DISCUSSION_READ)
def choose_discussed(ask: Ask, chapter: str = "") -> Response:
    """Show the paragraphs of a chapter of the current edition, of the first where none is named."""
    opened = chapter_now(ask, chapter)
    numbers = opened.text.numbers
    counted = counts(ask.conn, ask.viewer, opened)
    rows = [
        (numbers.get(str(b.id), ""), words, discussion(str(b.id)), counted.get(str(b.id), 0))
        for b in opened.text.blocks
        if (words := beginning(b.source, SHOWN))
    ]
    place = address(opened.edition.number, i18n.language(), opened.head.slug)
    return ask.page(Where(opened=opened, chapter=place, rows=rows))


def chapter_now(ask: Ask, named: str) -> Opened:
    """Return a chapter of the current edition, the first where none is named.

    Raises:
        NotFound: when it has no such chapter.
    """
    edition = edition_now(ask)
    slug = named or next(iter(queries.heads(ask.conn, edition.number))).slug
    opened = opening.open_chapter(ask.conn, edition.number, slug)
    if isinstance(opened, str):
        opened = opening.open_chapter(ask.conn, edition.number, opened)
    if not isinstance(opened, Opened):
        raise BlockGone
    return opened
