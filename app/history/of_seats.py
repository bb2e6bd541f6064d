"""The history of an open seat."""

from starlette.responses import Response

from app.access.policy import P
from app.core.errors import NotFound
from app.core.i18n import gettext
from app.history import queries
from app.history.pages import ensure_reads, events_for
from app.history.shown import History, answer, number_of, office_and_secretariat
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
    part = queries.of_subjects(ask.conn, [item_id], events_for(ask), number_of(page))
    crumbs = [(gettext("Open seats"), ADDRESS), (found.title, f"{ADDRESS}/{item_id}")]
    return answer(
        ask,
        OfSeat,
        part,
        title=found.title,
        language=found.matter.language,
        crumbs=[*crumbs, (gettext("History"), None)],
        seen=office_and_secretariat(),
    )
