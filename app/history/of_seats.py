"""The history of an open seat."""

from starlette.responses import Response

from app.access.policy import P
from app.core.errors import NotFound
from app.core.i18n import gettext
from app.history.pages import ensure_reads, of_things
from app.history.shown import History
from app.seats import queries as seats
from app.seats.index import ADDRESS
from app.web.ask import Ask
from app.web.guard import Room

room = Room("history.seats")


class OfSeat(History):
    """The history of an open seat; who applied is not part of it."""

    here = "assistance"


@room.get("/open-seats/{item_id}/history", P.HISTORY_READ)
def of_seat(ask: Ask, item_id: str, page: str = "1") -> Response:
    """Show the history of an open seat to its office and the Secretariat."""
    found = seats.one(ask.conn, ask.viewer, item_id)
    ensure_reads(ask, found.matter if found else None)
    if found is None:
        raise NotFound
    crumbs = [(gettext("Open seats"), ADDRESS), (found.title, f"{ADDRESS}/{item_id}")]
    language = found.matter.language
    return of_things(ask, OfSeat, [item_id], page, crumbs=crumbs, language=language)
