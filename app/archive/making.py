"""What the duty does: the file of an office is gathered, printed, and sealed for whoever asked."""

from datetime import datetime

from sqlmodel import Session

from app.access.policy import P, allows, ensure
from app.access.viewer import Viewer
from app.archive import gathering
from app.archive.gathering import Gathered, gathered
from app.archive.sight import Sight
from app.audit.events import Event
from app.audit.reading import note_within
from app.core import clock
from app.core.errors import Conflict
from app.core.i18n import N_
from app.directory.models import Office
from app.directory.seats import Seat, seat_of
from app.directory.still_acting import ensure_still_acts
from app.orders import storing
from app.orders.making import Making
from app.orders.rules import Unfit, Why
from app.orders.showing import SEALING
from app.orders.storing import Made
from app.press.printing import TOO_LONG, NotPrinted, Printed, printed

TEMPLATE = "file"
PRINTING = "printing"
WORDS = {**gathering.PARTS, PRINTING: N_("printing the document")}
ORDER = {part: number for number, part in enumerate((*WORDS, SEALING), 1)}


def office_file(making: Making) -> None:
    """Print the file of an office; the right to it is asked before, and once more when it is done.

    Raises:
        Refusal: where the right has ended.
        Unfit: when it cannot be printed.
    """
    portal, viewer = making.portal, making.asker
    if viewer is None:
        raise Conflict
    at = clock.now().replace(microsecond=0)
    with portal.db.read() as conn:
        seat = seat_of(conn, Office, making.row.office_id)
        if seat is None or not allows(viewer, P.OFFICE_ARCHIVE, seat):
            raise Conflict
        sight = Sight(conn, viewer, portal, seat)
        found = gathered(sight, at, lambda part: making.begin(part, ORDER[part]))
    making.begin(PRINTING, ORDER[PRINTING])
    made = _printed(found, at)
    making.begin(SEALING, ORDER[SEALING])
    name = f"office-{seat.member}-{seat.stage}-{clock.today()}.pdf"
    storing.keep(
        making,
        Made(made.content, name, "application/pdf"),
        lambda db: _last(db, viewer, seat, found),
    )


def _printed(found: Gathered, at: datetime) -> Printed:
    try:
        return printed(TEMPLATE, found.data, at)
    except NotPrinted as refused:
        raise Unfit(Why.LONG if refused.msgid == TOO_LONG else Why.PRINT) from refused


def _last(db: Session, viewer: Viewer, seat: Seat, found: Gathered) -> None:
    """Ask the right again, the office held; what the Secretariat reads is noted before it can.

    Raises:
        Conflict: when the requester's office changed hands meanwhile.
        SignInNeeded, Forbidden: when the right has gone otherwise.
    """
    ensure(ensure_still_acts(db, viewer), P.OFFICE_ARCHIVE, seat)
    if viewer.in_secretariat:
        for item_id in sorted(found.requests):
            note_within(db, viewer, item_id, Event.REQUEST_VIEWED)
