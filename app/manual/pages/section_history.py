"""The earlier texts of a section, each with what it changed, and the way to take one up again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from markupsafe import Markup
from starlette.responses import Response

from app.access.policy import P
from app.core.errors import NotFound
from app.core.i18n import gettext
from app.manual.editing import earlier
from app.manual.editing.earlier import Earlier
from app.manual.figures.gallery import everywhere
from app.manual.pages.room import room
from app.manual.pages.section_form import title_of
from app.manual.pages.section_list import drafted
from app.manual.values import ChapterHead
from app.text.labels import RedlineWords
from app.text.redline import Summary, compare
from app.text.redline_html import RedlineLook, to_html
from app.web.ask import Ask
from app.web.render import Page


@dataclass(frozen=True, slots=True)
class Said:
    """One text of the section; ``now`` is the one that is saved."""

    version: int
    at: datetime
    summary: Summary | None
    redline: Markup
    now: bool
    empty: bool


@dataclass(frozen=True, kw_only=True)
class SectionHistory(Page):
    """What a section said before."""

    template: ClassVar[str] = "manual/section_history.html"
    here: ClassVar[str] = "manual"

    head: ChapterHead
    section: str
    title: str
    texts: Sequence[Said]


@room.get("/manual/edit/{chapter}/sections/{section}/history", P.MANUAL_EDIT)
def section_history(ask: Ask, chapter: str, section: str) -> Response:
    """Show every text that a section had in the draft."""
    head, _ = drafted(ask, chapter)
    found = earlier.texts(ask.conn, head.chapter_id, section)
    if not found:
        raise NotFound
    look = RedlineLook(
        RedlineWords.spoken(gettext), ask.portal.static.url("icons.svg"), gallery=everywhere()
    )
    newest = next(one.blocks for one in found if one.blocks)
    page = SectionHistory(
        head=head,
        section=section,
        title=title_of(newest[0]),
        texts=[_said(one, look, now=not place) for place, one in enumerate(found)],
    )
    return ask.page(page)


def _said(one: Earlier, look: RedlineLook, *, now: bool) -> Said:
    before = one.blocks if one.before is None else one.before
    redline = compare(before, one.blocks)
    return Said(
        version=one.version,
        at=one.at,
        summary=None if one.before is None else redline.summary,
        redline=to_html(redline, look),
        now=now,
        empty=not one.blocks,
    )
