"""Writing the record: one line per change, in the transaction of the change."""

from datetime import datetime

from sqlmodel import Session

from app.access.viewer import ANYONE, Viewer
from app.audit import chain
from app.audit.events import Event
from app.core import clock

Plain = str | int | bool | None
STOOD_IN = "standing_in"
"""What the detail of an entry says of whoever stood in for the holder of an office."""
BY_PROGRAMME = "programme"
"""What the detail of an entry says where a programme came with the token of the person."""


def record(
    db: Session,
    event: Event,
    *,
    viewer: Viewer = ANYONE,
    subject: str | None = None,
    detail: dict[str, Plain] | None = None,
) -> None:
    """Add a record of ``event`` by ``viewer`` to ``subject`` (an item, member or person id).

    ``detail`` holds plain values only: no confidential text, no names of people. The entry is
    linked into the chain when the act ends, and can be read from then on. Whoever stood in for the
    holder of the office acted for is marked.
    """
    marked: dict[str, Plain] = {STOOD_IN: True} if viewer.stands_in else {}
    if viewer.scopes is not None:
        marked[BY_PROGRAMME] = True
    chain.add(
        db,
        {
            "at": clock.wall(),
            "event": str(event),
            "person_id": viewer.person_id,
            "office_id": viewer.office.id if viewer.office else None,
            "subject": subject,
            "detail": chain.detail_words({**(detail or {}), **marked}),
        },
    )


def date_back(db: Session, event: Event, subject: str, moment: datetime) -> None:
    """Say that what this act recorded happened at ``moment``: for what a demonstration makes up."""
    for row in chain.pending(db):
        if (row["event"], row["subject"]) == (event, subject):
            row["at"] = moment
