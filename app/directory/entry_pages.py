"""The holder's own entry: filling it in, choosing who sees what, and saying that it is right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.core.errors import NotFound
from app.core.i18n import gettext
from app.directory import entry as entries
from app.directory import entry_forms, queries, time_zones
from app.directory.entry import Own
from app.directory.holders_showing import FIELD_WORDS
from app.directory.models import Office
from app.directory.office_showing import title_of
from app.directory.seats import Seat, seat_of
from app.vocabulary import themes
from app.vocabulary.languages import LANGUAGES
from app.web.ask import Ask
from app.web.forms import Form
from app.web.guard import Room
from app.web.render import Page

room = Room("directory.entry")

SAID = ("kept", "confirmed")


@dataclass(frozen=True, kw_only=True)
class EntryPage(Page):
    """What the holder of an office says about the own person."""

    template: ClassVar[str] = "directory/entry.html"
    here: ClassVar[str] = "directory"

    office_id: str
    code: str
    name: str
    title: str
    said: str
    due: bool
    last: date
    form: Form
    languages: Sequence[tuple[str, str]]
    expertise: Sequence[tuple[str, str]]
    zones: Sequence[tuple[str, str]]
    fields: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Found:
    """An office of the viewer's, and the entry for it."""

    seat: Seat
    mine: Own


@room.get("/offices/{office_id}/entry", P.ENTRY_KEEP)
def show(ask: Ask, office_id: str, said: str = "") -> Response:
    """Show the holder's own entry, to be changed or confirmed."""
    found = _found(ask, office_id)
    return _page(ask, found, entry_forms.filled(found.mine.entry), said=said)


@room.post("/offices/{office_id}/entry", P.ENTRY_KEEP)
def keep(ask: Ask, office_id: str) -> Response:
    """Keep the entry; who keeps it has confirmed it."""
    found = _found(ask, office_id)
    said, form = entry_forms.entry(ask.sent, _zones(ask, found.seat))
    if said is None:
        return _page(ask, found, form, status=422)
    with ask.unit_of_work() as db:
        entries.keep(db, ask.viewer, found.mine, said)
        return ask.go(f"/offices/{office_id}/entry?said=kept", db)


@room.post("/offices/{office_id}/entry/confirm", P.ENTRY_KEEP)
def confirm(ask: Ask, office_id: str) -> Response:
    """Say in one click that the entry is still right."""
    found = _found(ask, office_id)
    with ask.unit_of_work() as db:
        entries.confirm(db, ask.viewer, found.mine)
        return ask.go(f"/offices/{office_id}/entry?said=confirmed", db)


def _found(ask: Ask, office_id: str) -> Found:
    seat = seat_of(ask.conn, Office, office_id)
    if seat is None:
        raise NotFound
    ask.ensure(P.ENTRY_KEEP, seat)
    mine = entries.own(ask.conn, ask.viewer, office_id)
    if mine is None:
        raise NotFound
    return Found(seat, mine)


def _zones(ask: Ask, seat: Seat) -> Sequence[str]:
    return time_zones.offered(queries.iso2(ask.conn, seat.member))


def _page(ask: Ask, found: Found, form: Form, *, said: str = "", status: int = 200) -> Response:
    seat, mine = found.seat, found.mine
    last, late = entries.last_right(mine.confirmed_at, mine.starts)
    page = EntryPage(
        office_id=seat.office_id or "",
        code=seat.member,
        name=seat.member_name,
        title=title_of(None, seat.stage),
        said=said if said in SAID else "",
        due=late or mine.confirmed_at is None,
        last=last,
        form=form,
        languages=sorted(
            ((one.code, gettext(one.label)) for one in LANGUAGES), key=lambda pair: pair[1]
        ),
        expertise=[(one.code, gettext(one.label)) for one in themes.THEMES],
        zones=[(zone, time_zones.words(zone)) for zone in _zones(ask, seat)],
        fields=[(name, gettext(words)) for name, words in FIELD_WORDS.items()],
    )
    return ask.page(page, status=status)
