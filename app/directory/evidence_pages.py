"""The note verbale of an appointment: the page on which it is attached, and each file."""

from functools import partial

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P, allows, ensure
from app.access.viewer import Viewer
from app.core.errors import Conflict, NotFound
from app.core.i18n import N_, gettext
from app.directory import evidence_place, office_queries
from app.directory.evidence import may_attach, may_remove, of_appointment, readers_of
from app.directory.evidence_place import Matter
from app.directory.models import Appointment
from app.directory.office_pages import record_of
from app.directory.office_queries import Term
from app.directory.office_showing import in_full
from app.directory.seats import Seat, seat_of
from app.directory.still_acting import ensure_still_acts
from app.files import keeping
from app.files.attaching import Place
from app.identity.people import named
from app.web.ask import Ask
from app.web.guard import Room

room = Room("directory.evidence")
TAKES_NONE = N_(
    "Nothing can be attached to this appointment by you: once it is verified the administrator"
    " attaches what belongs to it, and once it is over nobody does."
)
STAYS = N_("What an appointment was verified or refused on stays in the record of offices.")


@room.post("/appointments/{appointment_id}/evidence/{file_id}/remove", P.OFFICES_KEEP)
def remove(ask: Ask, appointment_id: str, file_id: str) -> Response:
    """Remove a paper of an appointment that was not verified yet, with a reason."""
    seat, term = _found(ask, appointment_id)
    hold = partial(_hold_removable, appointment_id)
    return evidence_place.remove(ask, _matter(ask, seat, term), file_id, hold)


@room.get("/appointments/{appointment_id}/evidence/{file_id}", P.ANYONE)
def give(ask: Ask, appointment_id: str, file_id: str) -> Response:
    """Give one paper to those who read the record of that member's offices."""
    _found(ask, appointment_id)
    return evidence_place.give(ask, of_appointment(appointment_id), file_id)


def _found(ask: Ask, appointment_id: str) -> tuple[Seat, Term]:
    """Return an appointment of which the viewer reads the record.

    Raises:
        NotFound: for every other, as if there was none.
    """
    seat = seat_of(ask.conn, Appointment, appointment_id)
    term = office_queries.term(ask.conn, appointment_id)
    if seat is None or term is None or not allows(ask.viewer, P.OFFICES_READ, seat):
        raise NotFound
    return seat, term


def _place(ask: Ask, appointment_id: str) -> Place:
    """Return an appointment that takes papers of this viewer as a place for files.

    Raises:
        NotFound: when there is none for this viewer.
        Forbidden: when others of the member or the Secretariat attach them.
        Conflict: when it takes none any more.
    """
    seat, term = _found(ask, appointment_id)
    ask.ensure(P.EVIDENCE_ATTACH, seat)
    _ensure_takes(ask.viewer, seat, term.stage)
    return evidence_place.place(ask, _matter(ask, seat, term))


def _matter(ask: Ask, seat: Seat, term: Term) -> Matter:
    record = record_of(seat.member)
    return Matter(
        of=of_appointment(term.id),
        subject=seat,
        permission=P.EVIDENCE_ATTACH,
        readers=readers_of(seat.member),
        back=f"/appointments/{term.id}" if allows(ask.viewer, P.OFFICES_KEEP) else record,
        base=f"/appointments/{term.id}/evidence",
        crumbs=[
            (gettext("Directory"), "/directory"),
            (gettext(seat.member_name), f"/directory/{seat.member}"),
            (gettext("Offices"), record),
            (evidence_place.words(), None),
        ],
        title=named(term.holder),
        about=in_full(seat.stage, seat.member_name),
        nominated=False,
        removable=may_remove(ask.viewer, term.stage),
        hold=partial(_hold, seat, term.id),
    )


def _hold(seat: Seat, appointment_id: str, db: Session, viewer: Viewer) -> None:
    """Hold the viewer's office and the appointment until papers are attached to it."""
    viewer = ensure_still_acts(db, viewer)
    held = db.get_one(Appointment, appointment_id, with_for_update=True)
    ensure(viewer, P.EVIDENCE_ATTACH, seat)
    _ensure_takes(viewer, seat, held.stage)


def _hold_removable(appointment_id: str, db: Session, viewer: Viewer) -> None:
    """Hold the viewer's office and the appointment until a paper of it is removed."""
    viewer = ensure_still_acts(db, viewer)
    held = db.get_one(Appointment, appointment_id, with_for_update=True)
    if not may_remove(viewer, held.stage):
        raise Conflict(STAYS)


def _ensure_takes(viewer: Viewer, seat: Seat, stage: str) -> None:
    if not may_attach(viewer, seat, stage):
        raise Conflict(TAKES_NONE)


keeping.keep(room, "/appointments/{appointment_id}/evidence", P.EVIDENCE_ATTACH, _place)
