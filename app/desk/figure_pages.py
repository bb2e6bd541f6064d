"""The figures of the secretariat as a page and as tables to take along: nobody else finds them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P, allows
from app.core import clock
from app.core.errors import NotFound
from app.core.i18n import gettext, ngettext
from app.desk import figures
from app.desk.figures import KINDS, Silent, Waited
from app.directory import sheet
from app.directory.sheet import Columns
from app.web.ask import Ask
from app.web.components import date_words, number
from app.web.guard import Room
from app.web.render import Page
from app.web.throttle import EXPORTING

room = Room("desk.figures")

HERE = "/desk/figures"
WAITED = Columns(("month", "kind", "answered", "median_days", "longest_days"), needed=())
SILENT = Columns(("member", "name", "last_act"), needed=())


@dataclass(frozen=True, kw_only=True)
class Figures(Page):
    """Waiting times and silent members."""

    template: ClassVar[str] = "desk/figures.html"
    here: ClassVar[str] = "desk"

    waited: Sequence[Sequence[str]]
    silent: Sequence[tuple[str, str, str]]
    days: int


@room.get(HERE, P.ACCOUNT, pace=EXPORTING)
def show(ask: Ask) -> Response:
    """Show the figures to the secretariat; there is nothing here for others."""
    _ensure(ask)
    return ask.page(
        Figures(
            waited=[_waited(one) for one in figures.waited(ask.conn)],
            silent=[_silent(one) for one in figures.silent(ask.conn)],
            days=figures.SILENT.days,
        )
    )


@room.get(f"{HERE}/waiting.csv", P.ACCOUNT, pace=EXPORTING)
def waiting_table(ask: Ask) -> Response:
    """Give the waiting times as a table."""
    _ensure(ask)
    rows = [
        {
            "month": one.month,
            "kind": one.kind,
            "answered": str(one.number),
            "median_days": str(one.median),
            "longest_days": str(one.longest),
        }
        for one in figures.waited(ask.conn)
    ]
    return _table("waiting", sheet.write(rows, WAITED))


@room.get(f"{HERE}/silent.csv", P.ACCOUNT, pace=EXPORTING)
def silent_table(ask: Ask) -> Response:
    """Give the silent members as a table."""
    _ensure(ask)
    rows = [
        {
            "member": one.code,
            "name": gettext(one.name),
            "last_act": one.since.isoformat() if one.since else "",
        }
        for one in figures.silent(ask.conn)
    ]
    return _table("silent", sheet.write(rows, SILENT))


def _ensure(ask: Ask) -> None:
    """Let the secretariat pass; for anybody else there is nothing here.

    Raises:
        NotFound: for anybody else.
    """
    if not allows(ask.viewer, P.DESK_READ):
        raise NotFound


def _table(name: str, text: str) -> Response:
    headers = {
        "content-disposition": f'attachment; filename="{name}-{clock.today()}.csv"',
        "cache-control": "no-store",
    }
    return Response(text.encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=headers)


def _waited(one: Waited) -> Sequence[str]:
    return (
        one.month,
        gettext(KINDS[one.kind]),
        number(one.number),
        _days(one.median),
        _days(one.longest),
    )


def _days(days: float) -> str:
    if days != int(days):
        return gettext("%(days)s days", days=number(days))
    return ngettext("%(num)s day", "%(num)s days", int(days))


def _silent(one: Silent) -> tuple[str, str, str]:
    last = date_words(one.since) if one.since else gettext("No act is on record")
    return one.code, gettext(one.name), last
