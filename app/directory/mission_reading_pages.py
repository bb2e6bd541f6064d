"""Letting a mission read for a time, and ending it: the page of the administrator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.access.viewer import OfficeKind
from app.core import clock
from app.core.errors import Conflict, NotFound
from app.core.i18n import gettext
from app.directory import leaving, mission_granting, mission_reading
from app.directory.mission_reading import LASTS, WAITS, Granted
from app.directory.models import Office
from app.directory.office_queries import Kept
from app.directory.seats import Seat, seat_of
from app.web.ask import Ask
from app.web.components import date_words
from app.web.guard import Room
from app.web.render import Page

room = Room("directory.mission_reading")
PLACE = "/offices/{office_id}/reading"


@dataclass(frozen=True, kw_only=True)
class ReadingPage(Page):
    """What was granted to a mission's office, and what can be done about it."""

    template: ClassVar[str] = "directory/mission_reading.html"
    here: ClassVar[str] = "directory"

    office_id: str
    code: str
    name: str
    said: str
    open: bool
    held: bool
    days: int
    waits: int
    refused: str


@room.get(PLACE, P.OFFICES_KEEP)
def show(ask: Ask, office_id: str) -> Response:
    """Show whether the mission reads, and until when."""
    return _page(ask, _found(ask, office_id))


@room.post(PLACE, P.OFFICES_GRANT)
def grant(ask: Ask, office_id: str) -> Response:
    """Let the mission read for 90 days."""
    seat = _found(ask, office_id)
    try:
        with ask.unit_of_work() as db:
            mission_granting.grant(db, ask.viewer, office_id)
            return ask.go(f"/offices/{office_id}/reading", db)
    except Conflict as late:
        return ask.answered() or _page(ask, seat, refused=late.sentence)


@room.post(PLACE + "/end", P.OFFICES_KEEP)
def end(ask: Ask, office_id: str) -> Response:
    """End what the mission reads before its last day."""
    seat = _found(ask, office_id)
    try:
        with ask.unit_of_work() as db:
            mission_granting.end(db, ask.viewer, office_id)
            return ask.go(f"/offices/{office_id}/reading", db)
    except Conflict as late:
        return ask.answered() or _page(ask, seat, refused=late.sentence)


def readings(ask: Ask, code: str, offices: Sequence[Kept]) -> Mapping[str, str]:
    """Return for each office of a mission, by its id, in words what was granted to it last."""
    granted = mission_reading.of_member(ask.conn, code)
    missions = [one.id for one in offices if one.kind == OfficeKind.MISSION_CONTACT]
    return {key: words(granted[key]) if key in granted else "" for key in missions}


def words(one: Granted) -> str:
    """Return whether a mission reads, and until when, as people read it."""
    if one.open and one.until is None:
        return gettext(
            "The mission reads for %(days)s days from the day on which somebody holds its office;"
            " it waits while the office of the Focal Point is under review.",
            days=LASTS.days,
        )
    if one.open and one.starts and one.until and one.starts > clock.today():
        return gettext(
            "The mission reads from %(first)s until %(day)s what the network reads.",
            first=date_words(one.starts),
            day=date_words(one.until),
        )
    if one.open and one.until:
        return gettext(
            "The mission reads until %(day)s what the network reads.", day=date_words(one.until)
        )
    if one.lapsed:
        return gettext("The mission does not read: nobody came to hold its office in time.")
    if one.ended_at is not None:
        return gettext(
            "The mission reads no more: it was ended on %(day)s.", day=date_words(one.ended_at)
        )
    return gettext(
        "The mission read until %(day)s what the network reads.",
        day=date_words(one.until) if one.until else "",
    )


def _found(ask: Ask, office_id: str) -> Seat:
    """Return the office of a mission.

    Raises:
        NotFound: for every other.
    """
    seat = seat_of(ask.conn, Office, office_id)
    if seat is None or seat.stage != OfficeKind.MISSION_CONTACT:
        raise NotFound
    return seat


def _page(ask: Ask, seat: Seat, *, refused: str = "") -> Response:
    office_id = seat.office_id or ""
    granted = mission_reading.of_member(ask.conn, seat.member).get(office_id)
    page = ReadingPage(
        office_id=office_id,
        code=seat.member,
        name=seat.member_name,
        said=words(granted) if granted else "",
        open=granted is not None and granted.open,
        held=leaving.holding(ask.conn, office_id) is not None,
        days=LASTS.days,
        waits=WAITS.days,
        refused=refused,
    )
    return ask.page(page, status=409 if refused else 200)
