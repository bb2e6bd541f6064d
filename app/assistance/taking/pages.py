"""Where an office takes along what it asked for, offers and gets: as tables and as data."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from pydantic import BaseModel
from starlette.responses import Response

from app.access.policy import P
from app.assistance.lists import Wanted
from app.assistance.overview.pages import ensure_of_member
from app.assistance.overview.queries import Part
from app.assistance.taking.data import AskedOut, HelpOut, OwnOfferOut, asked, help_of, offers_of
from app.core import clock
from app.core.errors import NotFound
from app.core.i18n import N_, gettext
from app.directory import sheet
from app.directory.sheet import Columns
from app.items.queries import cursor_of
from app.seats import queries as seats
from app.seats.api import SeatOut, out
from app.web.ask import Ask
from app.web.guard import Room
from app.web.render import Page
from app.web.throttle import EXPORTING

room = Room("assistance.taking")
HERE = "/assistance/download"
IN_ONE = 500
"""So many entries stand in one file; what follows it is named in the header ``Link``."""
Read = Callable[[Ask, Wanted], tuple[Sequence[BaseModel], str | None]]


def _seats(ask: Ask, _wanted: Wanted) -> tuple[Sequence[BaseModel], str | None]:
    return [out(one) for one in seats.own(ask.conn, ask.viewer)], None


@dataclass(frozen=True, slots=True)
class Set:
    """What stands together in one file: its heading, what one entry is, and how it is read."""

    heading: str
    entry: type[BaseModel]
    read: Read


SETS: Mapping[str, Set] = {
    "requests": Set(N_("What your office asked for"), AskedOut, asked),
    "offers": Set(N_("What your office offered, in its words"), OwnOfferOut, offers_of),
    "promised": Set(
        N_("Help that is agreed"), HelpOut, lambda ask, wanted: help_of(ask, Part.PROMISED, wanted)
    ),
    "came": Set(
        N_("Help received and given"),
        HelpOut,
        lambda ask, wanted: help_of(ask, Part.CAME, wanted),
    ),
    "seats": Set(N_("Open seats that your office offers"), SeatOut, _seats),
}
Write = Callable[[str, Set, Sequence[BaseModel]], str]


@dataclass(frozen=True, kw_only=True)
class TakingPage(Page):
    """The files: of each set its heading and (kind, address)."""

    template: ClassVar[str] = "assistance/taking/download.html"
    here: ClassVar[str] = "assistance"

    sets: Sequence[tuple[str, str, Sequence[tuple[str, str]]]]


@room.get(HERE, P.ASSISTANCE_READ)
def offered(ask: Ask) -> Response:
    """Show which files an office can take along.

    Raises:
        NotFound: for who acts for no member.
    """
    ensure_of_member(ask)
    found = [
        (name, gettext(one.heading), [(kind, f"{HERE}/{name}.{kind}") for kind in FORMATS])
        for name, one in SETS.items()
    ]
    return ask.page(TakingPage(sets=found))


@room.get(HERE + "/{name}", P.ASSISTANCE_READ, pace=EXPORTING)
def take(ask: Ask, name: str, below: str = "") -> Response:
    """Give one file of the viewer's office.

    Raises:
        NotFound: where there is no such file, or for who acts for no member.
    """
    ensure_of_member(ask)
    of, _, kind = name.partition(".")
    if of not in SETS or kind not in FORMATS:
        raise NotFound
    found, following = SETS[of].read(ask, Wanted(below=cursor_of(below), most=IN_ONE))
    media, write = FORMATS[kind]
    headers = {
        "content-disposition": f'attachment; filename="assistance-{of}-{clock.today()}.{kind}"',
        "cache-control": "private, no-store",
    }
    if following:
        base = ask.portal.settings.base_url
        headers["link"] = f'<{base}{HERE}/{name}?below={following}>; rel="next"'
    return Response(write(of, SETS[of], found).encode(), media_type=media, headers=headers)


def _table(_name: str, of: Set, found: Sequence[BaseModel]) -> str:
    names = tuple(of.entry.model_fields)
    rows = [
        {name: _cell(value) for name, value in one.model_dump(mode="json").items()} for one in found
    ]
    return "\ufeff" + sheet.write(rows, Columns(names, needed=()))


def _cell(value: Any) -> str:
    """Return a value as a cell: codes with a blank between, what waits for whom one to a line."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return " ".join(str(one) for one in value.values() if one is not None)
    if isinstance(value, list):
        between = "\n" if value and isinstance(value[0], dict) else " "
        return between.join(_cell(one) for one in value)
    return "" if value is None else str(value)


def _document(name: str, _of: Set, found: Sequence[BaseModel]) -> str:
    return json.dumps({name: [one.model_dump(mode="json") for one in found]}, ensure_ascii=False)


def _lines(_name: str, _of: Set, found: Sequence[BaseModel]) -> str:
    said = partial(json.dumps, ensure_ascii=False)
    return "".join(f"{said(one.model_dump(mode='json'))}\n" for one in found)


FORMATS: Mapping[str, tuple[str, Write]] = {
    "csv": ("text/csv; charset=utf-8", _table),
    "json": ("application/json", _document),
    "ndjson": ("application/x-ndjson", _lines),
}
