"""Taking a planned table in, all or nothing, in one transaction."""

from collections.abc import Sequence

from sqlmodel import Session

from app.access.viewer import OfficeKind, Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.core.errors import Conflict
from app.directory import keeping
from app.directory.importing import Step
from app.directory.keeping import Paper
from app.directory.models import Office
from app.identity.models import Person

IMPORTED = "imported"
"""Why an appointment ended when a table said so."""


def enter(db: Session, viewer: Viewer, steps: Sequence[Step]) -> None:
    """Do what every step says.

    Raises:
        Conflict: when one of them cannot be done; then nothing was.
    """
    if any(step.errors for step in steps):
        raise Conflict
    for step in steps:
        _enter(db, viewer, step)
    detail = {"lines": len(steps)}
    record(db, Event.OFFICES_IMPORTED, viewer=viewer, detail=dict(detail))


def _enter(db: Session, viewer: Viewer, step: Step) -> None:
    line = step.line
    if step.opens:
        held = keeping.open_office(
            db,
            viewer,
            line["member"],
            OfficeKind(line["kind"]),
            title=line["title"],
            mailbox=line["mailbox"],
            most=None,
        )
    else:
        held = db.get_one(Office, line["office"])
    if step.describes:
        keeping.describe(db, viewer, held, title=line["title"], mailbox=line["mailbox"])
    if step.appoints and step.starts:
        paper = Paper(line["authority"], line["evidence"], read=True)
        person = Person(name=line["holder"], email=line["email"] or None)
        db.add(person)
        db.flush()
        made = keeping.record_holder(db, viewer, held.id, person.id, paper, step.starts)
        if step.ends:
            keeping.end(db, viewer, made.id, step.ends, IMPORTED)
    elif step.ending:
        keeping.end(db, viewer, *step.ending, IMPORTED)
