"""Asked, offered, promised, received: where an office sees it, and takes it along as a table."""

from collections.abc import Iterator
from dataclasses import replace

from starlette.responses import Response

from app.access.policy import P
from app.assistance.overview import page, tables
from app.assistance.overview.tables import HERE, Table
from app.core import clock
from app.core.errors import NotFound
from app.directory import sheet
from app.directory.sheet import Columns
from app.items.queries import BEGINNING
from app.web.ask import Ask
from app.web.guard import Room
from app.web.throttle import EXPORTING

room = Room("assistance.overview")
MOST = 500
"""So many rows of each table are taken along."""
COLUMNS = Columns(
    (
        "table", "number", "title", "with", "state", "waits_for", "from", "until", "address",
    ),
    needed=(),
)  # fmt: skip


@room.get(HERE, P.ASSISTANCE_READ)
def overview(ask: Ask) -> Response:
    """Show what the viewer's office asked for, offered, promised and got.

    Raises:
        NotFound: for the secretariat, which has a desk instead.
    """
    ensure_of_member(ask)
    said = tables.chosen(ask.request.query_params)
    return ask.page(page.overview(ask.conn, ask.viewer, ask.portal.seal, said))


@room.get(f"{HERE}/table.csv", P.ASSISTANCE_READ, pace=EXPORTING)
def table(ask: Ask) -> Response:
    """Give the same as a table, by the same filters.

    Raises:
        NotFound: for the secretariat.
    """
    ensure_of_member(ask)
    said = tables.chosen(ask.request.query_params)
    said = replace(said, wanted=replace(said.wanted, most=MOST, below=BEGINNING))
    base = ask.portal.settings.base_url
    found = tables.tables(ask.conn, ask.viewer, ask.portal.seal, said)
    text = sheet.write([cells for one in found for cells in _cells(one, base)], COLUMNS)
    headers = {
        "content-disposition": f'attachment; filename="assistance-{clock.today()}.csv"',
        "cache-control": "no-store",
    }
    return Response(text.encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=headers)


def ensure_of_member(ask: Ask) -> None:
    """Let offices of members alone pass.

    Raises:
        NotFound: for everybody else.
    """
    if ask.viewer.member is None or ask.viewer.in_secretariat:
        raise NotFound


def _cells(one: Table, base: str) -> Iterator[dict[str, str]]:
    for row in one.rows:
        yield {
            "table": one.title,
            "number": row.number,
            "title": row.title,
            "with": row.whose,
            "state": row.sign[1],
            "waits_for": row.turn.what,
            "from": row.turn.whom,
            "until": row.turn.due.isoformat() if row.turn.due else "",
            "address": base + row.href,
        }
