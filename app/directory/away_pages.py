"""“Away until”: a holder says it, or the own member or the Secretariat does so for the holder."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.access.viewer import IN_NETWORK
from app.core import clock
from app.core.errors import NotFound
from app.core.i18n import gettext
from app.directory import absences, away_forms, away_letters, leaving
from app.directory.absences import Candidate, Saying
from app.directory.leaving import Holding
from app.directory.models import Office
from app.directory.office_showing import title_of
from app.directory.seats import Seat, seat_of
from app.web.ask import Ask
from app.web.forms import Form
from app.web.guard import Room
from app.web.render import Page

room = Room("directory.away")

SAID = ("said", "back")


@dataclass(frozen=True, kw_only=True)
class AwayPage(Page):
    """Whether the holder is away, and the form that says so."""

    template: ClassVar[str] = "directory/away.html"
    here: ClassVar[str] = "directory"

    office_id: str
    code: str
    name: str
    title: str
    own: bool
    now: Saying | None
    begun: bool
    stand_in: str
    last: tuple[date, date]
    able: Sequence[tuple[str, str]]
    form: Form
    said: str


@dataclass(frozen=True, slots=True)
class Found:
    """An office that answers for its member, who holds it, and what was said of the holder."""

    seat: Seat
    held: Holding
    now: Saying | None
    able: Sequence[Candidate]

    @property
    def begun(self) -> Saying | None:
        """The absence, where it has begun."""
        return self.now if self.now and self.now.starts <= clock.today() else None


@room.get("/offices/{office_id}/away", P.OFFICE_AWAY)
def show(ask: Ask, office_id: str, said: str = "") -> Response:
    """Show whether the holder is away, and until when."""
    found = _found(ask, office_id)
    return _page(ask, found, away_forms.filled(found.now, found.able), said=said)


@room.post("/offices/{office_id}/away", P.OFFICE_AWAY)
def say(ask: Ask, office_id: str) -> Response:
    """Say that the holder is away, or until when now, and who stands in."""
    found = _found(ask, office_id)
    saying, form = away_forms.away(ask.sent, found.able, found.begun)
    if saying is None:
        return _page(ask, found, form, status=422)
    with ask.unit_of_work() as db:
        if absences.say(db, ask.viewer, office_id, found.held, saying):
            _tell(ask, db, found, saying)
        return ask.go(f"/offices/{office_id}/away?said=said", db)


@room.post("/offices/{office_id}/back", P.OFFICE_AWAY)
def come_back(ask: Ask, office_id: str) -> Response:
    """Say that the holder is there again."""
    found = _found(ask, office_id)
    with ask.unit_of_work() as db:
        if absences.come_back(db, ask.viewer, office_id, found.held):
            _tell(ask, db, found, None)
        return ask.go(f"/offices/{office_id}/away?said=back", db)


def _tell(ask: Ask, db: Session, found: Found, saying: Saying | None) -> None:
    seat, held = found.seat, found.held
    away_letters.tell(db, ask.portal, ask.viewer, seat, held, found.now, saying)


def _found(ask: Ask, office_id: str) -> Found:
    """Return an office that somebody holds.

    Raises:
        NotFound: for every other, and for one that answers for nobody.
    """
    seat = seat_of(ask.conn, Office, office_id)
    if seat is None:
        raise NotFound
    ask.ensure(P.OFFICE_AWAY, seat)
    held = leaving.holding(ask.conn, office_id)
    if held is None or seat.stage not in IN_NETWORK:
        raise NotFound
    able = absences.candidates(ask.conn, seat.member, held)
    return Found(seat, held, absences.said(ask.conn, held), able)


def _page(ask: Ask, found: Found, form: Form, *, said: str = "", status: int = 200) -> Response:
    seat, now = found.seat, found.now
    called = {one.appointment_id: _called(one) for one in found.able}
    page = AwayPage(
        office_id=seat.office_id or "",
        code=seat.member,
        name=seat.member_name,
        title=title_of(None, seat.stage),
        own=ask.viewer.person_id == found.held.person_id,
        now=now,
        begun=found.begun is not None,
        stand_in=called.get(now.stand_in or "", "") if now else "",
        last=_last(found),
        able=list(called.items()),
        form=form,
        said=said if said in SAID and (said == "said") == (now is not None) else "",
    )
    return ask.page(page, status=status)


def _last(found: Found) -> tuple[date, date]:
    """Return the latest first day, and the latest last one: of what begins as late as it may."""
    latest = clock.today() + absences.LONGEST
    begins = found.begun.starts if found.begun else latest
    return latest, begins + absences.LAST_DAY


def _called(one: Candidate) -> str:
    return gettext("%(name)s, %(office)s", name=one.name, office=title_of(None, one.kind))
