"""New keys for 193 states while people read and write; afterwards the old key opens nothing.

Each request is wrapped for fifty states at a time, so that every state is a party of many records.
"""

import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import cycle, islice

from sqlalchemy import select

from app.assistance import queries
from app.assistance.rules import Stage
from app.core.db import Database, table
from app.core.seal import CannotOpen, Seal, new_key
from app.directory.models import Member
from app.rotation import commands
from app.sealing.keys import Keys, record_key
from app.web.portal import Portal
from prove.real import databases
from prove.row import Row, equal
from tests.assistance.sample import Maker
from tests.support.given import SEAL_KEY
from tests.support.people import Somebody, furnished

RECORDS, AT_ONCE, READERS = 200, 50, 2
LONGEST = 60.0
BEGINS = "One warning page"


@dataclass
class People:
    """Who reads and who writes while keys are renewed, and what became of it."""

    database: Database
    portal: Portal
    cast: Mapping[str, Somebody]
    requests: Sequence[str]
    read: Counter[bool] = field(default_factory=Counter)
    written: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def reading(self) -> None:
        """Read one request after the other, as the portal does for its owner."""
        for item_id in cycle(self.requests):
            if self.over.is_set():
                return
            self.read[self.opens(item_id)] += 1
            time.sleep(0.002)

    def writing(self) -> None:
        """Ask for assistance again and again."""
        while not self.over.is_set():
            with self.database.unit_of_work() as db:
                self.written.append(Maker(db, self.portal, self.cast).request(Stage.AGREED))
            time.sleep(0.02)

    def opens(self, item_id: str, seal: Seal | None = None) -> bool:
        """Whether the owner of a request reads its words."""
        viewer = self.cast["ghana"].viewer
        with self.database.read() as conn:
            try:
                found = queries.one(conn, viewer, seal or self.portal.seal, item_id)
            except CannotOpen:
                return False
        return found is not None and found.title.startswith(BEGINS)


def rows(records: int = RECORDS) -> Iterator[Row]:
    """Renew the keys of so many records on each database there is."""
    with databases() as found:
        for engine, url in found.items():
            yield from rotated(engine, url, records)


def rotated(engine: str, url: str, records: int) -> Iterator[Row]:
    """Renew on the empty database at ``url``; say how long it took and what failed."""
    held = furnished(url, lambda portal, cast: _asked(portal, cast, records))
    portal, states, requests = held.made
    database, new = Database(url), new_key()
    both = replace(portal, db=database, seal=Seal(f"{new} {SEAL_KEY}"))
    people = People(database, both, held.cast, requests)
    seconds = _renewed_beside(people)
    commands.rotate(database, both.seal, lambda _: None)  # what was written at the very end
    name = f"{engine}: new keys for {states} states and {records} records, beside {READERS}"
    name += f" readers and a writer ({len(people.written)} requests)"
    yield Row(name, f"{seconds:.1f} s", f"≤ {LONGEST:.0f} s", seconds <= LONGEST)
    every = [*requests, *people.written]
    yield equal(
        f"{engine}: of {people.read.total()} readings meanwhile, failed", people.read[False], 0
    )
    opened = sum(people.opens(one, Seal(new)) for one in every)
    yield equal(f"{engine}: requests that the new key alone opens", opened, len(every))
    yield equal(f"{engine}: wrapped keys that the old key still opens", *_still_opened(database))
    database.close()


def _asked(
    portal: Portal, cast: Mapping[str, Somebody], records: int
) -> tuple[Portal, int, list[str]]:
    """Make the requests; return how many states are parties of some."""
    member = table(Member)
    with portal.db.read() as conn:
        states = list(conn.execute(select(member.c.code).where(member.c.kind == "state")).scalars())
    others = cycle(code for code in sorted(states) if code != "GHA")
    made = []
    for _ in range(records):
        chosen = ",".join(sorted(islice(others, AT_ONCE)))
        with portal.db.unit_of_work() as db:
            made.append(Maker(db, portal, cast).request(Stage.SUBMITTED, f"members:{chosen}"))
    return portal, len(states), made


def _renewed_beside(people: People) -> float:
    """Return the seconds that renewing took while people read and write."""
    doing = [people.reading] * READERS + [people.writing]
    threads = [threading.Thread(target=one) for one in doing]
    for one in threads:
        one.start()
    began = time.monotonic()
    try:
        commands.rotate(people.database, people.portal.seal, lambda _: None)
    finally:
        seconds = time.monotonic() - began
        people.over.set()
        for one in threads:
            one.join()
    return seconds


def _still_opened(database: Database) -> tuple[int, int]:
    old, opened = Seal(SEAL_KEY), 0
    with database.read() as conn:
        for row in conn.execute(select(record_key)).all():
            try:
                Keys(conn, old, [row.party]).unwrap(row.record, bytes(row.wrapped))
            except CannotOpen:
                continue
            opened += 1
    return opened, 0
