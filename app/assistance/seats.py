"""The open seats that fit what an office asks for: shown to that office alone, on its request."""

from collections.abc import Sequence

from sqlalchemy import Connection

from app.access.viewer import Viewer
from app.assistance.queries import Asked
from app.assistance.rules import ENDED
from app.seats.fitting import Wish, for_request
from app.web.lines import Line


def seats_for(conn: Connection, viewer: Viewer, asked: Asked) -> Sequence[Line]:
    """Return the seats that fit a request, until it has ended; nobody is told of it."""
    if asked.matter.stage in ENDED:
        return []
    wish = Wish(asked.themes, asked.languages, asked.modalities)
    return for_request(conn, viewer, wish) if all((wish.themes, wish.languages)) else []
