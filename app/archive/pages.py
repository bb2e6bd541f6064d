"""Taking the whole file of an office out, as one document for the archive."""

from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P, ensure
from app.archive.gathering import Gathered, gathered
from app.archive.sight import Sight
from app.audit.actions import record
from app.audit.events import Event
from app.audit.reading import note_within
from app.core import clock
from app.core.errors import NotFound
from app.core.i18n import gettext
from app.directory.models import Office
from app.directory.office_pages import record_of
from app.directory.seats import Seat, seat_of
from app.directory.still_acting import ensure_still_acts
from app.press.printing import NotPrinted, printed
from app.vocabulary import office_kinds
from app.web.ask import Ask
from app.web.guard import Room
from app.web.render import Page
from app.web.throttle import PRINTING

room = Room("archive")
TEMPLATE = "file"


@dataclass(frozen=True, kw_only=True)
class ArchivePage(Page):
    """What the file of an office holds, and the button that makes it."""

    template: ClassVar[str] = "archive/office.html"
    here: ClassVar[str] = "directory"

    office_id: str
    code: str
    name: str
    title: str
    own: bool
    record: str
    refused: str


@room.get("/offices/{office_id}/archive", P.OFFICE_ARCHIVE)
def show(ask: Ask, office_id: str) -> Response:
    """Show what the file of an office holds."""
    return _page(ask, _seat(ask, office_id))


@room.post("/offices/{office_id}/archive", P.OFFICE_ARCHIVE, pace=PRINTING, slow=True)
def take_out(ask: Ask, office_id: str) -> Response:
    """Print the file of an office, and hand it out if the right still stands when it is done."""
    seat = _seat(ask, office_id)
    if not ask.viewer.in_secretariat:  # whose second factor was asked for with the permission
        ask.ensure_fresh()
    at = clock.now().replace(microsecond=0)
    found = gathered(Sight(ask.conn, ask.viewer, ask.portal, seat), at)
    ask.leave()  # printing takes time, and needs no connection
    try:
        made = printed(TEMPLATE, found.data, at)
    except NotPrinted as refused:
        return _page(ask, seat, refused=refused)
    _note(ask, office_id, found)
    name = f"office-{seat.member}-{seat.stage}-{clock.today()}.pdf"
    return Response(
        made.content,
        media_type="application/pdf",
        headers={
            "content-disposition": f'attachment; filename="{name}"',
            "cache-control": "private, no-store",
            "x-content-type-options": "nosniff",
        },
    )


def _note(ask: Ask, office_id: str, found: Gathered) -> None:
    """Ask the right again, the office held, and record who took out what.

    Raises:
        Conflict: when the requester's office changed hands meanwhile.
        SignInNeeded, Forbidden: when the right has gone otherwise.
    """
    ask.relearn()
    seat = _seat(ask, office_id)
    with ask.unit_of_work() as db:
        ensure(ensure_still_acts(db, ask.viewer), P.OFFICE_ARCHIVE, seat)
        record(db, Event.OFFICE_ARCHIVED, viewer=ask.viewer, subject=office_id)
        if ask.viewer.in_secretariat:
            for item_id in sorted(found.requests):
                note_within(db, ask.viewer, item_id, Event.REQUEST_VIEWED)


def _seat(ask: Ask, office_id: str) -> Seat:
    seat = seat_of(ask.conn, Office, office_id)
    if seat is None:
        raise NotFound
    ask.ensure(P.OFFICE_ARCHIVE, seat)
    return seat


def _page(ask: Ask, seat: Seat, *, refused: NotPrinted | None = None) -> Response:
    page = ArchivePage(
        office_id=seat.office_id or "",
        code=seat.member,
        name=seat.member_name,
        title=gettext(office_kinds.label(seat.stage)),
        own=ask.viewer.member in seat.owners,
        record=record_of(seat.member),
        refused=refused.sentence if refused else "",
    )
    return ask.page(page, status=refused.status if refused else 200)
