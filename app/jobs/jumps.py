"""A clock that jumped: what cannot be undone is not done in the first run after it."""

from datetime import datetime, timedelta

from sqlalchemy import select

from app.core import clock
from app.core.db import Database, table
from app.jobs.models import Job

LONGEST = timedelta(hours=36)
"""So long nothing was done, at most, before a duty believes what day it is."""
WAITS = timedelta(days=1)
"""So long there is for looking at the clock."""

job = table(Job)


def jumped_from(db: Database, name: str) -> datetime | None:
    """Return when the duty ``name`` was done last where that is too long ago, else None.

    Its own run is the sign of life that counts: whoever signs in after the clock jumped leaves
    signs too, and they would hide it. A portal that was off for days cannot be told from a jump.
    """
    with db.read() as conn:
        last = conn.execute(select(job.c.finished_at).where(job.c.name == name)).scalar()
    return last if last is not None and last < clock.wall() - LONGEST else None
