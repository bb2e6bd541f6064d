"""The names that a comment on a practice can mention, asked for while one is being typed."""

from starlette.responses import JSONResponse, Response

from app.access.labels import office_label
from app.access.policy import P
from app.core.errors import Forbidden
from app.discussion.offering import offered
from app.items import queries as items
from app.items.models import Kind
from app.practices.talking.reach import reach_of
from app.web.ask import Ask
from app.web.guard import Room
from app.web.throttle import NAMING

room = Room("practices.talking.naming")


@room.get("/practices/{item_id}/names", P.COMMENT_WRITE, pace=NAMING)
def names(ask: Ask, item_id: str, q: str = "", answers: str = "", readers: str = "") -> Response:
    """Give the names that begin so, of those who would read it and are plain to the viewer.

    Who would follows from what it answers and whom it is for, as the form stands while one types.

    Raises:
        NotFound: when there is no such practice, or not for this viewer.
        Forbidden: to whom may not comment on it.
    """
    matter = items.get(ask.conn, ask.viewer, Kind.PRACTICE, item_id)
    ask.ensure(P.COMMENT_WRITE, matter)
    if ask.viewer.office is None:
        raise Forbidden
    own = office_label(ask.viewer.office.id)
    reach = reach_of(ask, matter, answers, readers)
    found = offered(ask.conn, q, reach, but=own) if reach else ()
    return JSONResponse({"names": list(found)}, headers={"cache-control": "private, no-store"})
