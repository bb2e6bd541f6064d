"""The page of the history of an adaptation."""

from starlette.responses import Response

from app.access.policy import P
from app.core.errors import NotFound
from app.core.i18n import gettext
from app.history.pages import ensure_reads, of_things
from app.history.shown import History
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
    crumbs = [(gettext("Practices"), "/practices"), (title, href)]
    return of_things(ask, OfAdaptation, [item_id], page, crumbs=crumbs)
