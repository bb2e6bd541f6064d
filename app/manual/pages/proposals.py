"""The list of suggestions on the manual: of all, of the own office, of one chapter."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar
from urllib.parse import urlencode

from starlette.responses import Response

from app.access.policy import P
from app.core.errors import NotFound
from app.core.i18n import gettext
from app.manual import queries as manual
from app.manual.meaning import MEANT
from app.manual.pages.room import room
from app.manual.rules import LANGUAGE
from app.manual.suggesting import queries
from app.manual.suggesting.queries import ADDRESS, PAGE, Wanted
from app.manual.suggesting.rules import ASKED, STATES, Asks
from app.manual.suggesting.shown import fate, mark
from app.manual.suggesting.values import Suggestion
from app.web.ask import Ask
from app.web.components import date_words
from app.web.lines import Line
from app.web.paging import Turn, page_number, turn
from app.web.render import Page

ALL, OPEN, OWN = "", "open", "own"


@dataclass(frozen=True, kw_only=True)
class Suggestions(Page):
    """A page of suggestions; ``chapter`` is the title of the one they are narrowed to."""

    template: ClassVar[str] = "manual/suggestions.html"
    here: ClassVar[str] = "manual"

    tabs: Sequence[tuple[str, str, bool, int]]
    rows: Sequence[Line]
    total: int
    turn: Turn
    chapter: str
    slug: str


@room.get("/manual/suggestions", P.SUGGESTION_READ)
def suggestions(ask: Ask, show: str = ALL, chapter: str = "", page: str = "1") -> Response:
    """Show a page of the suggestions that the viewer may see; after the last page, the last."""
    chapter_id = chapter_of(ask, chapter) if chapter else None
    kinds = {
        ALL: Wanted(chapter=chapter_id),
        OPEN: Wanted(open=True, chapter=chapter_id),
        **({OWN: Wanted(member=ask.viewer.member, chapter=chapter_id)} if _own(ask) else {}),
    }
    chosen = show if show in kinds else ALL
    counted = {kind: queries.number_of(ask.conn, ask.viewer, one) for kind, one in kinds.items()}
    at = min(page_number(page), max(1, -(-counted[chosen] // PAGE)))
    found = queries.listed(ask.conn, ask.viewer, kinds[chosen], at)
    words = {
        ALL: gettext("All"),
        OPEN: gettext("Not answered yet"),
        OWN: gettext("Of your office"),
    }
    return ask.page(
        Suggestions(
            tabs=[
                (words[kind], _href(kind, chapter), kind == chosen, counted[kind]) for kind in kinds
            ],
            rows=[line_of(one) for one in found],
            total=counted[chosen],
            turn=turn(
                at, len(found), counted[chosen], most=PAGE, href=partial(_href, chosen, chapter)
            ),
            chapter=title_of(ask, chapter_id),
            slug=chapter,
        )
    )


def line_of(one: Suggestion) -> Line:
    """Return a suggestion as a line of a list."""
    words = fate(one) if one.landed else ""
    return Line(
        title=one.title,
        href=f"{ADDRESS}/{one.matter.id}",
        tile=one.member,
        meta=tuple(
            filter(
                None,
                (
                    gettext(one.member_name),
                    gettext(ASKED[one.asks]) if one.asks != Asks.REWORD else "",
                    gettext("On a text that is consulted on") if one.consultation else "",
                    date_words(one.at),
                    words or gettext(STATES[one.stage]),
                    gettext(MEANT[one.stance]),
                    mark(one),
                ),
            )
        ),
        language=LANGUAGE,
    )


def _own(ask: Ask) -> bool:
    return ask.viewer.in_network


def chapter_of(ask: Ask, slug: str) -> str:
    """Return the chapter that has this name in an edition.

    Raises:
        NotFound: when none has it; what the draft alone calls so is for its editors.
    """
    found = queries.chapter_published(ask.conn, slug)
    if found is None:
        raise NotFound
    return found


def title_of(ask: Ask, chapter_id: str | None) -> str:
    """Return what a chapter is called in the newest edition that has it; its name elsewhere."""
    if chapter_id is None:
        return ""
    last = manual.current(ask.conn)
    heads = manual.heads(ask.conn, last.number) if last else ()
    return next((h.title for h in heads if h.chapter_id == chapter_id), gettext("A chapter"))


def _href(kind: str, chapter: str, page: int = 1) -> str:
    said = [("show", kind)] * bool(kind) + [("chapter", chapter)] * bool(chapter)
    said += [("page", str(page))] * (page > 1)
    return f"{ADDRESS}?{urlencode(said)}" if said else ADDRESS
