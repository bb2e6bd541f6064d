"""Publishing a statement and ending an incident, kept in the record."""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlmodel import Session

from app.access.viewer import ANYONE, Viewer
from app.audit.actions import Plain, record
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.incident import queries
from app.incident.models import Incident, Statement, StatementText
from app.incident.statement import Said, ensure_good
from app.manual.actions.publishing import turn_epoch

incident = table(Incident)
_OPEN = select(incident.c.id).where(incident.c.ended_at.is_(None))


def publish(db: Session, said: Sequence[Said], viewer: Viewer = ANYONE) -> bool:
    """Say this on every page from now on; say whether it is new.

    The first statement opens an incident, the next ones continue it. Without a ``viewer`` it is
    who runs the server.

    Raises:
        BadStatement: for what cannot be published as it stands.
    """
    ensure_good(said)
    before = queries.last(db.connection())
    if before and before.ended_at is None and list(before.told[0].said) == list(said):
        return False
    turn_epoch(db)  # of two at once, the second waits here
    incident_id = db.execute(_OPEN).scalar() or _open(db)
    made = Statement(incident_id=incident_id)
    db.add(made)
    db.flush()
    for one in said:
        db.add(
            StatementText(
                statement_id=made.id, language=one.language, title=one.title, text=one.text
            )
        )
    record(db, Event.STATEMENT_PUBLISHED, viewer=viewer, subject=incident_id, detail=_by(viewer))
    return True


def end(db: Session, viewer: Viewer = ANYONE) -> bool:
    """End the open incident: its statements stay on its page only. Say whether there was one."""
    wanted = update(incident).where(incident.c.ended_at.is_(None)).values(ended_at=clock.wall())
    ended = db.execute(wanted.returning(incident.c.id)).scalar()
    if ended is None:
        return False
    turn_epoch(db)
    record(db, Event.INCIDENT_ENDED, viewer=viewer, subject=ended, detail=_by(viewer))
    return True


def _open(db: Session) -> str:
    made = Incident()
    db.add(made)
    db.flush()
    return made.id


def _by(viewer: Viewer) -> dict[str, Plain]:
    return {} if viewer.signed_in else {"by": "operator"}
