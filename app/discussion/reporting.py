"""Reporting a comment to the Secretariat: its author never learns of it."""

from sqlalchemy import select, update
from sqlmodel import Session

from app.access.labels import SECRETARIAT
from app.access.viewer import Viewer
from app.audit import actions as audit
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.discussion.models import CommentReport
from app.discussion.rules import POSTED, What
from app.items.models import Item
from app.notifications import actions as notifications

report_of = table(CommentReport)
item = table(Item)
KEPT, HID, MOVED, GONE = "kept", "hidden", "moved", "gone"
"""What can come of a report; ``GONE`` where the office took its comment back."""


def report(db: Session, viewer: Viewer, comment_id: str, reason: str) -> None:
    """Ask the Secretariat to look at a comment; a second report by a person replaces the first.

    Raises:
        Conflict: when it is hidden or was taken back.
    """
    there = select(item.c.id).where(item.c.id == comment_id, item.c.stage == POSTED)
    if db.execute(there.with_for_update()).first() is None:
        raise Conflict
    mine = (
        report_of.c.item_id == comment_id,
        report_of.c.person_id == viewer.person_id,
        report_of.c.outcome == "",
    )
    again = update(report_of).where(*mine).values(reason=reason).returning(report_of.c.id)
    if db.execute(again).first() is None:
        office = viewer.office.id if viewer.office else None
        db.add(
            CommentReport(
                item_id=comment_id, person_id=viewer.person_id, office_id=office, reason=reason
            )
        )
        db.flush()
    notifications.wait_for(db, comment_id, SECRETARIAT, What.REPORTED)
    audit.record(db, Event.COMMENT_REPORTED, viewer=viewer, subject=comment_id)


def end(db: Session, comment_id: str, outcome: str) -> None:
    """Note what came of the reports of a comment that wait; it waits no longer."""
    waiting = update(report_of).where(report_of.c.item_id == comment_id, report_of.c.outcome == "")
    db.execute(waiting.values(outcome=outcome, ended_at=clock.now()))
    notifications.done_waiting(db, comment_id, What.REPORTED)


def forget(db: Session, person_id: str) -> None:
    """Leave what a person reported without the person."""
    theirs = update(report_of).where(report_of.c.person_id == person_id)
    db.execute(theirs.values(person_id=None))
