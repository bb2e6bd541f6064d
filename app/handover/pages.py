"""Handing an office over with a preview, and the first page of its next holder."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from starlette.responses import Response

from app.access.labels import member_label
from app.access.policy import P, allows
from app.alerts import shown as following
from app.core.errors import NotFound
from app.core.i18n import gettext
from app.directory import invitations, leavers, leaving
from app.directory.keeping import Paper
from app.directory.leaving import Holding, Inherited
from app.directory.models import Office
from app.directory.office_pages import record_of
from app.directory.seats import Seat, seat_of
from app.following import actions as follows
from app.following import queries as followed
from app.guests import queries as guests
from app.guests.rules import PLACES
from app.handover import forms
from app.home import queries
from app.home.queries import Row, Work
from app.seats.carried import carried
from app.vocabulary import office_kinds
from app.web.ask import Ask
from app.web.forms import Form
from app.web.guard import Room
from app.web.render import Page

room = Room("handover")

Followed = tuple[str, str]
"""Something that is followed: its title and address."""
Carried = tuple[str, str, str]
"""A seat that is offered, or applied for: its title, its address, and which of the two."""


@dataclass(frozen=True, kw_only=True)
class HandOverPage(Page):
    """What goes to the next holder, and the form that hands it over."""

    template: ClassVar[str] = "handover/leave.html"

    office_id: str
    code: str
    name: str
    title: str
    holder: str | None
    own: bool
    waiting: Sequence[Row]
    work: Sequence[Work]
    guests: Sequence[tuple[str, str, date]]
    seats: Sequence[Carried]
    followed: Sequence[Followed]
    may_archive: bool
    form: Form


@dataclass(frozen=True, kw_only=True)
class HandedOverPage(Page):
    """That it is done; ``address`` is the successor's invitation, shown once."""

    template: ClassVar[str] = "handover/left.html"

    name: str
    title: str
    last_day: date
    address: str
    record: str
    gone: bool
    office_id: str
    may_archive: bool


@dataclass(frozen=True, kw_only=True)
class InheritedPage(Page):
    """What the new holder finds."""

    template: ClassVar[str] = "handover/inherited.html"
    here: ClassVar[str] = "home"

    office_id: str
    name: str
    title: str
    found: Inherited
    note: str
    waiting: Sequence[Row]
    happened: Sequence[Row]
    work: Sequence[Work]
    seats: Sequence[Carried]
    followed: Sequence[Followed]
    record: str
    may_archive: bool


@room.get("/hand-over/{office_id}", P.OFFICE_HAND_OVER)
def leave(ask: Ask, office_id: str) -> Response:
    """Show what goes to the next holder."""
    return _page(ask, _seat(ask, office_id, P.OFFICE_HAND_OVER), Form())


@room.post("/hand-over/{office_id}", P.OFFICE_HAND_OVER)
def hand_over(ask: Ask, office_id: str) -> Response:
    """Hand the office over, in one act."""
    seat = _seat(ask, office_id, P.OFFICE_HAND_OVER)
    wanted, form = forms.leaving(ask.sent)
    if wanted is None:
        return _page(ask, seat, form, status=422)
    held = leaving.holding(ask.conn, office_id)
    token = ""
    with ask.unit_of_work() as db:
        with leavers.telling(db, ask.portal, ask.viewer, office_id):
            leaving.hand_over(
                db,
                ask.viewer,
                ask.portal.seal,
                office_id,
                holding=held,
                last_day=wanted.last_day,
                note=wanted.note,
            )
        if wanted.successor:
            token = invitations.invite_to(
                db, ask.viewer, office_id, wanted.successor, Paper("", "")
            )
        ask.go("/", db)
    return _left(ask, seat, wanted.last_day, token)


