"""That the Secretariat or a guest read a thing: recorded before it is shown, told to the owner."""

from datetime import timedelta

from sqlalchemy import Connection, bindparam, select
from sqlmodel import Session

from app.access.viewer import Viewer
from app.audit.actions import record
from app.audit.chain import audit
from app.audit.events import Event
from app.core import clock
from app.core.reading import Reading
from app.items.queries import Matter
from app.web.ask import Ask

ONE_READING = timedelta(minutes=10)
"""Opening it again within this time is still the same reading."""
_LATELY = Reading(
    select(audit.c.id)
    .where(
        audit.c.subject == bindparam("subject"),
        audit.c.event == bindparam("event"),
        audit.c.person_id == bindparam("person"),
        audit.c.at > bindparam("since"),
    )
    .limit(1)
)


def note_reading(ask: Ask, matter: Matter, event: Event) -> None:
    """Record as ``event`` that the viewer reads ``matter``, if it is the Secretariat that reads.

    This is a transaction of its own; where it fails, nothing is shown.
    """
    if ask.viewer.in_secretariat:
        note(ask, matter.id, event)


def note(ask: Ask, item_id: str, event: Event) -> None:
    """Record as ``event`` that the viewer reads an item, once for each reading."""
    if not _reads_on(ask.conn, ask.viewer, item_id, event):
        with ask.unit_of_work() as db:
            record(db, event, viewer=ask.viewer, subject=item_id)


def note_within(db: Session, viewer: Viewer, item_id: str, event: Event) -> None:
    """Record it, once for each reading, in the transaction of an act that shows the item."""
    if not _reads_on(db.connection(), viewer, item_id, event):
        record(db, event, viewer=viewer, subject=item_id)


def _reads_on(conn: Connection, viewer: Viewer, item_id: str, event: Event) -> bool:
    given = {
        "subject": item_id,
        "event": event,
        "person": viewer.person_id,
        "since": clock.wall() - ONE_READING,
    }
    return _LATELY.first(conn, given) is not None
