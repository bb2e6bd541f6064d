"""The pages of what is entered for an office: begun by the Secretariat, refused by its office."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.core import clock, i18n
from app.core.i18n import N_, gettext
from app.directory.office_showing import in_full
from app.items import queries as items
from app.items.models import Kind
from app.notifications.post import Post
from app.practices import forms
from app.practices.behalf import actions, queries
from app.practices.behalf.queries import Seat
from app.practices.choosing import choices_of
from app.practices.page import Notes
from app.practices.pages import shown
from app.practices.versions import version_sent
from app.web.ask import Ask
from app.web.forms import Form, Reader
from app.web.guard import Room
from app.web.render import Page

room = Room("practices.behalf")
HERE = "/practices/enter"

MISSING_OFFICE = N_("Choose the office that asked for it.")
MISSING_DAY = N_("Say of which day the letter is.")
DAY_AHEAD = N_("The letter cannot be of a day that lies ahead.")
MISSING_WHY = N_("Write the reason: the Secretariat reads it, and nobody else.")


@dataclass(frozen=True, kw_only=True)
class EnterPage(Page):
    """The first page of an entry for an office, and those that can be gone on with."""

    template: ClassVar[str] = "practices/behalf/enter.html"
    here: ClassVar[str] = "practices"

    form: Form
    choices: Mapping[str, Any]
    offices: Sequence[tuple[str, str]]
    today: date
    unfinished: Sequence[tuple[str, str]]


@room.get(HERE, P.PRACTICE_ENTER)
def begin(ask: Ask) -> Response:
    """Show the form: which office asked, by a letter of which day, and what the practice is."""
    return _page(ask, queries.seats(ask.conn), Form({"language": i18n.language()}))


@room.post(HERE, P.PRACTICE_ENTER)
def enter(ask: Ask) -> Response:
    """Begin the entry and lead on to where the letter is attached."""
    seats = queries.seats(ask.conn)
    changes, form = forms.read_what(ask.sent)
    reader = Reader(ask.sent)
    office = reader.choice("office", [one.id for one in seats], missing=MISSING_OFFICE)
    day = read_letter_day(reader)
    typed = Form({**form.values, **reader.form.values}, {**reader.errors, **form.errors})
    if not typed.good or day is None:
        return _page(ask, seats, typed, status=422)
    seat = next(one for one in seats if one.id == office)
    first = replace(changes, columns={**changes.columns, "contact_office": seat.id})
    with ask.unit_of_work() as db:
        made = actions.begin(db, ask.viewer, seat, day, first)
        return ask.go(f"/practices/{made.id}/letter", db)


@room.post("/practices/{item_id}/refuse", P.PRACTICE_REFUSE)
def refuse(ask: Ask, item_id: str) -> Response:
    """Take out what was entered for the own office, with a reason."""
    matter = items.get(ask.conn, ask.viewer, Kind.PRACTICE, item_id)
    ask.ensure(P.PRACTICE_REFUSE, matter)
    reason, form = forms.read_why(ask.sent, MISSING_WHY)
    if not form.good:
        return ask.page(shown(ask, item_id, notes=Notes(refuse=form)), status=422)
    with ask.unit_of_work() as db:
        post, version = Post.of(ask.portal), version_sent(ask)
        actions.refuse(db, ask.viewer, matter, reason, post, version=version)
        return ask.go(f"/practices/{item_id}?said=refused", db)


def read_letter_day(reader: Reader) -> date | None:
    """Read of which day the letter of an office is."""
    day = reader.day("asked_on", missing=MISSING_DAY)
    if day and day > clock.today():
        reader.wrong("asked_on", DAY_AHEAD)
    return day


def _page(ask: Ask, seats: Sequence[Seat], form: Form, *, status: int = 200) -> Response:
    page = EnterPage(
        form=form,
        choices=choices_of("what"),
        offices=sorted(((one.id, called(one)) for one in seats), key=lambda pair: pair[1]),
        today=clock.today(),
        unfinished=queries.unfinished(ask.conn, ask.viewer),
    )
    return ask.page(page, status=status)


def called(seat: Seat) -> str:
    """Return what an office is called, and whether nobody holds it."""
    office = in_full(seat.kind, seat.member_name)
    return office if seat.held else gettext("%(office)s (nobody holds it now)", office=office)
