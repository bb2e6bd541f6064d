"""The pages of what is entered for an office: begun and handed over, confirmed, refused."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.assistance import stored
from app.assistance.acting import Acting
from app.assistance.address import address
from app.assistance.attached import asked_of
from app.assistance.behalf import actions
from app.assistance.behalf.queries import unfinished
from app.assistance.forms import What, read_what
from app.assistance.handing_in_pages import check_page
from app.assistance.pages import acting, as_read, do, found, show_one
from app.assistance.rules import Act, Stage
from app.core import clock, i18n
from app.core.i18n import N_
from app.items.queries import Matter
from app.practices.behalf.pages import MISSING_WHY, called, read_letter_day
from app.practices.behalf.queries import Seat, seats
from app.vocabulary.labels import LANGUAGES, options
from app.web.ask import Ask
from app.web.forms import Form, Reader
from app.web.guard import Room
from app.web.render import Page

room = Room("assistance.behalf")
HERE = "/assistance/enter"

MISSING_OFFICE = N_("Choose the office that asked for it.")
MOST_WHY = 2000


@dataclass(frozen=True, kw_only=True)
class EnterPage(Page):
    """The first page of an entry for an office, and those that can be gone on with."""

    template: ClassVar[str] = "assistance/behalf/enter.html"
    here: ClassVar[str] = "assistance"

    form: Form
    offices: Sequence[tuple[str, str]]
    languages: Sequence[tuple[str, str]]
    today: date
    unfinished: Sequence[tuple[str, str]]


@room.get(HERE, P.REQUEST_ENTER)
def begin(ask: Ask) -> Response:
    """Show the form: which office asked, by a letter of which day, and what it is called."""
    return _page(ask, seats(ask.conn), Form({"language": i18n.language()}))


@room.post(HERE, P.REQUEST_ENTER)
def enter(ask: Ask) -> Response:
    """Begin the entry and lead on to where the letter is attached."""
    known, reader = seats(ask.conn), Reader(ask.sent)
    office = reader.choice("office", [one.id for one in known], missing=MISSING_OFFICE)
    day, what = read_letter_day(reader), read_what(reader, practices=(), whole=False)
    if not what.title:
        reader.wrong("title", N_("Write a title of one line."))
    if reader.errors or day is None:
        return _page(ask, known, reader.form, status=422)
    seat = next(one for one in known if one.id == office)
    with ask.unit_of_work() as db:
        made = _begun(ask, db, seat, day, what)
        return ask.go(address(made, "letter"), db)


def _begun(ask: Ask, db: Session, seat: Seat, day: date, what: What) -> str:
    return actions.begin(db, acting(ask), seat, day, what, i18n.language())


@room.post("/assistance/{item_id}/enter", P.REQUEST_ENTER)
def hand_over(ask: Ask, item_id: str) -> Response:
    """Hand an entry to its office, once it says all that a request needs."""
    asked = asked_of(ask, item_id)
    if asked.matter.stage == Stage.ON_BEHALF and stored.missing(ask, asked):
        return ask.page(check_page(ask, asked, Form()), status=422)
    return do(ask, item_id, Act.ENTER, actions.enter, as_read(ask, asked.matter))


@room.post("/assistance/{item_id}/vouch", P.REQUEST_STEER)
def vouch(ask: Ask, item_id: str) -> Response:
    """Confirm for the own office what was entered for it."""
    asked, reader = asked_of(ask, item_id), Reader(ask.sent)
    ask.ensure(P.REQUEST_STEER, asked.matter)
    if not reader.checked("harmless"):
        reader.wrong("harmless", N_("Confirm that nothing here could harm anyone."))
    waits = asked.matter.stage == Stage.ENTERED
    if waits and (reader.errors or stored.missing(ask, asked)):
        return ask.page(check_page(ask, asked, reader.form), status=422)

    def did(db: Session, by: Acting, matter: Matter) -> None:
        actions.vouch(db, by, replace(asked, matter=matter))

    return do(ask, item_id, Act.VOUCH, did, as_read(ask, asked.matter))


@room.post("/assistance/{item_id}/refuse", P.REQUEST_WITHDRAW)
def refuse(ask: Ask, item_id: str) -> Response:
    """Take out what was entered for the own office, with a reason."""
    ask.ensure(P.REQUEST_WITHDRAW, found(ask, item_id))
    return _end(ask, item_id, Act.REFUSE)


@room.post("/assistance/{item_id}/drop", P.REQUEST_ENTER)
def drop(ask: Ask, item_id: str) -> Response:
    """Take out what the Secretariat entered, with a reason."""
    return _end(ask, item_id, Act.DROP)


def _end(ask: Ask, item_id: str, act: Act) -> Response:
    matter, reader = found(ask, item_id), Reader(ask.sent)
    why = reader.straight("reason", most=MOST_WHY, missing=MISSING_WHY)
    if reader.errors:
        return show_one(ask, item_id, status=422, form=reader.form)

    def did(db: Session, by: Acting, matter: Matter) -> None:
        end = actions.refuse if act == Act.REFUSE else actions.drop
        end(db, by, matter, why)

    return do(ask, item_id, act, did, as_read(ask, matter))


def _page(ask: Ask, known: Sequence[Seat], form: Form, *, status: int = 200) -> Response:
    page = EnterPage(
        form=form,
        offices=sorted(((one.id, called(one)) for one in known), key=lambda pair: pair[1]),
        languages=options(LANGUAGES),
        today=clock.today(),
        unfinished=unfinished(ask.conn, ask.viewer, ask.portal.seal),
    )
    return ask.page(page, status=status)
