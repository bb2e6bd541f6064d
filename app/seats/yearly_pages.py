"""The figures of open seats by year: a page, and a table to take along."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection
from starlette.responses import Response

from app.access.policy import P
from app.core.errors import NotFound
from app.core.i18n import N_, gettext
from app.directory import sheet
from app.directory.sheet import Columns
from app.seats import yearly
from app.seats.rules import KINDS
from app.seats.yearly import COUNTS, Row
from app.vocabulary.labels import THEMES
from app.web.ask import Ask
from app.web.components import number
from app.web.guard import Room
from app.web.render import Page
from app.web.throttle import EXPORTING

room = Room("seats.figures")
HERE = "/open-seats/figures"
TABLE = Columns(("year", "by", "of", *COUNTS), needed=())
UNSAID = N_("Not said")


@dataclass(frozen=True, kw_only=True)
class Figures(Page):
    """The figures of one year."""

    template: ClassVar[str] = "seats/figures.html"
    here: ClassVar[str] = "assistance"

    year: int
    years: Sequence[int]
    total: Sequence[str]
    themes: Sequence[Sequence[str]]
    kinds: Sequence[Sequence[str]]


@room.get(HERE, P.SEAT_READ, pace=EXPORTING)
def show(ask: Ask, year: str = "") -> Response:
    """Show the figures of the latest year, or of one that is chosen.

    Raises:
        NotFound: for a year in which no seat was published.
    """
    known = yearly.years(ask.conn)
    chosen = _chosen(known, year)
    found = yearly.published_in(ask.conn, chosen) if known else []
    about = [row for row in yearly.by_theme(found, THEMES) if row.seats != 0]
    page = Figures(
        year=chosen,
        years=known,
        total=_in_words(yearly.total(found), gettext("All seats")),
        themes=[_in_words(row, gettext(THEMES[row.of])) for row in about],
        kinds=[_in_words(row, gettext(KINDS[row.of])) for row in yearly.by_kind(found, KINDS)],
    )
    return ask.page(page)


@room.get(HERE + "/{year}/table.csv", P.SEAT_READ, pace=EXPORTING)
def table(ask: Ask, year: str) -> Response:
    """Give the figures of a year as a table; what is not said is an empty cell.

    Raises:
        NotFound: for a year in which no seat was published.
    """
    chosen = _chosen(yearly.years(ask.conn), year)
    found = yearly.published_in(ask.conn, chosen)
    rows = [
        *_cells(chosen, "all", [yearly.total(found)]),
        *_cells(chosen, "theme", yearly.by_theme(found, THEMES)),
        *_cells(chosen, "kind", yearly.by_kind(found, KINDS)),
    ]
    headers = {
        "content-disposition": f'attachment; filename="open-seats-{chosen}.csv"',
        "cache-control": "no-store",
    }
    text = sheet.write(rows, TABLE).encode("utf-8-sig")
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


def figures_of(conn: Connection, year: int) -> Sequence[str]:
    """Return the figures of all seats of a year in words, for the page of requests."""
    return _in_words(yearly.total(yearly.published_in(conn, year)), gettext("Open seats"))


def _chosen(known: Sequence[int], year: str) -> int:
    """Return the year that is asked for, the latest where none is."""
    if not year:
        return known[0] if known else 0
    found = next((one for one in known if str(one) == year), None)
    if found is None:
        raise NotFound
    return found


def _in_words(row: Row, name: str) -> Sequence[str]:
    values = [getattr(row, count) for count in COUNTS]
    return (name, *(gettext(UNSAID) if value is None else number(value) for value in values))


def _cells(year: int, by: str, rows: Sequence[Row]) -> Sequence[dict[str, str]]:
    return [
        {
            "year": str(year),
            "by": by,
            "of": row.of,
            **{name: _cell(getattr(row, name)) for name in COUNTS},
        }
        for row in rows
    ]


def _cell(value: int | None) -> str:
    return "" if value is None else str(value)
