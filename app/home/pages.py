"""The front page for everybody, and the first page of whoever signed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P, allows
from app.access.viewer import IN_NETWORK, Office
from app.assistance.guest_reading import lent as lent_requests
from app.core import i18n
from app.core.errors import BadRequest
from app.core.i18n import gettext, listed
from app.directory import absences, entry, leaving, under_review
from app.directory.network import network
from app.directory.office_queries import proposed_for
from app.directory.office_showing import acting_for, in_full
from app.guests import queries as guests
from app.guests.reading import Lent
from app.home import queries, talking
from app.home.chart import Chart, chart_of
from app.home.queries import Latest, Row, Work
from app.home.talking import Talk
from app.manual.voices.lending import lent as lent_consultations
from app.notifications.actions import mark_read
from app.practices.guest_reading import lent as lent_practices
from app.practices.unnamed.sealed import unconfirmed
from app.seats.fitting import closing_soon
from app.seats.shown import lines as seat_lines
from app.standing.inviting import is_invited
from app.web.ask import Ask
from app.web.guard import Room
from app.web.lines import Line
from app.web.render import Page

room = Room("home")


@dataclass(frozen=True, kw_only=True)
class Front(Page):
    """What this is, in one screen."""

    template: ClassVar[str] = "home/front.html"

    chart: Chart
    told: str


@dataclass(frozen=True, kw_only=True)
class Home(Page):
    """What needs the viewer's office, what happened, and where to begin."""

    template: ClassVar[str] = "home/home.html"
    here: ClassVar[str] = "home"

    office: str
    office_id: str
    member: str
    waiting: Sequence[Row]
    happened: Sequence[Row]
    work: Sequence[Work]
    talk: Sequence[Talk]
    latest: Sequence[Latest]
    seats: Sequence[Line]
    inherits: str
    entry_due: str
    new_until: str
    interim: bool
    reads_until: date | None
    contact: str
    stands_in: bool
    stand_ins: Sequence[str]
    away: date | None
    invited: bool
    asked: Sequence[Line]
    directs: bool
    unnamed: int


@dataclass(frozen=True, kw_only=True)
class NoOffice(Page):
    """For a person who signed in and holds no office today."""

    template: ClassVar[str] = "home/no_office.html"
    here: ClassVar[str] = "home"

    contact: str
    proposed: Sequence[str]
    reviewed: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class GuestHome(Page):
    """For a person who is a guest and nothing else: what is lent, and until when."""

    template: ClassVar[str] = "home/guest.html"
    here: ClassVar[str] = "home"

    lent: Sequence[Lent]
    contact: str


@room.get("/", P.ANYONE)
def front(ask: Ask) -> Response:
    """Show what the portal is for."""
    figures = network().figures
    said = [gettext("%(states)s in %(year)s", states=f.states, year=f.year) for f in figures]
    told = gettext("Number of states with a Focal Point: %(list)s", list=listed(said))
    mirrored = i18n.direction(i18n.language()) == "rtl"
    return ask.page(Front(chart=chart_of(figures, mirrored=mirrored), told=told))


@room.get("/home", P.HOME_READ)
def home(ask: Ask) -> Response:
    """Show what needs the viewer, or how one comes to hold an office."""
    office = ask.viewer.office
    if office is None:
        return _no_office(ask)
    conn, viewer, seal = ask.conn, ask.viewer, ask.portal.seal
    waiting, happened = queries.needs(conn, viewer, seal)
    return ask.page(
        Home(
            office=acting_for(office),
            office_id=office.id,
            member=gettext(office.member_name),
            waiting=waiting,
            happened=happened,
            work=queries.work(conn, viewer, seal),
            talk=talking.new(conn, viewer),
            latest=queries.latest(conn, viewer),
            seats=seat_lines(closing_soon(conn, viewer)) if allows(viewer, P.SEAT_READ) else [],
            inherits=office.id if leaving.is_new(conn, viewer) else "",
            entry_due=office.id if _entry_is_due(ask, office) else "",
            new_until=_new_until(happened),
            interim=viewer.in_interim and not viewer.stands_in,
            reads_until=office.reads_until if viewer.reads_network else None,
            contact=ask.portal.settings.contact,
            stands_in=viewer.stands_in,
            stand_ins=[acting_for(o) for o in viewer.offices if o.stands_in_for and o != office],
            away=_away_until(ask, office),
            invited=is_invited(conn, viewer),
            asked=ask.portal.second_asked(conn, viewer),
            directs=viewer.directs,
            unnamed=unconfirmed(conn, seal, viewer),
        )
    )


@room.post("/home/read", P.HOME_READ)
def read(ask: Ask) -> Response:
    """Note that the person has read what happened, as far as the page showed it.

    Raises:
        BadRequest: for anything but the moment that stood in the page.
    """
    try:
        until = datetime.fromisoformat(ask.field("until"))
    except ValueError as wrong:
        raise BadRequest from wrong
    if until.tzinfo is None:
        raise BadRequest
    with ask.unit_of_work() as db:
        mark_read(db, ask.viewer, until, is_sqlite=ask.portal.db.is_sqlite)
        return ask.go("/home", db)


def _entry_is_due(ask: Ask, office: Office) -> bool:
    if office.kind not in IN_NETWORK:
        return False
    mine = entry.own(ask.conn, ask.viewer, office.id)
    return mine is not None and mine.due


def _away_until(ask: Ask, office: Office) -> date | None:
    """Return the last day of an absence from the office acted for, where it has begun."""
    if office.kind not in IN_NETWORK:
        return None
    away = absences.away_now(ask.conn, [office.member])
    return next((one.until for one in away if one.office_id == office.id), None)


def _new_until(happened: Sequence[Row]) -> str:
    """Return the moment of the newest that was not read, as the form sends it; else nothing."""
    moments = [row.moment for row in happened if row.new and row.moment]
    return max(moments).isoformat() if moments else ""


def _lent(ask: Ask) -> Sequence[Lent]:
    """Return what the viewer may read as a guest, what ends first standing first."""
    granted = guests.all_granted(ask.conn, ask.viewer)
    found = [
        *lent_practices(ask, granted),
        *lent_requests(ask, granted),
        *lent_consultations(granted),
    ]
    return sorted(found, key=lambda one: one.last_day)


def _no_office(ask: Ask) -> Response:
    """Say what is lent; else how one comes to hold an office, and which wait or are reviewed."""
    if lent_now := _lent(ask):
        return ask.page(GuestHome(lent=lent_now, contact=ask.portal.settings.contact))
    person_id = ask.viewer.person_id or ""
    mine = proposed_for(ask.conn, person_id)
    reviewed = under_review.appointed_to(ask.conn, person_id)
    page = NoOffice(
        contact=ask.portal.settings.contact,
        proposed=[in_full(one.kind, one.member_name) for one in mine],
        reviewed=[in_full(one.kind, one.member_name) for one in reviewed],
    )
    return ask.page(page)
