"""Reading practices: the list with its filters, and one page for each practice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from jinja2.runtime import Macro
from markupsafe import Markup
from starlette.responses import Response

from app.access.policy import P
from app.audit.events import Event
from app.audit.reading import note_reading
from app.core import i18n
from app.core.errors import NotFound
from app.core.i18n import N_, gettext, ngettext
from app.discussion import unread
from app.practices import cards, filters, panel, queries, shelf, views
from app.practices.beside import with_beside
from app.practices.bits import Window
from app.practices.cards import Look
from app.practices.filters import Chosen
from app.practices.opened import opened
from app.practices.page import Notes, PracticePage, practice_page
from app.practices.rules import OUT
from app.practices.shelf import Found
from app.practices.translating.wanting import wanted
from app.search import spelling
from app.web.ask import Ask
from app.web.guard import Room
from app.web.paging import Turn
from app.web.render import Page

room = Room("practices")

PER_PAGE = cards.MOST_CARDS
SORTS: Mapping[str, str] = {
    filters.NEWEST: N_("Latest first"),
    filters.CONFIRMED: N_("Latest confirmed first"),
    filters.TITLE: N_("By title"),
    filters.STATE: N_("By state"),
}


@dataclass(frozen=True, kw_only=True)
class Listing(Page):
    """The practices that the viewer may see and that fit what was chosen."""

    template: ClassVar[str] = "practices/index.html"
    here: ClassVar[str] = "practices"

    found: int
    everything: int
    cards: Markup
    panel: Markup
    q: str
    meant: str
    meant_href: str
    chosen: int
    narrows: bool
    ignored: bool
    capped: bool
    sort: str
    sorts: Sequence[tuple[str, str, bool]]
    chips: Sequence[tuple[str, str]]
    clear: str
    download: str
    turn: Turn
    signed_in: bool
    target: str


@room.get("/practices", P.ANYONE)
def index(ask: Ask) -> Response:
    """Show the practices by words, theme, pillar, risk factor, step, state, group and status."""
    chosen = Chosen.parse(ask.request.query_params.multi_items())
    found = shelf.find(ask.conn, ask.viewer, chosen, most=PER_PAGE)
    chosen = found.chosen
    lost = bool(chosen.q and not found.total)
    meant = spelling.meant(ask.conn, ask.viewer, chosen.q) if lost else None
    page = Listing(
        found=found.total,
        everything=found.everything,
        cards=_cards(ask, found.window),
        panel=panel.write(_facet_macro(ask), found),
        q=chosen.q,
        meant=meant or "",
        meant_href=replace(chosen, q=meant, after=None, before=None).address() if meant else "",
        chosen=chosen.number,
        narrows=chosen.narrows,
        ignored=chosen.ignored,
        capped=found.capped,
        sort=chosen.sort,
        sorts=[(gettext(n), chosen.sorted_by(s), s == chosen.sort) for s, n in SORTS.items()],
        chips=list(panel.chips(chosen, found.members)),
        clear=Chosen(sort=chosen.sort).address(),
        download=chosen.download,
        turn=_turn(found),
        signed_in=ask.viewer.signed_in,
        target=chosen.target,
    )
    return ask.page(page)


def _turn(found: Found) -> Turn:
    window, chosen = found.window, found.chosen
    last = window.first + len(window.keys) - 1 if window.keys else 0
    following = chosen.address(after=window.keys[-1]) if window.more_after else ""
    previous = chosen.address(before=window.keys[0]) if window.more_before else ""
    return Turn(window.first, last, previous, following, min(PER_PAGE, found.total - last))


def _cards(ask: Ask, window: Window) -> Markup:
    """Return the stored cards of a part of the list; what is not stored yet is stored now."""
    ids = [item_id for _text, item_id in window.keys]
    if not ids:
        return Markup()
    look, reads = _look(ask), wanted(ask)
    stored = cards.cards(ask.conn, ask.viewer, ids, look, reads)
    if missing := [item_id for item_id in ids if item_id not in stored]:
        made = queries.entries(ask.conn, ask.viewer, missing)
        out = [e for e in made.values() if e.stage in OUT]
        with ask.unit_of_work() as db:
            views.store(db, ask.portal.renderer, out)
        stored |= cards.cards(ask.conn, ask.viewer, ids, look, reads)
    new = unread.on(ask.conn, ask.viewer, ids)
    shown = (cards.with_news(stored.get(one, ""), _news(new.get(one, 0))) for one in ids)
    return Markup("".join(shown))  # noqa: S704 - our own HTML


def _news(number: int) -> str:
    """Return the words of a card on which comments are new to whoever reads."""
    if not number:
        return ""
    return ngettext("%(num)s new comment", "%(num)s new comments", number)


@room.get("/practices/{item_id}", P.ANYONE)
def show(ask: Ask, item_id: str, said: str = "") -> Response:
    """Show one practice to those who may see it, in the language that suits them best."""
    return ask.page(shown(ask, item_id, said=said))


def shown(ask: Ask, item_id: str, *, said: str = "", notes: Notes | None = None) -> PracticePage:
    """Return the page of one practice as it is now.

    Raises:
        NotFound: when there is none, or not for this viewer.
    """
    reads = wanted(ask, ask.request.query_params.get("in", ""))
    found = opened(ask.conn, ask.viewer, item_id, _look(ask), reads)
    if found is None:
        raise NotFound
    if found.matter.stage not in OUT:
        note_reading(ask, found.matter, Event.PRACTICE_VIEWED)
    page = practice_page(ask, found, reads=reads, said=said, notes=notes or Notes())
    return with_beside(ask, page)


def _look(ask: Ask) -> Look:
    return Look(i18n.language(), views.look(ask.portal.renderer, i18n.language()))


def _facet_macro(ask: Ask) -> Macro:
    return ask.portal.renderer.env.globals["ui"].facet  # type: ignore[no-any-return, attr-defined] # any macro
