"""Leases: of several processes that want a duty now, one gets it while its lease lasts."""

from datetime import datetime, timedelta

from sqlalchemy import or_, update
from sqlmodel import Session

from app.core import clock
from app.core.db import table
from app.jobs.models import Job

job = table(Job)


def ensure_known(db: Session, name: str) -> None:
    """Let the duty ``name`` exist; several processes may say so at once."""
    if db.get(Job, name) is None:
        db.add(Job(name=name))


def lease(db: Session, name: str, *, lasts: timedelta) -> bool:
    """Take the duty ``name`` if it is due and nobody holds it; say whether it was taken.

    What says that it was done in the future, or is held for longer than two leases last, was
    written by a clock that had run ahead and was set right: the duty is due. One lease would not
    do: who waited for another's lease read the clock before the other did.
    """
    wall = clock.wall()
    held, ahead = job.c.leased_until, wall + 2 * lasts
    taken = db.execute(
        update(job)
        .where(
            job.c.name == name,
            or_(job.c.due_at <= wall, job.c.finished_at > ahead),
            or_(held.is_(None), held <= wall, held > ahead),
        )
        .values(leased_until=wall + lasts)
        .returning(job.c.name)
    ).first()
    return taken is not None


def finish(db: Session, name: str, *, next_due: datetime) -> None:
    """Give the duty back until it is due again."""
    db.execute(
        update(job)
        .where(job.c.name == name)
        .values(leased_until=None, due_at=next_due, finished_at=clock.wall())
    )
