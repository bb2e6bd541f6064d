"""One's dates in a calendar of one's own, by an address that is shown once and taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlsplit

from starlette.responses import Response

from app.access.policy import P, allows
from app.access.scopes import Scope
from app.core import i18n
from app.core.errors import TokenRefused
from app.core.i18n import N_, gettext, use_language
from app.directory.acting_by import acting_by
from app.home import dates
from app.home.dates import Entry
from app.identity import letters, tokens
from app.identity.tokens import Owned, Wanted
from app.web.ask import Ask
from app.web.guard import Room
from app.web.render import Page
from app.web.throttle import SEARCHING

room = Room("home.calendar")
HERE = "/account/calendar"
NAME = N_("Calendar")
DAYS = 365
"""So long a calendar is read by its address, if it is not taken back before."""


@dataclass(frozen=True, kw_only=True)
class CalendarPage(Page):
    """What stands in the calendar now, the addresses that were made, and a new one."""

    template: ClassVar[str] = "home/calendar.html"

    entries: Sequence[Entry]
    rows: Sequence[Owned]
    may: bool
    made: str = ""


@room.get(HERE, P.ACCOUNT)
def show(ask: Ask) -> Response:
    """Show which dates stand in the calendar, and how to have them in one's own."""
    return _page(ask)


@room.post(HERE, P.PROGRAMME_ADMIT)
def make(ask: Ask) -> Response:
    """Make an address for a calendar, show it this once, and tell its holder by letter.

    Raises:
        ConfirmNeeded: for who proved nothing of late.
    """
    ask.ensure_fresh()
    wanted = Wanted(gettext(NAME), (Scope.DATES,), DAYS)
    held = acting_by(ask.conn, ask.viewer)
    with ask.unit_of_work() as db:
        secret = tokens.make(db, ask.viewer, ask.session_token, held, wanted)
        letters.tell_of_token(db, ask.portal, ask.viewer, wanted.name)
        ask.go(HERE, db)  # sent again, the form leads to the page and makes nothing
    return _page(ask, made=f"{ask.portal.settings.base_url}/calendar/{secret}")


@room.get("/calendar/{token}", P.ANYONE, pace=SEARCHING)
def calendar(ask: Ask, token: str) -> Response:
    """Return the dates of whoever made the address, for the office held then and still.

    Raises:
        TokenRefused: for a secret that opens no calendar, or none any more.
    """
    viewer = ask.portal.viewer_of_token(ask.portal, ask.conn, token)
    if viewer is None or viewer.office is None or Scope.DATES not in (viewer.scopes or ()):
        raise TokenRefused
    with use_language(viewer.language or i18n.language()):
        host = urlsplit(ask.portal.settings.base_url).hostname or ""
        found = dates.written(dates.entries(ask.conn, viewer), host)
    return Response(found, media_type=dates.MEDIA)


def _page(ask: Ask, *, made: str = "") -> Response:
    owned = tokens.owned(ask.conn, ask.viewer.person_id or "")
    page = CalendarPage(
        entries=dates.entries(ask.conn, ask.viewer),
        rows=[one for one in owned if Scope.DATES in one.scopes],
        may=allows(ask.viewer, P.PROGRAMME_ADMIT),
        made=made,
    )
    return ask.page(page)
