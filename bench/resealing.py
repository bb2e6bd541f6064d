"""Many requests and standing offers out of few: copied with new ids, members, moments and keys.

Words are sealed for one row of one record, so a copy cannot carry them along: they are opened once
and sealed anew for each copy with a key of its own, wrapped for the readers that the copy has. Each
copy has other members wherever it has one, as copies of practices (``bench.copying``). What goes on
in the first stands in as many copies as there are: more lives at once than in any network.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, insert, select, text

from app.access.labels import member_label
from app.core.db import Database
from app.core.seal import Key, Party, Place, Seal, SealedText
from app.sealing import wrapping
from app.sealing.keys import Keys, wrap
from app.tables import metadata
from bench.copying import free_beginnings, turned
from bench.population import Progress

STEP = timedelta(hours=7)
"""So much older is each copy."""
AT_ONCE = 2_000
RECORDS: Mapping[str, str] = {
    "assistance_request": "item_id", "assistance_offer": "item_id", "item_revision": "item_id",
    "assistance_task": "item_id",
}  # fmt: skip
"""The tables with sealed words, and the column that names the record whose key seals them."""
TABLES = (
    "item", "item_owner", "item_label", "item_revision", "assistance_request", "assistance_offer",
    "assistance_task", "assistance_after", "waiting", "waiting_excused", "standing_offer",
)  # fmt: skip
IDS = frozenset("id item_id request_id".split())  # noqa: SIM905 - names
MEMBERS = frozenset("member standing".split())  # noqa: SIM905 - names
KINDS = ("request", "offer", "standing-offer")
STANDING_COPIES = 32
"""So often stands each standing offer: those that acts made stand, those of copies are over."""

Row = dict[str, Any]
Sealing = tuple[str, str, str]


def copy_requests(database: Database, seal: Seal, copies: int) -> None:
    """Let each request and standing offer that acts made stand ``copies`` times in all."""
    with database.read() as conn:
        rows = {name: list(_rows(conn, metadata.tables[name])) for name in TABLES}
        plain = _opened(conn, seal, rows)
        codes = list(conn.execute(text("SELECT code FROM member WHERE kind = 'state'")).scalars())
        begun = list(free_beginnings(conn, copies))
    standing = {row["item_id"] for row in rows["standing_offer"]}
    helping = {
        name: [row for row in found if row.get("item_id", row.get("id")) not in standing]
        for name, found in rows.items()
    }
    with database.unit_of_work() as db:
        labels = {row["label"] for row in rows["item_label"]} | {member_label(c) for c in codes}
        parties = wrapping.current(db, seal, sorted(labels))
    progress, ordered = Progress("copies", copies), sorted(codes)
    for k in range(1, copies):
        copy = _Copy(begun[k - 1], turned(ordered, k), k, parties)
        with database.unit_of_work() as db:
            for name in TABLES:
                wanted = rows[name] if k < STANDING_COPIES else helping[name]
                made = [copy.row(name, row, plain) for row in wanted]
                for first in range(0, len(made), AT_ONCE):
                    db.execute(insert(metadata.tables[name]), made[first : first + AT_ONCE])
            keys = list(copy.wrapped())
            for first in range(0, len(keys), AT_ONCE):
                db.execute(insert(metadata.tables["record_key"]), keys[first : first + AT_ONCE])
        progress.at(k + 1)
    with database.engine.connect() as conn:
        if database.is_sqlite:
            conn.execute(text("PRAGMA analysis_limit = 2000"))
        conn.execute(text("ANALYZE"))
        conn.commit()


def _rows(conn: Connection, found: Table) -> Iterator[Row]:
    """Give the rows of a table that belong to requests, offers and standing offers."""
    item = metadata.tables["item"]
    own = found.c.id if found is item else found.c.item_id
    wanted = own.in_(select(item.c.id).where(item.c.kind.in_(KINDS)))
    for row in conn.execute(select(found).where(wanted)).mappings():
        yield dict(row)


def _opened(
    conn: Connection, seal: Seal, rows: Mapping[str, Sequence[Row]]
) -> Mapping[Sealing, str]:
    """Return all sealed words by table, column and row, opened as the Secretariat or as members."""
    record_key, found = metadata.tables["record_key"], dict[Sealing, str]()
    wrapped = {row.record: row for row in conn.execute(select(record_key))}
    for name, record in RECORDS.items():
        for row in rows[name]:
            for column, value in row.items():
                if isinstance(value, SealedText):
                    held = wrapped[row[record]]
                    own = Keys(conn, seal, [held.party]).unwrap(held.record, bytes(held.wrapped))
                    where = _row_of(name, row)
                    found[name, column, where] = own.open_text(value, Place(name, column, where))
    return found


def _row_of(name: str, row: Row) -> str:
    """Return how a sealed text names its row."""
    if name == "item_revision":
        return f"{row['item_id']}/{row['number']}"
    return str(row["id"] if name == "assistance_task" else row["item_id"])


class _Copy:
    """One copy: what becomes of ids, members, moments and words."""

    def __init__(
        self,
        begins: str,
        turn: Mapping[str, str],
        number: int,
        parties: Mapping[str, tuple[str, Party]],
    ) -> None:
        self._begins, self._turn, self._number, self._parties = begins, turn, number, parties
        self._later = STEP * number
        self._keys: dict[str, Key] = defaultdict(Key.new)
        self._readers: dict[str, list[str]] = defaultdict(list)

    def row(self, name: str, row: Row, plain: Mapping[Sealing, str]) -> Row:
        """Return a row as it stands in this copy."""
        made = {column: self._value(column, value) for column, value in row.items()}
        if name == "item":
            made["number"] = row["number"] and f"{row['number']}-{self._number}"
        if name == "item_label":
            made["sort_key"] = row["sort_key"] - int(self._later.total_seconds() * 1_000_000)
            self._readers[made["item_id"]].append(made["label"])
        if name == "standing_offer":
            made["valid_until"] = date(2020, 1, 1) + self._later
            made["over_on"] = made["valid_until"]
        if name in RECORDS:
            where = _row_of(name, row)
            for column, value in row.items():
                if isinstance(value, SealedText):
                    place = Place(name, column, _row_of(name, made))
                    key = self._keys[made[RECORDS[name]]]
                    made[column] = key.seal_text(plain[name, column, where], place)
        return made

    def wrapped(self) -> Iterator[Row]:
        """Give the wrapped keys of all records of this copy."""
        for record, key in self._keys.items():
            for party in self._readers[record]:
                key_id, by = self._parties[party]
                sealed = wrap(by, key_id, record, key)
                yield {"record": record, "party": party, "key_id": key_id, "wrapped": sealed}

    def _value(self, column: str, value: Any) -> Any:
        if isinstance(value, datetime):
            return value - self._later
        if not isinstance(value, str):
            return value
        if column in IDS:
            return self._begins + value[3:]
        if column in MEMBERS:
            return self._turn.get(value, value)
        if column in {"label", "audience"}:
            return self._label(value)
        return value

    def _label(self, value: str) -> str:
        """Return a label or an audience with the members of this copy."""
        kind, found, names = value.partition(":")
        if kind not in {"member", "members"} or not found:
            return value
        return f"{kind}:{','.join(sorted(self._turn.get(one, one) for one in names.split(',')))}"
