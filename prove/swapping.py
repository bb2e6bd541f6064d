"""Sealed texts and wrapped keys put in each other's place, ten thousand times: nothing opens."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection, select

from app.assistance.rules import Stage
from app.core.db import Database
from app.core.seal import NONCE_BYTES, CannotOpen, Key, Place, Seal, SealedText
from app.rotation.places import EVERYWHERE
from app.sealing.keys import Keys, record_key
from app.web.portal import Portal
from prove.real import databases
from prove.row import Row, equal
from tests.assistance.sample import Maker
from tests.support.given import SEAL_KEY
from tests.support.people import Somebody, furnished

T = TypeVar("T")
SWAPS, SEALINGS = 10_000, 1_000_000
STAGES = (Stage.RETURNED, Stage.OPEN, Stage.CLOSED)
READERS = ("network", "members:CRI,DNK", "members:DNK,TLS")


@dataclass(frozen=True, slots=True)
class Text:
    """A sealed text, where it stands, and the key of its record."""

    sealed: SealedText
    place: Place
    key: Key

    def opens_as(self, other: "Text") -> bool:
        """Whether the text would be read in the place of another, by that record's key."""
        try:
            other.key.open_text(self.sealed, other.place)
        except CannotOpen:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A wrapped key, of which record it is and for which party."""

    wrapped: bytes
    record: str
    party: str

    def opens_as(self, other: "Wrapped", keys: Keys) -> bool:
        """Whether the key would be taken for that of another record or party."""
        try:
            keys.unwrap(other.record, self.wrapped)
        except CannotOpen:
            return False
        return True


def rows(swaps: int = SWAPS, sealings: int = SEALINGS) -> Iterator[Row]:
    """Swap so often on each database there is, and seal so often with one key."""
    with databases() as found:
        for engine, url in found.items():
            furnished(url, _asked)
            yield from swapped(engine, url, swaps)
    key = Key.new()
    nonces = {key.seal(b"", b"")[:NONCE_BYTES] for _ in range(sealings)}
    yield equal(f"nonces that came twice in {sealings:,} sealings", sealings - len(nonces), 0)


def swapped(engine: str, url: str, swaps: int, seed: int = 4) -> Iterator[Row]:
    """Swap texts, and wrapped keys, of the database at ``url``; say how many opened."""
    dice, database = random.Random(seed), Database(url)  # noqa: S311 - chance that can be repeated
    seal = Seal(SEAL_KEY)
    with database.read() as conn:
        texts, keys = _texts(conn, seal), _wrapped(conn)
        own = sum(one.opens_as(one) for one in texts)
        yield equal(f"{engine}: sealed texts that open in their own place", own, len(texts))
        opened = sum(one.opens_as(other) for one, other in _pairs(dice, texts, swaps))
        yield equal(f"{engine}: of {swaps:,} texts put in the place of another, opened", opened, 0)
        own = sum(one.opens_as(one, Keys(conn, seal, [one.party])) for one in keys)
        yield equal(f"{engine}: wrapped keys that open for their record", own, len(keys))
        opened = sum(
            one.opens_as(other, Keys(conn, seal, [other.party]))
            for one, other in _pairs(dice, keys, swaps)
        )
        yield equal(f"{engine}: of {swaps:,} keys put in the place of another, opened", opened, 0)
    database.close()


def _pairs(dice: random.Random, found: Sequence[T], many: int) -> Iterator[tuple[T, T]]:
    for _ in range(many):
        one, other = dice.sample(found, 2)
        yield one, other


def _asked(portal: Portal, cast: Mapping[str, Somebody]) -> None:
    with portal.db.unit_of_work() as db:
        maker = Maker(db, portal, cast)
        for stage in STAGES:
            for audience in READERS:
                maker.request(stage, audience)


def _texts(conn: Connection, seal: Seal) -> list[Text]:
    found = []
    for texts in EVERYWHERE:
        wanted = select(texts.record, texts.row, texts.column).where(texts.column.is_not(None))
        for record, row, sealed in conn.execute(wanted).all():
            one = conn.execute(select(record_key).where(record_key.c.record == record)).fetchall()[
                0
            ]
            key = Keys(conn, seal, [one.party]).unwrap(record, bytes(one.wrapped))
            found.append(Text(sealed, texts.place(row), key))
    return found


def _wrapped(conn: Connection) -> list[Wrapped]:
    rows_ = conn.execute(select(record_key)).all()
    return [Wrapped(bytes(row.wrapped), row.record, row.party) for row in rows_]
