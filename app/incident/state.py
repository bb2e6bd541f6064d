"""Asking the database in what state the portal is, in one short statement."""

from sqlalchemy import Connection

from app.core import i18n
from app.web.state import Announced, State

_STATE = """
SELECT '' AS language, '' AS title FROM portal_freeze
UNION ALL
SELECT language, title FROM statement_text WHERE statement_id = (
    SELECT statement.id FROM statement JOIN incident ON incident.id = statement.incident_id
    WHERE incident.ended_at IS NULL ORDER BY statement.at DESC, statement.id LIMIT 1
)
"""
"""A row without a language where the portal is frozen, and the titles of what is said now."""


def state_of(conn: Connection) -> State:
    """Return the state as the database has it now.

    Asked on the driver's cursor, as hot statements are, and not counted among those of a page: a
    process asks it by itself once a second, in the middle of whichever page comes along.
    """
    cursor = conn.connection.cursor()
    try:
        cursor.execute(_STATE)
        found = dict(cursor.fetchall())
    finally:
        cursor.close()
    said = tuple(Announced(code, found[code]) for code in i18n.languages() if code in found)
    return State(frozen="" in found, said=said)
