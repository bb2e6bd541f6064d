"""Writing: a record gets its key, and the key is wrapped for exactly those who may read it."""

from collections.abc import Collection, Mapping

from sqlalchemy import bindparam, delete, insert, select, text
from sqlmodel import Session

from app.core import clock
from app.core.ids import new_id
from app.core.seal import CannotOpen, Key, Party, Seal
from app.sealing.keys import (
    Keys,
    Opened,
    learn,
    party_binding,
    party_key,
    record_key,
    wrap,
)

_MAKE = text(
    "INSERT INTO party_key (id, party, current, master, wrapped, made_at)"
    " VALUES (:id, :party, :party, :master, :wrapped, :made_at) ON CONFLICT (current) DO NOTHING"
).bindparams(bindparam("made_at", type_=party_key.c.made_at.type))
"""Of two that make the first key of a party, one does; the other finds it."""


def begin(db: Session, seal: Seal, record: str, parties: Collection[str]) -> Opened:
    """Give ``record`` its key, wrapped for ``parties``.

    Raises:
        ValueError: when there are none, since nobody could ever open it.
    """
    if not parties:
        raise ValueError("A record that nobody could read gets no key.")
    key = Key.new()
    _add(db, seal, record, key, parties)
    return Opened(seal, key)


def held(db: Session, seal: Seal, record: str, mine: Collection[str]) -> Opened | None:
    """Return ``record`` opened for a writer who belongs to ``mine``, None where it has no key.

    Raises:
        CannotOpen: when the record has a key, and not for these parties.
    """
    there = _wrapped(db, record)
    return Opened(seal, _opened(db, seal, record, mine, there)) if there else None


def rewrap(
    db: Session, seal: Seal, record: str, mine: Collection[str], parties: Collection[str]
) -> None:
    """Wrap the key of ``record`` for exactly ``parties``, opened as one of ``mine``.

    A record that has no key yet is left alone.
    """
    there = _wrapped(db, record)
    new, gone = set(parties) - set(there), set(there) - set(parties)
    if there and new:
        _add(db, seal, record, _opened(db, seal, record, mine, there), new)
    if gone:
        db.execute(
            delete(record_key).where(record_key.c.record == record, record_key.c.party.in_(gone))
        )


def forget(db: Session, records: Collection[str]) -> None:
    """Delete every wrapped key of ``records``: what they sealed can be read by nobody any more."""
    db.execute(delete(record_key).where(record_key.c.record.in_(records)))


def current(db: Session, seal: Seal, parties: Collection[str]) -> Mapping[str, tuple[str, Party]]:
    """Return id and key of each of ``parties``; who has none gets one.

    On PostgreSQL the rows are held until the act ends, so that no rotation takes them away.
    """
    found = _current(db, seal, parties)
    missing = sorted(set(parties) - set(found))
    for party in missing:
        make(db, seal, party)
    return {**found, **_current(db, seal, missing)} if missing else found


def make(db: Session, seal: Seal, party: str) -> None:
    """Make a key for ``party``, wrapped by the newest of the installation's, if it has none."""
    key_id, master = new_id(), seal.newest
    wrapped = master.wrapping.wrap(Key.new(), party_binding(key_id, party))
    made = {"id": key_id, "party": party, "master": master.fingerprint, "wrapped": wrapped}
    db.execute(_MAKE, {**made, "made_at": clock.wall()})


def _current(db: Session, seal: Seal, parties: Collection[str]) -> dict[str, tuple[str, Party]]:
    rows = db.execute(
        select(party_key)
        .where(party_key.c.current.in_(parties))
        .order_by(party_key.c.id)
        .with_for_update(read=True, key_share=True)
    )
    return {row.party: (row.id, seal.parties.get(row.id) or learn(seal, row)) for row in rows}


def _wrapped(db: Session, record: str) -> dict[str, bytes]:
    rows = db.execute(
        select(record_key.c.party, record_key.c.wrapped).where(record_key.c.record == record)
    )
    return {row.party: bytes(row.wrapped) for row in rows}


def _opened(
    db: Session, seal: Seal, record: str, mine: Collection[str], there: Mapping[str, bytes]
) -> Key:
    party = next((one for one in mine if one in there), None)
    if party is None:
        raise CannotOpen("The record is sealed for others.")
    return Keys(db.connection(), seal, mine).unwrap(record, there[party])


def _add(db: Session, seal: Seal, record: str, key: Key, parties: Collection[str]) -> None:
    rows = [
        {
            "record": record,
            "party": name,
            "key_id": key_id,
            "wrapped": wrap(by, key_id, record, key),
        }
        for name, (key_id, by) in sorted(current(db, seal, parties).items())
    ]
    if rows:
        db.execute(insert(record_key), rows)
