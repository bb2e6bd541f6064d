"""What a page is about, if its viewer sees that."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection

from app.access.viewer import Viewer
from app.core.errors import NotFound
from app.web.ask import Ask

T = TypeVar("T")


def seen_by(ask: Ask, one: Callable[[Connection, Viewer, str], T | None], item_id: str) -> T:
    """Return what ``one`` finds of the viewer's.

    Raises:
        NotFound: where the viewer sees none.
    """
    found = one(ask.conn, ask.viewer, item_id)
    if found is None:
        raise NotFound
    return found
