"""Opening: a record's key in the hands of whoever reads, by the parties the reader belongs to."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, ScalarSelect, bindparam, select

from app.core.db import table
from app.core.reading import Reading
from app.core.seal import CannotOpen, Key, Party, Place, Seal, SealedText
from app.sealing.models import PartyKey, RecordKey

party_key = table(PartyKey)
record_key = table(RecordKey)

WRAPPED = b"\x01"
ID_BYTES = 12
_PARTY = Reading(select(party_key).where(party_key.c.id == bindparam("id")))


def party_binding(key_id: str, party: str) -> bytes:
    """Return what the wrapped key of a party is bound to."""
    return f"party\x1f{key_id}\x1f{party}".encode()


def record_binding(key_id: str, party: str, record: str) -> bytes:
    """Return what a record's key, wrapped for a party, is bound to."""
    return f"record\x1f{key_id}\x1f{party}\x1f{record}".encode()


def wrapped_for(
    record: ColumnElement[str], parties: Iterable[BindParameter[Any]]
) -> ScalarSelect[bytes | None]:
    """Return the column that brings along the key of ``record``, wrapped for one of ``parties``.

    It stands in the statement that reads the row, so that opening asks the database nothing more.
    """
    return (
        select(record_key.c.wrapped)
        .where(record_key.c.record == record, record_key.c.party.in_(tuple(parties)))
        .order_by(record_key.c.party)
        .limit(1)
        .scalar_subquery()
    )


class Opened:
    """A record as one party reads it: what is not wrapped for that party reads as nothing."""

    __slots__ = ("_seal", "key")

    def __init__(self, seal: Seal, key: Key | None) -> None:
        self._seal = seal
        self.key = key

    def words(self, sealed: SealedText | None, place: Place) -> str:
        """Return the text sealed for ``place``, nothing where there is none or no key.

        Raises:
            CannotOpen: for a text of another place or record, or a changed one.
        """
        if sealed is None:
            return ""
        if sealed.is_old:
            return self._seal.open_old(sealed, place)
        return self.key.open_text(sealed, place) if self.key else ""

    def seal(self, plain: str, place: Place) -> SealedText:
        """Return ``plain`` sealed with the record's key.

        Raises:
            CannotOpen: where there is no key.
        """
        if self.key is None:
            raise CannotOpen("The record is sealed for others.")
        return self.key.seal_text(plain, place)


class Keys:
    """The keys of records, opened for the parties somebody belongs to and for no other."""

    __slots__ = ("_conn", "_parties", "_seal")

    def __init__(self, conn: Connection, seal: Seal, parties: Collection[str]) -> None:
        self._conn = conn
        self._seal = seal
        self._parties = parties

    def of(self, record: str, wrapped: bytes | None) -> Opened:
        """Return ``record`` opened by what was wrapped for one of the parties.

        Raises:
            CannotOpen: for what was wrapped for another party or record, or was changed.
        """
        return Opened(self._seal, None if wrapped is None else self.unwrap(record, wrapped))

    def unwrap(self, record: str, wrapped: bytes) -> Key:
        """Return the key of ``record``.

        Raises:
            CannotOpen: as ``of``.
        """
        key_id, token = (
            wrapped[1 : 1 + ID_BYTES].decode("ascii", "replace"),
            wrapped[1 + ID_BYTES :],
        )
        party = self._seal.parties.get(key_id) or self._learn(key_id)
        if wrapped[:1] != WRAPPED or party.name not in self._parties:
            raise CannotOpen("This was wrapped for another party.")
        return party.key.unwrap(token, record_binding(key_id, party.name, record))

    def _learn(self, key_id: str) -> Party:
        row = _PARTY.first(self._conn, {"id": key_id})
        if row is None:
            raise CannotOpen("The key of this party is not there.")
        return learn(self._seal, row)


def learn(seal: Seal, row: Any) -> Party:
    """Open the key of a party, a row of ``party_key``, and keep it for this process.

    Raises:
        CannotOpen: when the installation's key is not ours, or the row was changed.
    """
    wrapping = seal.master(row.master).wrapping
    key = wrapping.unwrap(bytes(row.wrapped), party_binding(row.id, row.party))
    seal.parties[row.id] = found = Party(row.party, key)
    return found


def wrap(party: Party, key_id: str, record: str, key: Key) -> bytes:
    """Return the key of ``record`` wrapped for ``party``."""
    bound = record_binding(key_id, party.name, record)
    return WRAPPED + key_id.encode("ascii") + party.key.wrap(key, bound)
