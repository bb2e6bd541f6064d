"""That a standing offer changed: one number, so that every process learns of it.

Whoever changes what stands, how much of it is promised, or who reads it, calls ``note`` in the same
transaction. What is kept in memory names the number as of which it was read, and is read anew once
there is a later one.
"""

from sqlalchemy import Connection, func, select, text
from sqlmodel import Session

from app.core.db import table
from app.core.reading import Reading
from app.standing.models import StandingTurn

turn = table(StandingTurn)
_ONE_ROW = 1
LATEST = func.coalesce(select(func.max(turn.c.last)).scalar_subquery(), 0)
"""The number of the latest change, as a part of a statement that asks for more."""
_LAST = Reading(select(LATEST.label("last")))
_TAKE_TURN = text(
    "INSERT INTO standing_turn (id, last) VALUES (:id, 1)"
    " ON CONFLICT (id) DO UPDATE SET last = standing_turn.last + 1"
)


def note(db: Session) -> None:
    """Note a change; the row stays held until the commit, so numbers rise in that order."""
    db.execute(_TAKE_TURN, {"id": _ONE_ROW})


def last(conn: Connection) -> int:
    """Return the number of the latest change."""
    return int(_LAST.first(conn, {}).last)
