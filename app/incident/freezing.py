"""Freezing the portal and thawing it: acts of who runs the server, kept in the record."""

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from app.audit.actions import record
from app.audit.events import Event
from app.core.db import Database, table
from app.identity import sessions, tokens
from app.incident.models import FREEZE, Freeze
from app.manual.actions.publishing import turn_epoch
from app.orders import actions as orders
from app.web.state import EVERY

LONGEST_REASON = 500
SETTLES = 2 * EVERY
"""After so many seconds every process knows."""
freeze_row = table(Freeze)


def freeze(database: Database, reason: str) -> bool:
    """Let nobody sign in or change anything; say whether that is new. A first reason stays."""
    try:
        with database.unit_of_work() as db:
            if db.get(Freeze, FREEZE):
                return False
            db.add(Freeze(reason=reason[:LONGEST_REASON]))
            turn_epoch(db)
            record(db, Event.PORTAL_FROZEN, detail={"by": "operator"})
    except IntegrityError:  # somebody else was faster
        return False
    return True


def end_sessions(database: Database) -> int:
    """Sign out everybody, and every programme; return how many sessions there were.

    What was made for somebody and waits to be saved is destroyed too.
    """
    with database.unit_of_work() as db:
        tokens.end_all(db)
        orders.end_of(db, None)
        people = sessions.end_everybodys(db)
        for person_id in dict.fromkeys(people):
            record(db, Event.SESSION_ENDED, subject=person_id, detail={"by": "operator"})
    return len(people)


def thaw(database: Database) -> bool:
    """Open the portal again; say whether it was frozen."""
    with database.unit_of_work() as db:
        thawed = db.execute(delete(freeze_row).returning(freeze_row.c.id)).first() is not None
        if thawed:
            turn_epoch(db)
            record(db, Event.PORTAL_THAWED, detail={"by": "operator"})
    return thawed
