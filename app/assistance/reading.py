"""That the Secretariat read a request: recorded before it is shown, and told to those who asked."""

from datetime import timedelta

from sqlalchemy import Connection, bindparam, select

from app.audit.actions import record
from app.audit.events import Event
from app.audit.models import AuditRecord
from app.core import clock
from app.core.db import table
from app.items.queries import Matter
from app.web.ask import Ask

audit = table(AuditRecord)
ONE_READING = timedelta(minutes=10)
"""Opening it again within this time is still the same reading."""
_LATELY = select(audit.c.id).where(
    audit.c.subject == bindparam("subject"),
    audit.c.event == Event.REQUEST_VIEWED,
    audit.c.person_id == bindparam("person"),
    audit.c.at > bindparam("since"),
)


def note_reading(ask: Ask, request: Matter) -> None:
    """Record that the viewer reads ``request``, if it is the Secretariat that reads.

    This is a transaction of its own; where it fails, nothing is shown.
    """
    if ask.viewer.in_secretariat and not _reads_on(ask.conn, ask, request):
        with ask.unit_of_work() as db:
            record(db, Event.REQUEST_VIEWED, viewer=ask.viewer, subject=request.id)


def _reads_on(conn: Connection, ask: Ask, request: Matter) -> bool:
    given = {
        "subject": request.id,
        "person": ask.viewer.person_id,
        "since": clock.wall() - ONE_READING,
    }
    return conn.execute(_LATELY.limit(1), given).first() is not None
