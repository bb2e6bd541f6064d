"""What linking costs: acts that record, against the same acts that do not, with eight who write.

On SQLite always; on PostgreSQL where ``PROVE_DATABASE_URL`` names an empty database.
"""

import os
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from app.audit.actions import record
from app.audit.chain import head
from app.audit.events import Event
from app.core.db import Database
from app.items.models import Registry
from app.migrating import migrate
from prove.row import Row

WRITERS = 8
ACTS = 100
ROUNDS = 3
MOST = 3.0
"""An act of one row, the smallest there is, may take so many times as long with its entry."""


def rows(acts: int = ACTS) -> Iterator[Row]:
    """Measure on each database there is."""
    with tempfile.TemporaryDirectory() as folder:
        yield from _measured("SQLite", f"sqlite:///{Path(folder) / 'prove.sqlite3'}", acts)
    if url := os.environ.get("PROVE_DATABASE_URL"):
        yield from _measured("PostgreSQL", url, acts)


def _measured(name: str, url: str, acts: int) -> Iterator[Row]:
    database = Database(url, pool_size=WRITERS)
    migrate(database)
    bare, recorded = [], []
    for _ in range(ROUNDS):
        bare.append(_seconds(database, acts, entry=False))
        recorded.append(_seconds(database, acts, entry=True))
    with database.read() as conn:
        entries = head(conn)[0]
    database.close()
    wanted = ROUNDS * WRITERS * acts
    yield Row(f"{name}: entries of {WRITERS} writers", str(entries), str(wanted), entries == wanted)
    each = 1000 / (WRITERS * acts)
    cost = min(recorded) / min(bare)
    words = f"{min(bare) * each:.2f} ms to {min(recorded) * each:.2f} ms an act"
    yield Row(f"{name}: {words}, times", f"{cost:.2f}", f"≤ {MOST:g}", cost <= MOST)


def _seconds(database: Database, acts: int, *, entry: bool) -> float:
    began = time.monotonic()
    with ThreadPoolExecutor(WRITERS) as pool:
        for done in [pool.submit(_write, database, who, acts, entry) for who in range(WRITERS)]:
            done.result()
    return time.monotonic() - began


def _write(database: Database, who: int, acts: int, entry: bool) -> None:  # noqa: FBT001 - for the pool
    for turn in range(acts):
        with database.unit_of_work() as db:
            db.merge(Registry(year=who, series="P", last=turn))
            if entry:
                record(db, Event.PRACTICE_CHANGED, subject=f"item{who}")
