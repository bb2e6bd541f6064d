"""The figures of requests by year: a page with a picture, and a table to take along."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.assistance import yearly, yearly_queries
from app.assistance.yearly import COUNTS, Row
from app.core.errors import NotFound
from app.core.i18n import N_, gettext
from app.directory import sheet
from app.directory.sheet import Columns
from app.seats.yearly_pages import figures_of
from app.vocabulary import regional_groups, themes
from app.web.ask import Ask
from app.web.components import number
from app.web.guard import Room
from app.web.render import Page
from app.web.throttle import EXPORTING

room = Room("assistance.figures")
HERE = "/assistance/figures"
TABLE = Columns(
    ("year", "by", "of", "opened", "days_to_first_offer", *COUNTS, "agreed_percent"), needed=()
)
UNSAID = N_("Not said")
WIDEST = 320
"""How long the longest bar of the picture is."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of the picture: what it is of, its number in words, and how long it is."""

    of: str
    number: str
    width: int


@dataclass(frozen=True, kw_only=True)
class Figures(Page):
    """The figures of one year."""

    template: ClassVar[str] = "assistance/figures.html"
    here: ClassVar[str] = "assistance"

    year: int
    years: Sequence[int]
    total: Sequence[str]
    themes: Sequence[Sequence[str]]
    regions: Sequence[Sequence[str]]
    bars: Sequence[Bar]
    seats: Sequence[str]


@room.get(HERE, P.ASSISTANCE_READ, pace=EXPORTING)
def show(ask: Ask, year: str = "") -> Response:
    """Show the figures of the latest year, or of one that is chosen.

    Raises:
        NotFound: for a year in which no request was opened.
    """
    known = yearly_queries.years(ask.conn)
    chosen = _chosen(known, year)
    found = yearly_queries.opened_in(ask.conn, chosen) if known else []
    about = [row for row in yearly.by_theme(found, themes.codes()) if row.number != 0]
    page = Figures(
        year=chosen,
        years=known,
        total=_in_words(yearly.total(found), gettext("All requests")),
        themes=[_in_words(row, gettext(themes.label(row.of))) for row in about],
        regions=[
            _in_words(row, gettext(regional_groups.short(row.of)))
            for row in yearly.by_region(found, regional_groups.codes())
        ],
        bars=_bars(about),
        seats=figures_of(ask.conn, chosen) if known else (),
    )
    return ask.page(page)


@room.get(HERE + "/{year}/table.csv", P.ASSISTANCE_READ, pace=EXPORTING)
def table(ask: Ask, year: str) -> Response:
    """Give the figures of a year as a table; what is not said is an empty cell.

    Raises:
        NotFound: for a year in which no request was opened.
    """
    known = yearly_queries.years(ask.conn)
    chosen = _chosen(known, year)
    found = yearly_queries.opened_in(ask.conn, chosen)
    rows = [
        *_cells(chosen, "all", [yearly.total(found)]),
        *_cells(chosen, "theme", yearly.by_theme(found, themes.codes())),
        *_cells(chosen, "region", yearly.by_region(found, regional_groups.codes())),
    ]
    text = sheet.write(rows, TABLE).encode("utf-8-sig")
    headers = {
        "content-disposition": f'attachment; filename="requests-{chosen}.csv"',
        "cache-control": "no-store",
    }
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


def _chosen(known: Sequence[int], year: str) -> int:
    """Return the year that is asked for, the latest where none is."""
    if not year:
        return known[0] if known else 0
    found = next((one for one in known if str(one) == year), None)
    if found is None:
        raise NotFound
    return found


def _in_words(row: Row, name: str) -> Sequence[str]:
    values = (row.number, row.days_to_offer, *(getattr(row, name) for name in COUNTS))
    said = [gettext(UNSAID) if value is None else number(value) for value in values]
    if row.agreed and row.agreed_share is not None:
        at = 2 + COUNTS.index("agreed")
        said[at] = gettext("%(num)s (%(share)s %%)", num=said[at], share=number(row.agreed_share))
    return (name, *said)


def _bars(rows: Sequence[Row]) -> Sequence[Bar]:
    most = max((row.number or 0 for row in rows), default=0)
    return [
        Bar(gettext(themes.label(row.of)), number(row.number), round(row.number / most * WIDEST))
        for row in rows
        if row.number
    ]


def _cells(year: int, by: str, rows: Sequence[Row]) -> Sequence[dict[str, str]]:
    return [
        {
            "year": str(year),
            "by": by,
            "of": row.of,
            "opened": _cell(row.number),
            "days_to_first_offer": _cell(row.days_to_offer),
            **{name: _cell(getattr(row, name)) for name in COUNTS},
            "agreed_percent": _cell(row.agreed_share),
        }
        for row in rows
    ]


def _cell(value: int | None) -> str:
    return "" if value is None else str(value)
