"""Deleting stored files without a row: what was removed, and what no act came to attach."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select

from app.core import clock
from app.core.db import Database
from app.files.queries import attachment
from app.files.store import Store

ORPHANED = timedelta(days=1)
"""So long a file without a row is left: an act under way, or a backup, may still want it."""
AT_ONCE = 500
FEW = 20
"""So many files without a row are deleted whatever else is there."""


class WouldSweepMost(Exception):
    """Most of what is stored is unknown to this database, so it is left alone."""


def sweep(database: Database, store: Store) -> int:
    """Delete stored files that have had no row for a day; return how many.

    Raises:
        WouldSweepMost: when the files seem to belong to another database; none is deleted.
    """
    there = list(store.places())
    lost = without_row(database, there)
    if seem_foreign(len(lost), len(there)):
        raise WouldSweepMost(len(lost), len(there))
    for place in lost:
        store.delete(place)
    return len(lost)


def seem_foreign(lost: int, there: int) -> bool:
    """Whether so many files without a row, of all ``there``, are no leftovers of this portal."""
    return lost > FEW and lost * 2 > there


def without_row(database: Database, places: Iterable[tuple[str, datetime]]) -> list[str]:
    """Return the places that were written more than a day ago and are in no row."""
    before = clock.wall() - ORPHANED
    old = [place for place, written_at in places if written_at < before]
    with database.read() as conn:
        known = {
            place
            for first in range(0, len(old), AT_ONCE)
            for column in (attachment.c.place, attachment.c.original)
            for place in conn.execute(
                select(column).where(column.in_(old[first : first + AT_ONCE]))
            ).scalars()
        }
    return [place for place in old if place not in known]
