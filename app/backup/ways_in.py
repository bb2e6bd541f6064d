"""What opens the portal and was written down before a backup was made: none of it is brought back.

A session that was ended since, a token that was taken back, an invitation that was used, a recovery
that was stopped or a guest who was withdrawn would be there again as it was. What the copy cannot
know it must not open.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, Table, delete, update
from sqlmodel import Session

from app.core import clock
from app.core.db import Database, table
from app.directory.models import Invitation
from app.guests.models import Guest
from app.identity.models import (
    AccessToken,
    PasskeyChallenge,
    PasskeyCode,
    PortalSession,
    Recovery,
    SignIn,
)
from app.orders import actions as ordered
from app.orders import queries as orders
from app.recovery.rules import Stage

session = table(PortalSession)
token = table(AccessToken)
invitation = table(Invitation)
recovery = table(Recovery)
guest = table(Guest)
_UNDER_WAY = (table(SignIn), table(PasskeyChallenge), table(PasskeyCode))


@dataclass(frozen=True, slots=True)
class Ended:
    """How many of each were ended; a guest counts as an invitation."""

    sessions: int
    tokens: int
    invitations: int


def end(url: str) -> Ended:
    """End sessions, tokens, open invitations, recoveries and guests in a database just restored."""
    database = Database(url, pool_size=1)
    try:
        with database.unit_of_work() as db:
            conn = db.connection()
            for rows in _UNDER_WAY:
                _emptied(conn, rows)
            _called_off(conn)
            _unmade(db)
            invited = _withdrawn(conn) + _dismissed(conn)
            return Ended(_emptied(conn, session), _emptied(conn, token), invited)
    finally:
        database.close()


def _withdrawn(conn: Connection) -> int:
    """Withdraw what is open; the row stays, for others name it."""
    now = clock.wall()
    unused = invitation.c.withdrawn_at.is_(None), invitation.c.redeemed_at.is_(None)
    found = update(invitation).where(*unused, invitation.c.expires_at > now)
    return conn.execute(found.values(withdrawn_at=now)).rowcount


def _called_off(conn: Connection) -> None:
    """Call off every recovery that goes on, where the schema of the copy has them."""
    if conn.dialect.has_table(conn, recovery.name):
        over = {"outcome": Stage.LAPSED, "link_hash": None, "ended_at": clock.now()}
        conn.execute(update(recovery).where(recovery.c.ended_at.is_(None)).values(**over))


def _unmade(db: Session) -> None:
    """Let nothing wait for anybody: its file is in no backup. Who is being taken out goes on."""
    if db.connection().dialect.has_table(db.connection(), orders.order.name):
        ordered.end_of(db, None)


def _dismissed(conn: Connection) -> int:
    """Let nobody be a guest any more, where the schema of the copy knows guests."""
    if not conn.dialect.has_table(conn, guest.name):
        return 0
    open_ = update(guest).where(guest.c.ended_at.is_(None))
    return conn.execute(open_.values(ended_at=clock.now())).rowcount


def _emptied(conn: Connection, rows: Table) -> int:
    """Take all rows of a table away, where the schema of the copy has it."""
    there = conn.dialect.has_table(conn, rows.name)
    return conn.execute(delete(rows)).rowcount if there else 0
