"""One appointment: verified, refused, ended or taken back by who keeps the record of offices."""

from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.access.viewer import OfficeKind
from app.core.errors import NotFound
from app.core.i18n import gettext
from app.directory import (
    evidence,
    evidence_queries,
    evidence_showing,
    keeping,
    leavers,
    newcomers,
    office_forms,
    office_queries,
)
from app.directory.evidence import of_appointment
from app.directory.evidence_showing import ShownPapers
from app.directory.models import Appointment
from app.directory.newcomers import Newcomer
from app.directory.office_pages import record_of
from app.directory.office_queries import Term
from app.directory.seats import Seat, seat_of
from app.vocabulary import office_kinds
from app.web.ask import Ask
from app.web.forms import Form
from app.web.guard import Room
from app.web.render import Page

room = Room("directory.appointments")


@dataclass(frozen=True, kw_only=True)
class AppointmentPage(Page):
    """One appointment, to be verified, refused or ended."""

    template: ClassVar[str] = "directory/appointment.html"
    here: ClassVar[str] = "directory"

    code: str
    name: str
    title: str
    term: Term
    papers: ShownPapers
    form: Form
    why: Form


@room.get("/appointments/{appointment_id}", P.OFFICES_KEEP)
def appointment(ask: Ask, appointment_id: str) -> Response:
    """Show one appointment with what can be done to it."""
    seat, term = _found(ask, appointment_id)
    paper = {"authority": term.authority or "", "evidence": term.evidence or ""}
    return _appointment_page(ask, seat, term, form=Form({**paper, "how": "end"}))


@room.post("/appointments/{appointment_id}/verify", P.OFFICES_GRANT)
def verify(ask: Ask, appointment_id: str) -> Response:
    """Verify a proposed appointment."""
    seat, term = _found(ask, appointment_id)
    read, form = office_forms.paper(ask.sent)
    if read is None:
        return _appointment_page(ask, seat, term, form=form, status=422)
    with ask.unit_of_work() as db:
        one = Newcomer(term.person_id, term.office_id, read[1], ask.viewer.person_id)
        newcomers.tell(db, ask.portal, one)
        with leavers.telling(db, ask.portal, ask.viewer, term.office_id):
            keeping.verify(db, ask.viewer, appointment_id, *read)
        evidence.ensure_seen(db, of_appointment(appointment_id), ask.sent)
        ask.portal.holder_changed(db, seat.member)
        return ask.go(record_of(seat.member), db)


@room.post("/appointments/{appointment_id}/refuse", P.OFFICES_KEEP)
def refuse(ask: Ask, appointment_id: str) -> Response:
    """Refuse a proposed appointment with a reason."""
    seat, term = _found(ask, appointment_id)
    why, form = office_forms.reason(ask.sent)
    if not form.good:
        return _appointment_page(ask, seat, term, why=form, status=422)
    with ask.unit_of_work() as db:
        keeping.refuse(db, ask.viewer, appointment_id, why)
        return ask.go(record_of(seat.member), db)


@room.post("/appointments/{appointment_id}/end", P.OFFICES_GRANT)
def end(ask: Ask, appointment_id: str) -> Response:
    """End an appointment, or take it back."""
    seat, term = _found(ask, appointment_id)
    wanted, form = office_forms.ending(ask.sent, starts=term.starts)
    if wanted is None:
        return _appointment_page(ask, seat, term, form=form, status=422)
    with ask.unit_of_work() as db:
        with leavers.telling(db, ask.portal, ask.viewer, term.office_id):
            if wanted.revoked:
                keeping.revoke(db, ask.viewer, appointment_id, wanted.why)
            else:
                keeping.end(db, ask.viewer, appointment_id, wanted.last_day, wanted.why)
        return ask.go(record_of(seat.member), db)


def _found(ask: Ask, appointment_id: str) -> tuple[Seat, Term]:
    seat = seat_of(ask.conn, Appointment, appointment_id)
    term = office_queries.term(ask.conn, appointment_id)
    if seat is None or term is None:
        raise NotFound
    return seat, term


def _appointment_page(  # noqa: PLR0913 - all by name
    ask: Ask,
    seat: Seat,
    term: Term,
    *,
    form: Form | None = None,
    why: Form | None = None,
    status: int = 200,
) -> Response:
    proofs = evidence_queries.of(ask.conn, ask.viewer, ask.portal.seal, of_appointment(term.id))
    page = AppointmentPage(
        code=seat.member,
        name=seat.member_name,
        title=gettext(office_kinds.label(OfficeKind(seat.stage))),
        term=term,
        papers=evidence_showing.shown(ask.viewer, seat, term.stage, proofs),
        form=form or Form(),
        why=why or Form(),
    )
    return ask.page(page, status=status)
