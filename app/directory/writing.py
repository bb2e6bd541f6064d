"""Writing to the holders of an office through the portal: no address is shown to anybody.

The letter leaves as ordinary e-mail and is signed by the office; the answer is written the same
way. The portal keeps that a letter was sent, by which office and to which, never what it said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from textwrap import indent
from typing import ClassVar

from sqlalchemy import Connection, bindparam, func, or_, select
from sqlmodel import Session
from starlette.responses import Response

from app.access.labels import SECRETARIAT_CODE
from app.access.policy import P
from app.access.viewer import IN_NETWORK, IN_SECRETARIAT, OfficeKind
from app.access.viewer import Office as Acting
from app.audit.actions import record
from app.audit.events import Event
from app.audit.models import AuditRecord
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict, NotFound
from app.core.i18n import N_
from app.directory import letters
from app.directory.holding import appointment, held_today
from app.directory.models import Office
from app.directory.office_showing import acting_for, in_full, title_of
from app.directory.seats import Seat, seat_of
from app.directory.standing_in import standing_in_for
from app.identity.models import Person
from app.notifications.post import LetterKind
from app.web.ask import Ask
from app.web.forms import Form, Reader, Sent
from app.web.guard import Room
from app.web.render import Page
from app.web.throttle import POSTING

room = Room("directory.writing")

person = table(Person)
audit = table(AuditRecord)

ANSWER = IN_NETWORK | IN_SECRETARIAT | {OfficeKind.ENTITY_CONTACT}
"""Kinds of office that write letters here, and so can answer one."""

LONGEST = 4000
MOST_A_DAY = 20
DAY = timedelta(days=1)
SUBJECT_MISSING = N_("Say in a few words what it is about.")
TEXT_MISSING = N_("Write your letter.")
NOBODY = N_("Nobody who could be written to holds this office at present.")
YOURSELF = N_("This is your own office.")
LETTER = LetterKind(N_("Letter from %(office)s"), "colleague")
ENOUGH = N_("You have sent 20 letters within a day. Please go on tomorrow.")


@dataclass(frozen=True, kw_only=True)
class WritePage(Page):
    """A letter to the holders of an office; ``sent`` once it has left."""

    template: ClassVar[str] = "directory/write.html"
    here: ClassVar[str] = "directory"

    office_id: str
    name: str
    back: str
    title: str
    signature: str
    sent: bool
    form: Form


Written = tuple[str, str]
"""A letter as typed: what it is about, and its text."""

_TO = (
    select(person.c.id, person.c.language)
    .join_from(appointment, person, person.c.id == appointment.c.person_id)
    .where(
        or_(
            appointment.c.office_id == bindparam("office_id"),
            appointment.c.id.in_(standing_in_for(bindparam("office_id"))),
        ),
        person.c.email.is_not(None),
        held_today(),
    )
    .distinct()
    .order_by(person.c.id)
)
_SENT = select(func.count()).where(
    audit.c.person_id == bindparam("person_id"),
    audit.c.event == Event.COLLEAGUE_ADDRESSED,
    audit.c.at > bindparam("since"),
)


@room.get("/offices/{office_id}/write", P.COLLEAGUE_WRITE)
def show(ask: Ask, office_id: str, sent: str = "") -> Response:
    """Show the form of a letter."""
    return _page(ask, _seat(ask, office_id), Form(), sent=sent == "yes")


@room.post("/offices/{office_id}/write", P.COLLEAGUE_WRITE, pace=POSTING)
def write(ask: Ask, office_id: str) -> Response:
    """Send the letter to whoever holds the office today."""
    seat = _seat(ask, office_id)
    written, form = _read(ask.sent)
    if written is None:
        return _page(ask, seat, form, status=422)
    with ask.unit_of_work() as db:
        send(ask, db, seat, written)
        return ask.go(f"/offices/{office_id}/write?sent=yes", db)


def send(ask: Ask, db: Session, seat: Seat, written: Written) -> None:
    """Put a letter to each holder of ``seat`` in the outbox, signed by the office acted for.

    Raises:
        Conflict: when nobody can be written to, or the viewer has written enough for a day.
    """
    conn, viewer = db.connection(), ask.viewer
    db.get_one(Person, viewer.person_id, with_for_update=True)  # one letter after the other
    asked = {"person_id": viewer.person_id, "since": clock.wall() - DAY}
    if conn.execute(_SENT, asked).scalar_one() >= MOST_A_DAY:
        raise Conflict(ENOUGH)
    holders = _holders(conn, seat)
    if not holders:
        raise Conflict(NOBODY)
    for to in holders:
        letters.write(db, ask.portal, to, LETTER, lambda: _words(ask, seat, written))
    record(db, Event.COLLEAGUE_ADDRESSED, viewer=viewer, subject=seat.office_id)


def _words(ask: Ask, seat: Seat, written: Written) -> Mapping[str, str]:
    """Return the letter's words; what the colleague wrote is quoted line by line."""
    about, text = written
    return {
        "office": _signature(ask),
        "to": in_full(seat.stage, seat.member_name),
        "about": about,
        "text": indent(text, "> ", lambda _line: True),
        "address": f"{ask.portal.settings.base_url}/offices/{_acting(ask).id}/write",
    }


def _holders(conn: Connection, seat: Seat) -> Sequence[letters.Person]:
    asked = {"office_id": seat.office_id, "today": clock.today()}
    return [(row.id, row.language) for row in conn.execute(_TO, asked)]


def _seat(ask: Ask, office_id: str) -> Seat:
    """Return the office written to; only those that can answer are.

    Raises:
        NotFound: where there is no such office.
        Conflict: where it is the viewer's own, or nobody there can be written to.
    """
    seat = seat_of(ask.conn, Office, office_id)
    if seat is None:
        raise NotFound
    if _acting(ask).id == office_id:
        raise Conflict(YOURSELF)
    if seat.stage not in ANSWER or not _holders(ask.conn, seat):
        raise Conflict(NOBODY)
    return seat


def _acting(ask: Ask) -> Acting:
    if ask.viewer.office is None:
        raise NotFound
    return ask.viewer.office


def _signature(ask: Ask) -> str:
    return acting_for(_acting(ask))


def _read(sent: Sent) -> tuple[Written | None, Form]:
    reader = Reader(sent)
    about = reader.line("subject", most=120, missing=SUBJECT_MISSING)
    text = reader.straight("text", most=LONGEST, missing=TEXT_MISSING)
    return ((about, text) if reader.form.good else None), reader.form


def _page(ask: Ask, seat: Seat, form: Form, *, sent: bool = False, status: int = 200) -> Response:
    page = WritePage(
        office_id=seat.office_id or "",
        name=seat.member_name,
        back="/directory" if seat.member == SECRETARIAT_CODE else f"/directory/{seat.member}",
        title=title_of(None, seat.stage),
        signature=_signature(ask),
        sent=sent,
        form=form,
    )
    return ask.page(page, status=status)
