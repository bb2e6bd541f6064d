"""Writing to the holders of an office through the portal: no address is shown to anybody.

The letter leaves as ordinary e-mail and is signed by the office; the answer is written the same
way. The portal keeps that a letter was sent, by which office and to which, never what it said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from textwrap import indent
from typing import ClassVar

from sqlalchemy import Connection, bindparam, func, select
from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.access.viewer import Office as Acting
from app.access.viewer import Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.audit.models import AuditRecord
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict, NotFound
from app.core.i18n import N_, SOURCE_LANGUAGE, gettext, use_language
from app.directory.holding import appointment, held_today
from app.directory.loading import SECRETARIAT
from app.directory.models import Office
from app.directory.office_showing import title_of
from app.directory.seats import Seat, seat_of
from app.identity.models import Person
from app.mail import actions as mail
from app.web.ask import Ask
from app.web.forms import Form, Reader, Sent
from app.web.guard import Room
from app.web.portal import Portal
from app.web.render import Page

room = Room("directory.writing")

person = table(Person)
audit = table(AuditRecord)

LONGEST = 4000
MOST_A_DAY = 20
DAY = timedelta(days=1)
SUBJECT_MISSING = N_("Say in a few words what it is about.")
TEXT_MISSING = N_("Write your letter.")
NOBODY = N_("Nobody who could be written to holds this office at present.")
YOURSELF = N_("This is your own office.")
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
        appointment.c.office_id == bindparam("office_id"),
        person.c.email.is_not(None),
        held_today(),
    )
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
    seat, acting = _found(ask, office_id)
    return _page(seat, acting, Form(), ask, sent=sent == "yes")


@room.post("/offices/{office_id}/write", P.COLLEAGUE_WRITE)
def write(ask: Ask, office_id: str) -> Response:
    """Send the letter to whoever holds the office today."""
    seat, acting = _found(ask, office_id)
    written, form = _read(ask.sent)
    if written is None:
        return _page(seat, acting, form, ask, status=422)
    with ask.unit_of_work() as db:
        send(db, ask.portal, ask.viewer, acting, seat, written)
        return ask.go(f"/offices/{office_id}/write?sent=yes", db)


def send(  # noqa: PLR0913, PLR0917 - who, for which office, to which, what
    db: Session, portal: Portal, viewer: Viewer, acting: Acting, seat: Seat, written: Written
) -> None:
    """Put a letter to each holder in the outbox, in the holder's language around the text.

    Raises:
        Conflict: when nobody holds the office, or the viewer has written enough for a day.
    """
    conn = db.connection()
    db.get_one(Person, viewer.person_id, with_for_update=True)  # one letter after the other
    since = clock.wall() - DAY
    if (
        conn.execute(_SENT, {"person_id": viewer.person_id, "since": since}).scalar_one()
        >= MOST_A_DAY
    ):
        raise Conflict(ENOUGH)
    holders = _holders(conn, seat)
    if not holders:
        raise Conflict(NOBODY)
    for person_id, language in holders:
        with use_language(language or SOURCE_LANGUAGE):
            body = portal.renderer.text("mail/colleague.txt", _values(portal, acting, written))
            subject = gettext("Letter from %(office)s", office=_signature(acting))
            mail.write(db, person_id, subject=subject, body=body)
    record(db, Event.COLLEAGUE_ADDRESSED, viewer=viewer, subject=seat.office_id)


def _values(portal: Portal, acting: Acting, written: Written) -> dict[str, str]:
    return {
        "signature": _signature(acting),
        "subject": written[0],
        "text": indent(written[1], "> ", lambda _line: True),
        "address": f"{portal.settings.base_url}/offices/{acting.id}/write",
    }


def _holders(conn: Connection, seat: Seat) -> Sequence[tuple[str, str | None]]:
    asked = {"office_id": seat.office_id, "today": clock.today()}
    return [(row.id, row.language) for row in conn.execute(_TO, asked)]


def _found(ask: Ask, office_id: str) -> tuple[Seat, Acting]:
    """Return the office written to, and the one that writes.

    Raises:
        NotFound: where there is no such office.
        Conflict: where it is the viewer's own, or nobody holds it.
    """
    seat, acting = seat_of(ask.conn, Office, office_id), ask.viewer.office
    if seat is None or acting is None:
        raise NotFound
    if acting.id == office_id:
        raise Conflict(YOURSELF)
    if not _holders(ask.conn, seat):
        raise Conflict(NOBODY)
    return seat, acting


def _read(sent: Sent) -> tuple[Written | None, Form]:
    reader = Reader(sent)
    subject = reader.line("subject", most=120, missing=SUBJECT_MISSING)
    text = reader.text("text", most=LONGEST, missing=TEXT_MISSING)
    return ((subject, text) if reader.form.good else None), reader.form


def _signature(acting: Acting) -> str:
    return gettext(
        "%(office)s, %(member)s",
        office=title_of(None, acting.kind),
        member=gettext(acting.member_name),
    )


def _page(  # noqa: PLR0913 - all by name
    seat: Seat, acting: Acting, form: Form, ask: Ask, *, sent: bool = False, status: int = 200
) -> Response:
    page = WritePage(
        office_id=seat.office_id or "",
        name=seat.member_name,
        back="/directory" if seat.member == SECRETARIAT else f"/directory/{seat.member}",
        title=title_of(None, seat.stage),
        signature=_signature(acting),
        sent=sent,
        form=form,
    )
    return ask.page(page, status=status)
