"""The list of discussions of the manual: open, closed, and those of paragraphs that are gone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar
from urllib.parse import urlencode

from starlette.responses import Response

from app.access.policy import P
from app.core.i18n import N_, gettext, ngettext
from app.manual import queries as manual
from app.manual.discussing import queries
from app.manual.discussing.queries import PAGE, Wanted
from app.manual.discussing.rules import LIST, STATES, address
from app.manual.discussing.values import Thread
from app.manual.pages.proposals import chapter_of, title_of
from app.manual.pages.room import room
from app.manual.rules import LANGUAGE
from app.web.ask import Ask
from app.web.components import date_words
from app.web.paging import Turn, page_number, turn
from app.web.render import Page

OPEN, CLOSED, GONE = "", "closed", "gone"
TABS: Mapping[str, str] = {
    OPEN: N_("Open"),
    CLOSED: N_("Closed"),
    GONE: N_("Paragraphs that are no longer there"),
}


@dataclass(frozen=True, kw_only=True)
class Discussions(Page):
    """A page of discussions; ``chapter`` is the title of the one they are narrowed to."""

    template: ClassVar[str] = "manual/discussions.html"
    here: ClassVar[str] = "manual"

    tabs: Sequence[tuple[str, str, bool, int]]
    rows: Sequence[tuple[str, str, Sequence[str]]]
    total: int
    turn: Turn
    chapter: str
    slug: str
    text_language: str


@room.get("/manual/comments", P.DISCUSSION_READ)
def discussions(ask: Ask, show: str = OPEN, chapter: str = "", page: str = "1") -> Response:
    """Show a page of discussions; after the last page, the last."""
    within = chapter_of(ask, chapter) if chapter else None
    kinds = {
        OPEN: Wanted(open=True, chapter=within),
        CLOSED: Wanted(closed=True, chapter=within),
        GONE: Wanted(gone=True, chapter=within),
    }
    chosen = show if show in kinds else OPEN
    last = manual.current(ask.conn)
    now = last.number if last else 0
    counted = {
        kind: queries.number_of(ask.conn, ask.viewer, one, now) for kind, one in kinds.items()
    }
    at = min(page_number(page), max(1, -(-counted[chosen] // PAGE)))
    found = queries.listed(ask.conn, ask.viewer, kinds[chosen], now, at)
    return ask.page(
        Discussions(
            tabs=[
                (gettext(TABS[kind]), _href(kind, chapter), kind == chosen, counted[kind])
                for kind in kinds
            ],
            rows=[(one.title, address(one.block_id), _meta(one)) for one in found],
            total=counted[chosen],
            turn=turn(
                at, len(found), counted[chosen], most=PAGE, href=partial(_href, chosen, chapter)
            ),
            chapter=title_of(ask, within),
            slug=chapter,
            text_language=LANGUAGE,
        )
    )


def _meta(one: Thread) -> Sequence[str]:
    """Return what is said of a discussion in a list."""
    gone = gettext(
        "Not in the current edition; read there in edition %(number)s", number=one.edition
    )
    return [
        ngettext("%(num)s comment", "%(num)s comments", one.count),
        gettext("The last one on %(date)s", date=date_words(one.last_at)),
        gettext(STATES[one.stage]),
        *([] if one.now else [gone]),
    ]


def _href(kind: str, chapter: str, page: int = 1) -> str:
    said = [("show", kind)] * bool(kind) + [("chapter", chapter)] * bool(chapter)
    said += [("page", str(page))] * (page > 1)
    return f"{LIST}?{urlencode(said)}" if said else LIST
