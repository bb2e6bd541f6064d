"""The record of a member's offices: who holds them, who is proposed, and the acts of keeping it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from app.access.labels import SECRETARIAT_CODE
from app.access.policy import P
from app.core.errors import NotFound
from app.core.i18n import gettext
from app.directory import (
    evidence_queries,
    evidence_showing,
    further,
    keeping,
    office_forms,
    office_queries,
    office_showing,
)
from app.directory.evidence_showing import ShownPapers
from app.directory.known_names import of_everybody
from app.directory.mission_reading_pages import readings
from app.directory.office_forms import kinds_of
from app.directory.office_showing import OfficeRecord
from app.directory.seats import Seat, all_seats
from app.vocabulary import office_kinds
from app.web.ask import Ask
from app.web.forms import Form
from app.web.guard import Room
from app.web.render import Page

room = Room("directory.offices")


@dataclass(frozen=True, kw_only=True)
class OfficesPage(Page):
    """The offices of a member with their holders, past and present."""

    template: ClassVar[str] = "directory/offices.html"
    here: ClassVar[str] = "directory"

    code: str
    name: str
    records: Sequence[OfficeRecord]
    papers: Mapping[str, ShownPapers]
    readings: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class OfficePage(Page):
    """The form of one more office, ``further`` where it is one of the Secretariat."""

    template: ClassVar[str] = "directory/office_new.html"
    here: ClassVar[str] = "directory"

    code: str
    name: str
    kinds: Sequence[tuple[str, str]]
    further: bool
    form: Form


@room.get("/directory/{code}/offices", P.OFFICES_READ)
def offices(ask: Ask, code: str) -> Response:
    """Show the record of a member's offices."""
    whole = _whole(ask, code, P.OFFICES_READ)
    offices_, terms = office_queries.offices(ask.conn, code), office_queries.terms(ask.conn, code)
    records = office_showing.records(
        ask.viewer, whole, offices_, terms, office_queries.invitations(ask.conn, code)
    )
    papers = evidence_showing.of_record(
        ask.viewer,
        {one.id: whole.of(one.id, one.kind) for one in offices_},
        terms,
        evidence_queries.of_member(ask.conn, ask.viewer, ask.portal.seal, code),
    )
    page = OfficesPage(
        code=code,
        name=whole.member_name,
        records=records,
        papers=papers,
        readings=readings(ask, code, offices_),
    )
    return ask.page(page)


@room.get("/directory/{code}/offices/new", P.OFFICES_KEEP)
def new(ask: Ask, code: str) -> Response:
    """Show the form of one more office."""
    return _new_page(ask, _whole(ask, code, P.OFFICES_KEEP), Form())


@room.post("/directory/{code}/offices/new", P.OFFICES_KEEP)
def open_office(ask: Ask, code: str) -> Response:
    """Record one more office; of the Secretariat this takes a fresh second factor."""
    own = code == SECRETARIAT_CODE
    whole = _whole(ask, code, P.OFFICES_GRANT if own else P.OFFICES_KEEP)
    wanted, form = office_forms.new_office(ask.sent, code, of_everybody(ask.conn))
    if wanted is None:
        return _new_page(ask, whole, form, status=422)
    most = ask.portal.settings.most_offices.get(wanted.kind, 0)
    said = {"title": wanted.title, "mailbox": wanted.mailbox}
    with ask.unit_of_work() as db:
        if own:
            further.open_further(db, ask.viewer, wanted.kind, **said)
        else:
            keeping.open_office(db, ask.viewer, code, wanted.kind, **said, most=most)
        return ask.go(record_of(code), db)


def record_of(code: str) -> str:
    """Return the address of a member's record of offices."""
    return f"/directory/{code}/offices"


def _whole(ask: Ask, code: str, permission: P) -> Seat:
    whole = all_seats(ask.conn, code)
    if whole is None:
        raise NotFound
    ask.ensure(permission, whole)
    return whole


def _new_page(ask: Ask, whole: Seat, form: Form, *, status: int = 200) -> Response:
    code = whole.member
    kinds = [(kind.value, gettext(office_kinds.label(kind))) for kind in kinds_of(code)]
    own = code == SECRETARIAT_CODE
    page = OfficePage(code=code, name=whole.member_name, kinds=kinds, further=own, form=form)
    return ask.page(page, status=status)
