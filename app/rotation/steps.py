"""The steps of a rotation: new keys for parties, records wrapped anew, old texts sealed anew."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, delete, func, select, update
from sqlmodel import Session

from app.core.db import Database
from app.core.seal import CannotOpen, Seal
from app.rotation import places
from app.rotation.places import EVERYWHERE, Texts
from app.sealing import wrapping
from app.sealing.keys import Keys, party_key, record_key, wrap

BATCH = 200
PATIENCE = 0.05
"""Seconds until rows that an act holds are looked at again."""
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Left:
    """What a rotation has still to do."""

    parties: int
    wrapped: int
    texts: int
    retired: int

    @property
    def nothing(self) -> bool:
        """Whether everything is under the newest key."""
        return not (self.parties or self.wrapped or self.texts or self.retired)


def left(conn: Connection, seal: Seal) -> Left:
    """Count what is not under the newest of the installation's keys."""
    return Left(
        parties=_count(conn, select(party_key.c.id).where(*_stale(seal))),
        wrapped=_count(conn, _retired_records()),
        texts=sum(_count(conn, select(t.column).where(t.old)) for t in EVERYWHERE),
        retired=_count(conn, select(party_key.c.id).where(party_key.c.current.is_(None))),
    )


def renew(database: Database, seal: Seal, say: Say) -> int:
    """Give each party whose key an older key wraps a new one; return how many."""
    with database.read() as conn:
        stale = conn.execute(select(party_key).where(*_stale(seal)).order_by(party_key.c.party))
        rows = stale.all()
    for row in rows:
        with database.unit_of_work() as db:
            retire = update(party_key).where(party_key.c.id == row.id)
            db.execute(retire.values(current=None))
            wrapping.make(db, seal, row.party)
    if rows:
        say(f"{len(rows)} parties have new keys.")
    return len(rows)


def rewrap(database: Database, seal: Seal, say: Say) -> int:
    """Wrap the keys of records under the new keys of their parties; return how many."""
    done = 0
    while True:
        with database.read() as conn:
            if not _count(conn, _retired_records()):
                return done
        with database.unit_of_work() as db:
            step = _rewrap_some(db, seal)
        done += step
        if step:
            say(f"{done} keys of records are wrapped anew …")
        else:
            time.sleep(PATIENCE)


def _rewrap_some(db: Session, seal: Seal) -> int:
    some = _retired_records().order_by(record_key.c.record, record_key.c.party).limit(BATCH)
    held = some.with_for_update(of=record_key, skip_locked=True)
    rows = db.execute(held).all()
    by_party = wrapping.current(db, seal, {row.party for row in rows})
    for row in rows:
        key_id, party = by_party[row.party]
        key = Keys(db.connection(), seal, [row.party]).unwrap(row.record, bytes(row.wrapped))
        db.execute(
            update(record_key)
            .where(record_key.c.record == row.record, record_key.c.party == row.party)
            .values(key_id=key_id, wrapped=wrap(party, key_id, row.record, key))
        )
    return len(rows)


def reseal(database: Database, seal: Seal, say: Say) -> int:
    """Seal with keys of records what the installation's key sealed itself; return how many."""
    done = 0
    for texts in EVERYWHERE:
        while records := _old_records(database, texts):
            for record in records:
                with database.unit_of_work() as db:
                    done += _reseal(db, seal, record)
            say(f"{done} texts are sealed anew …")
    return done


def _old_records(database: Database, texts: Texts) -> list[str]:
    wanted = select(texts.record).where(texts.old).distinct().limit(BATCH)
    with database.read() as conn:
        return list(conn.execute(wanted).scalars())


def _reseal(db: Session, seal: Seal, record: str) -> int:
    """Seal all old texts of one record; whoever writes it meanwhile waits, or was first."""
    conn = db.connection()
    places.hold(conn, record)
    parties = places.parties_of(conn, record)
    kept = wrapping.held(db, seal, record, parties) or wrapping.begin(db, seal, record, parties)
    done = 0
    for texts in EVERYWHERE:
        old = select(texts.row, texts.column).where(texts.record == record, texts.old)
        for row, sealed in conn.execute(old).all():
            place = texts.place(row)
            fresh = kept.seal(seal.open_old(sealed, place), place)
            there = update(texts.record.table).where(texts.record == record, texts.row == row)
            db.execute(there.values({texts.column.name: fresh}))
            done += 1
    return done


def verify(database: Database, seal: Seal) -> tuple[int, int]:
    """Open every wrapped key and every text; return how many of each.

    Raises:
        CannotOpen: for the first that does not open; the message names its place.
    """
    with database.read() as conn:
        keys = _verify_keys(conn, seal)
        return keys, sum(_verify_texts(conn, seal, texts) for texts in EVERYWHERE)


def _verify_keys(conn: Connection, seal: Seal) -> int:
    done = 0
    with conn.execute(select(record_key).execution_options(yield_per=BATCH)) as rows:
        for row in rows:
            try:
                Keys(conn, seal, [row.party]).unwrap(row.record, bytes(row.wrapped))
            except CannotOpen as wrong:
                raise CannotOpen(f"The key of {row.record} for {row.party}: {wrong}") from wrong
            done += 1
    return done


def _verify_texts(conn: Connection, seal: Seal, texts: Texts) -> int:
    first = select(record_key.c.party).where(record_key.c.record == texts.record)
    first = first.order_by(record_key.c.party).limit(1).correlate(texts.record.table)
    held = (record_key.c.record == texts.record) & (record_key.c.party == first.scalar_subquery())
    wanted = (
        select(texts.record, texts.row, texts.column, record_key.c.party, record_key.c.wrapped)
        .join_from(texts.record.table, record_key, held, isouter=True)
        .where(texts.column.is_not(None))
        .execution_options(yield_per=BATCH)
    )
    done = 0
    with conn.execute(wanted) as rows:
        for record, row, sealed, party, wrapped in rows:
            place = texts.place(row)
            try:
                Keys(conn, seal, [party]).unwrap(record, wrapped or b"").open_text(sealed, place)
            except CannotOpen as wrong:
                raise CannotOpen(f"{place.table}.{place.column} of {row}: {wrong}") from wrong
            done += 1
    return done


def take_away(db: Session) -> int:
    """Delete retired keys of parties that wrap nothing any more; return how many."""
    used = select(record_key.c.key_id).where(record_key.c.key_id == party_key.c.id).exists()
    gone = db.execute(
        delete(party_key).where(party_key.c.current.is_(None), ~used).returning(party_key.c.id)
    )
    return len(gone.all())


def unknown_masters(conn: Connection, seal: Seal) -> list[str]:
    """Return fingerprints of keys that wrapped something here and are not among ours."""
    ours = {one.fingerprint for one in seal.masters}
    found = conn.execute(select(party_key.c.master).distinct()).scalars()
    return sorted(set(found) - ours)


def _stale(seal: Seal) -> tuple[Any, ...]:
    return (party_key.c.current.is_not(None), party_key.c.master != seal.newest.fingerprint)


def _retired_records() -> Select[Any]:
    return (
        select(record_key)
        .join_from(record_key, party_key, party_key.c.id == record_key.c.key_id)
        .where(party_key.c.current.is_(None))
    )


def _count(conn: Connection, wanted: Select[Any]) -> int:
    return int(conn.execute(select(func.count()).select_from(wanted.subquery())).scalar_one())
