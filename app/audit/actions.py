"""Writing the record: one line per change, in the transaction of the change."""

import json

from sqlmodel import Session

from app.access.viewer import ANYONE, Viewer
from app.audit.events import Event
from app.audit.models import AuditRecord

Plain = str | int | bool | None


def record(
    db: Session,
    event: Event,
    *,
    viewer: Viewer = ANYONE,
    subject: str | None = None,
    detail: dict[str, Plain] | None = None,
) -> None:
    """Add a record of ``event`` by ``viewer`` to ``subject`` (an item, member or person id).

    ``detail`` holds plain values only: no confidential text, no names of people.
    """
    db.add(
        AuditRecord(
            event=event,
            person_id=viewer.person_id,
            office_id=viewer.office.id if viewer.office else None,
            subject=subject,
            detail=json.dumps(detail or {}, sort_keys=True),
        )
    )
