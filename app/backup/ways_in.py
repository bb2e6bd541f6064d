"""What opens the portal and was written down before a backup was made: none of it is brought back.

A session that was ended since, or a token that was taken back, would be there again as it was. What
the copy cannot know it must not open.
"""

from sqlalchemy import Connection, Table, delete

from app.core.db import Database, table
from app.identity.models import AccessToken, PasskeyChallenge, PortalSession, SignIn

session = table(PortalSession)
token = table(AccessToken)
_UNDER_WAY = (table(SignIn), table(PasskeyChallenge))


def end(url: str) -> tuple[int, int]:
    """End every session and token in a database just restored; return of how many of each."""
    database = Database(url, pool_size=1)
    try:
        with database.unit_of_work() as db:
            conn = db.connection()
            for rows in _UNDER_WAY:
                _emptied(conn, rows)
            return _emptied(conn, session), _emptied(conn, token)
    finally:
        database.close()


def _emptied(conn: Connection, rows: Table) -> int:
    """Take all rows of a table away, where the schema of the copy has it."""
    there = conn.dialect.has_table(conn, rows.name)
    return conn.execute(delete(rows)).rowcount if there else 0
