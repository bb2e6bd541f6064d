"""Inviting people to an office: the form, the address to hand over, renewing and withdrawing."""

from dataclasses import dataclass
from typing import ClassVar

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.access.viewer import OfficeKind
from app.core.errors import NotFound
from app.core.i18n import gettext
from app.directory import invitations, office_forms
from app.directory.known_names import of_everybody
from app.directory.models import Invitation, Office
from app.directory.office_pages import record_of
from app.directory.seats import Seat, seat_of
from app.vocabulary import office_kinds
from app.web.ask import Ask
from app.web.forms import Form
from app.web.guard import Room
from app.web.render import Page

room = Room("directory.inviting")


@dataclass(frozen=True, kw_only=True)
class InvitePage(Page):
    """Who is to be invited to an office; ``vouching`` when the Secretariat invites."""

    template: ClassVar[str] = "directory/invite.html"
    here: ClassVar[str] = "directory"

    office_id: str
    code: str
    name: str
    title: str
    vouching: bool
    form: Form


@dataclass(frozen=True, kw_only=True)
class InvitedPage(Page):
    """The address of an invitation, shown once: only its hash is stored."""

    template: ClassVar[str] = "directory/invited.html"
    here: ClassVar[str] = "directory"

    code: str
    name: str
    title: str
    address: str
    days: int
    vouched: bool


@room.get("/offices/{office_id}/invite", P.PEOPLE_INVITE)
def form(ask: Ask, office_id: str) -> Response:
    """Show the form of an invitation."""
    return _page(ask, _seat(ask, Office, office_id), Form())


@room.post("/offices/{office_id}/invite", P.PEOPLE_INVITE)
def invite(ask: Ask, office_id: str) -> Response:
    """Invite a person and show the address to hand over."""
    seat = _seat(ask, Office, office_id)
    guest, form = office_forms.guest(
        ask.sent, of_everybody(ask.conn), vouching=ask.viewer.in_secretariat
    )
    if guest is None:
        return _page(ask, seat, form, status=422)
    with ask.unit_of_work() as db:
        token = invitations.invite_to(db, ask.viewer, office_id, guest.name, guest.paper)
        _used(ask, db, seat)
    return _invited(ask, seat, token, vouched=guest.paper.read)


@room.post("/invitations/{invitation_id}/renew", P.PEOPLE_INVITE)
def renew(ask: Ask, invitation_id: str) -> Response:
    """Give an invitation a new address and a new term."""
    seat = _seat(ask, Invitation, invitation_id)
    with ask.unit_of_work() as db:
        token = invitations.renew(db, ask.viewer, invitation_id)
        vouched = db.get_one(Invitation, invitation_id).vouched
        _used(ask, db, seat)
    return _invited(ask, seat, token, vouched=vouched)


@room.post("/invitations/{invitation_id}/withdraw", P.PEOPLE_INVITE)
def withdraw(ask: Ask, invitation_id: str) -> Response:
    """Take an invitation back."""
    seat = _seat(ask, Invitation, invitation_id)
    with ask.unit_of_work() as db:
        invitations.withdraw(db, ask.viewer, invitation_id)
        return ask.go(record_of(seat.member), db)


def _seat(ask: Ask, what: type[Office | Invitation], key: str) -> Seat:
    seat = seat_of(ask.conn, what, key)
    if seat is None:
        raise NotFound
    ask.ensure(P.PEOPLE_INVITE, seat)
    return seat


def _used(ask: Ask, db: Session, seat: Seat) -> None:
    """Remember that the form was used: sent again, it leads to the record and invites nobody."""
    ask.go(record_of(seat.member), db)


def _title(seat: Seat) -> str:
    return gettext(office_kinds.label(OfficeKind(seat.stage)))


def _page(ask: Ask, seat: Seat, form: Form, *, status: int = 200) -> Response:
    page = InvitePage(
        office_id=seat.office_id or "",
        code=seat.member,
        name=seat.member_name,
        title=_title(seat),
        vouching=ask.viewer.in_secretariat,
        form=form,
    )
    return ask.page(page, status=status)


def _invited(ask: Ask, seat: Seat, token: str, *, vouched: bool) -> Response:
    page = InvitedPage(
        code=seat.member,
        name=seat.member_name,
        title=_title(seat),
        address=f"{ask.portal.settings.base_url}/invitation/{token}",
        days=invitations.LASTS.days,
        vouched=vouched,
    )
    return ask.page(page)
