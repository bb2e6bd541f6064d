"""The list of open seats, narrowed by what somebody looks for, and those of the own office."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar
from urllib.parse import urlencode

from sqlalchemy import Connection

from app.access.viewer import Viewer
from app.core import clock
from app.seats import listing, queries
from app.seats.listing import FIRST, PAGE, Wanted
from app.seats.queries import Seat
from app.seats.rules import KINDS
from app.seats.shown import lines, month_words
from app.vocabulary import regional_groups
from app.vocabulary.labels import LANGUAGES, THEMES, options
from app.web.forms import Form, Reader
from app.web.lines import Line
from app.web.render import Page

REGIONS = {group.code: group.short for group in regional_groups.REGIONAL_GROUPS}
ADDRESS = "/open-seats"
MONTHS = 18
"""So many months from this one can be chosen."""
Options = Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Index(Page):
    """The list; ``mine`` are those of the own office whatever became of them."""

    template: ClassVar[str] = "seats/index.html"
    here: ClassVar[str] = "assistance"

    form: Form
    themes: Options
    kinds: Options
    languages: Options
    regions: Options
    months: Options
    rows: Sequence[Line]
    mine: Sequence[Line]
    more: str
    narrowed: bool
    query: str


def index_of(conn: Connection, viewer: Viewer, query: Mapping[str, str]) -> Index:
    """Return the list for ``viewer``, narrowed by the fields of ``query``."""
    reader = Reader({name: [value] for name, value in query.items()})
    wanted = wanted_of(reader, query.get("after", ""))
    found = listing.listed(conn, viewer, wanted)
    chosen = _chosen(wanted)
    return Index(
        form=reader.form,
        themes=options(THEMES),
        kinds=options(KINDS),
        languages=options(LANGUAGES),
        regions=options(REGIONS),
        months=month_options(),
        rows=lines(found),
        mine=lines(queries.own(conn, viewer), of_one=True),
        more=_more(wanted, found),
        narrowed=bool(chosen),
        query=urlencode(chosen),
    )


def wanted_of(reader: Reader, after: str = "") -> Wanted:
    """Read what a list is narrowed to; what is no word of a list narrows nothing."""
    return Wanted(
        theme=reader.choice("theme", THEMES),
        kind=reader.choice("kind", KINDS),
        language=reader.choice("language", LANGUAGES),
        region=reader.choice("region", REGIONS),
        month=reader.choice("month", [code for code, _ in month_options()]),
        closed=reader.checked("closed"),
        after=place_of(after),
    )


def everything(wanted: Wanted, most: int) -> Wanted:
    """Return the same, from its beginning and ``most`` at once."""
    return replace(wanted, after=(FIRST, ""), most=most)


def month_options() -> Options:
    """Return this month and those after it, as one writes and as one reads them."""
    first = clock.today().replace(day=1)
    months = [_later(first, n) for n in range(MONTHS)]
    return [(f"{one:%Y-%m}", month_words(one)) for one in months]


def _later(first: date, months: int) -> date:
    turned = first.month - 1 + months
    return date(first.year + turned // 12, turned % 12 + 1, 1)


def place_of(text: str) -> tuple[date, str]:
    """Return the place that an address gives as ``2027-03-31.id``; the beginning for others."""
    day, _, item_id = text.partition(".")
    try:
        return date.fromisoformat(day), item_id
    except ValueError:
        return FIRST, ""


def _chosen(wanted: Wanted) -> dict[str, str]:
    names = ("theme", "kind", "language", "region", "month")
    found = {name: getattr(wanted, name) for name in names if getattr(wanted, name)}
    return {**found, **({"closed": "yes"} if wanted.closed else {})}


def _more(wanted: Wanted, found: Sequence[Seat]) -> str:
    if len(found) < PAGE:
        return ""
    return f"{ADDRESS}?{urlencode({**_chosen(wanted), 'after': found[-1].cursor})}"
