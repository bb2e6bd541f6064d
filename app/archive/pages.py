"""Taking the whole file of an office out: asked for, waited for, saved as one document."""

from dataclasses import dataclass
from typing import ClassVar

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P, ensure
from app.archive.making import ORDER, WORDS
from app.audit.actions import record
from app.audit.events import Event
from app.core.errors import NotFound
from app.core.i18n import gettext
from app.directory.models import Office
from app.directory.office_pages import record_of
from app.directory.seats import Seat, seat_of
from app.directory.still_acting import ensure_still_acts
from app.files.serving import store_of
from app.identity.sessions import provider_of_session
from app.orders import actions, queries, saving, storing
from app.orders.actions import Wanted
from app.orders.rules import Kind
from app.orders.showing import Work, work_of
from app.vocabulary import office_kinds
from app.web.ask import Ask
from app.web.guard import Room
from app.web.render import Page
from app.web.throttle import PRINTING

room = Room("archive")


@dataclass(frozen=True, kw_only=True)
class ArchivePage(Page):
    """What the file of an office holds, and how far it is.

    ``work`` is what is being made or waits, ``other`` where that is shown if it is something else.
    """

    template: ClassVar[str] = "archive/office.html"
    here: ClassVar[str] = "directory"

    office_id: str
    code: str
    name: str
    title: str
    own: bool
    record: str
    work: Work | None
    other: str


@room.get("/offices/{office_id}/archive", P.OFFICE_ARCHIVE)
def show(ask: Ask, office_id: str) -> Response:
    """Show what the file of an office holds."""
    return _page(ask, _seat(ask, office_id))


@room.post("/offices/{office_id}/archive", P.OFFICE_ARCHIVE, pace=PRINTING)
def order(ask: Ask, office_id: str) -> Response:
    """Have the file of an office made, after a proof of presence."""
    _present(ask, office_id)
    provider = provider_of_session(ask.conn, ask.session_token)
    wanted = Wanted(Kind.OFFICE, len(ORDER), provider, office_id)
    with ask.unit_of_work() as db:
        actions.ask(db, ask.viewer, wanted, store_of(ask.portal.settings))
        return ask.go(_here(office_id), db)


@room.post("/offices/{office_id}/archive/save", P.OFFICE_ARCHIVE)
def save(ask: Ask, office_id: str) -> Response:
    """Hand the document out if the right still stands; with its last byte it is destroyed here."""
    seat = _present(ask, office_id)

    def last(db: Session) -> None:
        ensure(ensure_still_acts(db, ask.viewer), P.OFFICE_ARCHIVE, seat)
        record(db, Event.OFFICE_ARCHIVED, viewer=ask.viewer, subject=office_id)

    return saving.hand_out(ask, Kind.OFFICE, office_id, last)


@room.post("/offices/{office_id}/archive/call-off", P.OFFICE_ARCHIVE)
def call_off(ask: Ask, office_id: str) -> Response:
    """Make the document no further, or destroy the one that waits."""
    _seat(ask, office_id)
    with ask.unit_of_work() as db:
        actions.call_off(db, ask.viewer, Kind.OFFICE, office_id, store_of(ask.portal.settings))
        return ask.go(_here(office_id), db)


def _here(office_id: str) -> str:
    return storing.page_of(Kind.OFFICE, office_id)


def _present(ask: Ask, office_id: str) -> Seat:
    """Return the office to whoever may take its file out and proved to be there of late."""
    seat = _seat(ask, office_id)
    if not ask.viewer.in_secretariat:  # whose second factor was asked for with the permission
        ask.ensure_fresh()
    return seat


def _seat(ask: Ask, office_id: str) -> Seat:
    seat = seat_of(ask.conn, Office, office_id)
    if seat is None:
        raise NotFound
    ask.ensure(P.OFFICE_ARCHIVE, seat)
    return seat


def _page(ask: Ask, seat: Seat) -> Response:
    found = queries.of_person(ask.conn, ask.viewer.person_id)
    mine = found if found and found.is_for(Kind.OFFICE, seat.office_id) else None
    page = ArchivePage(
        office_id=seat.office_id or "",
        code=seat.member,
        name=seat.member_name,
        title=gettext(office_kinds.label(seat.stage)),
        own=ask.viewer.member in seat.owners,
        record=record_of(seat.member),
        work=work_of(mine, WORDS),
        other=storing.page_of(found.kind, found.office_id) if found and mine is None else "",
    )
    return ask.page(page)
