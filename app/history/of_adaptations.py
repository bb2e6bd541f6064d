"""The page of the history of an adaptation."""

from starlette.responses import Response

from app.access.policy import P
from app.core.errors import NotFound
from app.core.i18n import gettext
from app.history import queries
from app.history.pages import ensure_reads, events_for
from app.history.shown import History, answer, number_of, office_and_secretariat
from app.practices.adapting import queries as adaptations
from app.web.ask import Ask
from app.web.guard import Room

room = Room("history.adaptations")


class OfAdaptation(History):
    """The history of an adaptation."""

    here = "practices"


@room.get("/adaptations/{item_id}/history", P.HISTORY_READ)
def of_adaptation(ask: Ask, item_id: str, page: str = "1") -> Response:
    """Show the history of what a member made of a practice to its office and the Secretariat."""
    found = adaptations.one(ask.conn, ask.viewer, item_id)
    ensure_reads(ask, found.matter if found else None)
    if found is None:
        raise NotFound
    title, href = adaptations.titles(ask.conn, ask.viewer, [item_id])[item_id]
    part = queries.of_subjects(ask.conn, [item_id], events_for(ask), number_of(page))
    crumbs = [(gettext("Practices"), "/practices"), (title, href), (gettext("History"), None)]
    return answer(
        ask,
        OfAdaptation,
        part,
        title=title,
        crumbs=crumbs,
        seen=office_and_secretariat(),
    )
