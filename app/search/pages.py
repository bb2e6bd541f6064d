"""The search page: one field, the kinds with their counts, and what was found."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar
from urllib.parse import urlencode

from starlette.responses import Response

from app.access.policy import P, allows
from app.core.i18n import gettext, ngettext
from app.items.models import Kind
from app.items.queries import numbered
from app.search import queries, shown, spelling
from app.search.kinds import MANY, SearchKind
from app.search.queries import Found
from app.search.shown import Row
from app.text.query import MOST_CHARACTERS
from app.web.ask import Ask
from app.web.components import number
from app.web.guard import Room
from app.web.letters import UNKNOWN
from app.web.paging import Turn, page_number, turn
from app.web.render import Page
from app.web.throttle import SEARCHING

room = Room("search")
MOST = 20
NUMBER = re.compile(r"(?:R2P/)?([0-9]{4}/[A-Z]{3}/[0-9]{3,})", re.ASCII)
ADDRESSES: Mapping[str, str] = {
    Kind.PRACTICE: "/practices/",
    Kind.ADAPTATION: "/adaptations/",
    Kind.REQUEST: "/assistance/",
    Kind.STANDING: "/standing-offers/",
    Kind.SEAT: "/open-seats/",
}
"""Where the things that carry a registry number stand."""
OPENED_BY: Mapping[str, P] = {
    Kind.REQUEST: P.ASSISTANCE_READ,
    Kind.STANDING: P.STANDING_READ,
    Kind.SEAT: P.SEAT_READ,
}
"""What it takes to open the pages of these; to a practice a number leads everybody who sees it."""
MOST_PAGES = queries.MOST_SHOWN // MOST


@dataclass(frozen=True, slots=True)
class Choice:
    """A kind to look among; ``number`` is empty for all of them together."""

    label: str
    number: str
    href: str
    current: bool


@dataclass(frozen=True, kw_only=True)
class Results(Page):
    """What was found for ``q``; ``kinds`` are those looked among, all where it is empty.

    Nothing was found for it where something was ``meant``: that is shown then.
    """

    template: ClassVar[str] = "search/index.html"
    here: ClassVar[str] = "search"

    q: str
    cut: bool
    asked: bool
    meant: str
    meant_href: str
    kinds: Sequence[str]
    choices: Sequence[Choice]
    rows: Sequence[Row]
    summary: str
    found: int
    more: bool
    elsewhere: bool
    turn: Turn
    first_href: str
    signed_in: bool


@room.get("/search", P.ANYONE, pace=SEARCHING)
def show(ask: Ask, q: str = "", kind: Sequence[str] = (), page: str = "1") -> Response:
    """Show what was found among all that the viewer may see; a number of theirs leads there."""
    typed = clean(q)
    if meant := _numbered(ask, typed):
        return ask.go(meant)
    kinds = known_kinds(kind)
    at = among_shown(page)
    sought, found = _found(ask, typed, kinds, at)
    return ask.page(
        Results(
            q=typed[:MOST_CHARACTERS],
            cut=len(typed) > MOST_CHARACTERS,
            asked=found.asked,
            kinds=kinds,
            meant=sought if sought != typed else "",
            meant_href=_href(sought, kinds),
            choices=_choices(sought, kinds, found),
            rows=shown.rows(found),
            summary=_summary(found) if found.asked else "",
            found=found.total,
            more=found.more,
            elsewhere=bool(kinds and found.counts),
            turn=turn(
                at, len(found.hits), found.total, most=MOST, href=partial(_href, sought, kinds)
            ),
            first_href=_href(sought, kinds),
            signed_in=ask.viewer.signed_in,
        )
    )


def _found(ask: Ask, typed: str, kinds: Sequence[SearchKind], at: int) -> tuple[str, Found]:
    """Return what was looked for, and found: where nothing holds what was typed, what was meant."""
    look = partial(
        queries.search, ask.conn, ask.viewer, kinds=kinds, most=MOST, after=(at - 1) * MOST
    )
    found = look(typed)
    if found.counts or not found.asked:
        return typed, found
    other = spelling.meant(ask.conn, ask.viewer, typed)
    better = look(other) if other else found
    return (other, better) if other and better.counts else (typed, found)


def _numbered(ask: Ask, typed: str) -> str:
    """Return the address of what carries the number typed, nothing where the viewer sees none."""
    number = NUMBER.fullmatch(typed.upper())
    found = numbered(ask.conn, ask.viewer, f"R2P/{number[1]}") if number else None
    if found is None or not allows(ask.viewer, OPENED_BY.get(found[0], P.ANYONE)):
        return ""
    return ADDRESSES.get(found[0], "") and ADDRESSES[found[0]] + found[1]


def clean(q: str) -> str:
    """Return what was typed on one line, without what is no letter nor sign."""
    return " ".join("".join(c if c.isprintable() and c != UNKNOWN else " " for c in q).split())


def known_kinds(names: Sequence[str]) -> tuple[SearchKind, ...]:
    """Return the kinds among ``names``, in their own order; what is unknown is left out."""
    return tuple(kind for kind in SearchKind if kind in names)


def among_shown(page: str) -> int:
    """Return the number of the page asked for, at most the last one that is ever shown."""
    return min(page_number(page), MOST_PAGES)


def _href(q: str, kinds: Sequence[str], page: int = 1) -> str:
    values = [("q", q), *(("kind", kind) for kind in kinds)]
    return "/search?" + urlencode([*values, ("page", page)] if page > 1 else values)


def _choices(q: str, kinds: Sequence[str], found: Found) -> list[Choice]:
    """Return "All" and each kind that was found or is chosen; every one if counting stopped."""
    stopped = sum(found.counts.values()) > queries.MOST_COUNTED
    offered = [kind for kind in SearchKind if stopped or kind in found.counts or kind in kinds]
    if not offered:
        return []
    everything = Choice(gettext("All"), "", _href(q, ()), not kinds)
    return [everything] + [
        Choice(
            label=gettext(MANY[kind]),
            number=_number(found.counts.get(kind, 0), stopped=stopped),
            href=_href(q, (kind,)),
            current=kind in kinds,
        )
        for kind in offered
    ]


def _number(counted: int, *, stopped: bool) -> str:
    """Return the number beside a kind; where counting stopped there are at least so many."""
    if not stopped:
        return number(counted)
    return f"{number(counted)}+" if counted else ""


def _summary(found: Found) -> str:
    if found.more:
        return gettext("More than %(most)s results", most=number(queries.MOST_COUNTED))
    return ngettext("%(num)s result", "%(num)s results", found.total)
