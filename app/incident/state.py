"""Asking the database in what state the portal is, in one short statement."""

from sqlalchemy import Connection

from app.web.state import State

_STATE = "SELECT count(*) FROM portal_freeze"


def state_of(conn: Connection) -> State:
    """Return the state as the database has it now.

    Asked on the driver's cursor, as hot statements are, and not counted among those of a page: a
    process asks it by itself once a second, in the middle of whichever page comes along.
    """
    cursor = conn.connection.cursor()
    try:
        cursor.execute(_STATE)
        found = cursor.fetchone()
        return State(frozen=bool(found and found[0]))
    finally:
        cursor.close()