@room.get("/hand-over/{office_id}/inherited", P.OFFICE_INHERIT)
def inherited(ask: Ask, office_id: str) -> Response:
    """Show a new holder what was left and what waits."""
    seat = _seat(ask, office_id, P.OFFICE_INHERIT)
    found = leaving.inherited(ask.conn, ask.viewer)
    if found is None:
        raise NotFound
    seal = ask.portal.seal
    waiting, happened = queries.needs(ask.conn, ask.viewer, seal)
    return ask.page(
        InheritedPage(
            office_id=office_id,
            name=seat.member_name,
            title=_title(seat),
            found=found,
            note=leaving.opened(ask.conn, ask.viewer, seal, found),
            waiting=waiting,
            happened=happened,
            work=queries.work(ask.conn, ask.viewer, seal),
            seats=carried(ask.conn, ask.viewer),
            followed=_followed(ask, followed.left(ask.conn, ask.viewer)),
            record=record_of(seat.member),
            may_archive=_may_archive(ask, seat),
        )
    )


@room.post("/hand-over/{office_id}/inherited", P.OFFICE_INHERIT)
def welcome(ask: Ask, office_id: str) -> Response:
    """Note that the new holder has read it."""
    _seat(ask, office_id, P.OFFICE_INHERIT)
    with ask.unit_of_work() as db:
        leaving.welcome(db, ask.viewer, office_id)
        follows.inherit(db, ask.viewer, office_id)
        return ask.go("/home", db)


def _seat(ask: Ask, office_id: str, permission: P) -> Seat:
    seat = seat_of(ask.conn, Office, office_id)
    if seat is None:
        raise NotFound
    ask.ensure(permission, seat)
    return seat


def _may_archive(ask: Ask, seat: Seat) -> bool:
    return allows(ask.viewer, P.OFFICE_ARCHIVE, seat)


def _title(seat: Seat) -> str:
    return gettext(office_kinds.label(seat.stage))


def _page(ask: Ask, seat: Seat, form: Form, *, status: int = 200) -> Response:
    held: Holding | None = leaving.holding(ask.conn, seat.office_id or "")
    own = ask.viewer.member in seat.owners
    mine = ask.viewer.office is not None and ask.viewer.office.id == seat.office_id
    waiting, _ = queries.needs(ask.conn, ask.viewer, ask.portal.seal) if own else ((), ())
    page = HandOverPage(
        office_id=seat.office_id or "",
        code=seat.member,
        name=seat.member_name,
        title=_title(seat),
        holder=held.name if held else None,
        own=own,
        waiting=waiting,
        work=queries.work(ask.conn, ask.viewer, ask.portal.seal) if own else (),
        guests=_guests(ask, seat) if own else (),
        seats=carried(ask.conn, ask.viewer) if own else (),
        followed=_followed(ask, followed.followed(ask.conn, ask.viewer)) if mine else (),
        may_archive=_may_archive(ask, seat),
        form=form,
    )
    return ask.page(page, status=status)


def _followed(ask: Ask, found: Sequence[followed.Followed]) -> Sequence[Followed]:
    """Return what was followed for the office, as far as the viewer sees it: title and address."""
    rows, _ = following.rows(ask.conn, ask.viewer, found)
    return [(row.title, row.href) for row in rows]


def _guests(ask: Ask, seat: Seat) -> Sequence[tuple[str, str, date]]:
    """Return to whom the member has lent something: who, the page of its guests, until when."""
    found = guests.of_host(ask.conn, member_label(seat.member))
    return [(one.name, f"{PLACES[one.kind]}{one.item_id}/guests", one.last_day) for one in found]


def _left(ask: Ask, seat: Seat, last_day: date, token: str) -> Response:
    """Say that it is done; whoever left today has no session any more and is told so once."""
    ask.relearn()
    base = ask.portal.settings.base_url
    page = HandedOverPage(
        name=seat.member_name,
        title=_title(seat),
        last_day=last_day,
        address=f"{base}/invitation/{token}" if token else "",
        record=record_of(seat.member),
        gone=not ask.viewer.signed_in,
        office_id=seat.office_id or "",
        may_archive=_may_archive(ask, seat),
    )
    return ask.page(page)
